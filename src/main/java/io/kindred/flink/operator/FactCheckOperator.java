package io.kindred.flink.operator;

import io.kindred.offline.FactCheck;
import io.kindred.storage.ByteCell;

import java.util.List;
import java.util.Optional;

/**
 * Holds what shards have against the state of an operator that has a {@code ValueState} of bytes.
 *
 * <p>State: see {@link AbstractFactCheckOperator}.
 *
 * @param <K> the key
 */
public final class FactCheckOperator<K> extends AbstractFactCheckOperator<K> {

    private static final long serialVersionUID = 1L;

    private final String stateName;
    private final int owner;
    private final FactCheck check;

    private transient ByteCell kept;

    /**
     * With what to hold against what.
     *
     * @param stateName the lasting name of the other operator's state
     * @param owner who the other operator is
     */
    public FactCheckOperator(String stateName, int owner, FactCheck check) {
        super(stateName, List.of());
        this.stateName = stateName;
        this.owner = owner;
        this.check = check;
    }

    @Override
    public void open() throws Exception {
        super.open();
        kept = states().cell(stateName);
    }

    @Override
    boolean isKept() throws Exception {
        return kept.get() != null;
    }

    @Override
    Optional<String> check() throws Exception {
        byte[] bytes = kept.get();
        if (bytes != null) {
            check.emitted(bytes).ifPresent(update -> tell(owner, update));
        }
        return check.check(bytes, facts());
    }
}
