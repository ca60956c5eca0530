package io.kindred.flink.operator;

import io.kindred.offline.FactCheck;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.PrimitiveArrayTypeInfo;
import org.apache.flink.runtime.state.VoidNamespace;
import org.apache.flink.runtime.state.VoidNamespaceSerializer;

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

    private transient ValueState<byte[]> kept;

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
        kept =
                getKeyedStateBackend()
                        .getPartitionedState(
                                VoidNamespace.INSTANCE,
                                VoidNamespaceSerializer.INSTANCE,
                                new ValueStateDescriptor<>(
                                        stateName,
                                        PrimitiveArrayTypeInfo.BYTE_PRIMITIVE_ARRAY_TYPE_INFO));
    }

    @Override
    boolean isKept() throws Exception {
        return kept.value() != null;
    }

    @Override
    Optional<String> check() throws Exception {
        byte[] bytes = kept.value();
        if (bytes != null) {
            check.emitted(bytes).ifPresent(update -> tell(owner, update));
        }
        return check.check(bytes, facts());
    }
}
