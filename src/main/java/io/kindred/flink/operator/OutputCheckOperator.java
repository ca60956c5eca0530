package io.kindred.flink.operator;

import io.kindred.flink.internal.KeyTimers;
import io.kindred.offline.OutputFact;
import io.kindred.resolve.check.OutputCheck;
import io.kindred.storage.ByteCell;
import io.kindred.storage.ByteKey;
import io.kindred.storage.OutputTables;
import io.kindred.storage.keyed.Owners;
import io.kindred.storage.keyed.Published;
import org.apache.flink.api.common.state.ValueState;
import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Holds what was emitted against what is shown, which is the state of an operator that publishes.
 *
 * <p>State: see {@link AbstractFactCheckOperator}.
 */
public final class OutputCheckOperator extends AbstractFactCheckOperator<String> {

    private static final long serialVersionUID = 1L;

    private final boolean isOnlyShard;

    private transient @Nullable ByteCell only;
    private transient @Nullable OutputTables several;
    private transient @Nullable ValueState<Long> due;

    /** Where there is but one shard to state anything. */
    public static OutputCheckOperator ofOnly() {
        return new OutputCheckOperator(true);
    }

    /** Where several may speak about a key. */
    public static OutputCheckOperator ofSeveral() {
        return new OutputCheckOperator(false);
    }

    private OutputCheckOperator(boolean isOnlyShard) {
        super(
                PublishOperator.PUBLISHED,
                isOnlyShard ? List.of() : List.copyOf(PublishOperator.STATES.subList(1, 3)));
        this.isOnlyShard = isOnlyShard;
    }

    @Override
    public void open() throws Exception {
        super.open();
        if (isOnlyShard) {
            only = states().cell(PublishOperator.PUBLISHED);
        } else {
            several = PublishOperator.tables(states());
            due = KeyTimers.due(states());
        }
    }

    @Override
    boolean isKept() throws Exception {
        return only != null ? only.get() != null : OutputCheck.isKept(several);
    }

    @Override
    Optional<String> check() throws Exception {
        SortedMap<Integer, ByteKey> emitted = new TreeMap<>();
        for (OutputFact fact : OutputFact.readAll(facts())) {
            if (emitted.put(fact.owner(), fact.digest()) != null) {
                return Optional.of("is stated twice by " + Owners.name(fact.owner()));
            }
        }
        return only != null
                ? OutputCheck.check(
                        Optional.ofNullable(only.get()).map(Published.FORMAT::read), emitted)
                : OutputCheck.check(several, emitted, due.value() != null);
    }
}
