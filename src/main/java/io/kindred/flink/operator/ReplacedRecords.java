package io.kindred.flink.operator;

import io.kindred.model.RecordIdentity;
import org.apache.flink.api.common.functions.RuntimeContext;
import org.apache.flink.api.common.state.OperatorStateStore;
import org.apache.flink.metrics.Gauge;

import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Counts the records that a later one without a version has replaced, by entity type and
 * perspective, with an example of each. Operator state: {@link #REPLACED}, see {@link
 * RestoredTally}. The metric {@code replaced-example} is the identity of one of them.
 */
final class ReplacedRecords {

    /** The name of the state and the accumulator. */
    static final String REPLACED = "replaced";

    private static final int NAMES = 100;

    private final RestoredTally replaced;

    private ReplacedRecords(RestoredTally replaced) {
        this.replaced = replaced;
    }

    /** Restores the counts of an operator with a single subtask. */
    static ReplacedRecords restore(OperatorStateStore store, RuntimeContext context)
            throws Exception {
        return restore(store, context, record -> true);
    }

    /**
     * Restores the counts. An example is forgotten if its record is another subtask's, which would
     * not be able to {@linkplain #forget forget} it.
     *
     * @param isOwn whether a record is this subtask's
     */
    static ReplacedRecords restore(
            OperatorStateStore store, RuntimeContext context, Predicate<RecordIdentity> isOwn)
            throws Exception {
        RestoredTally tally = RestoredTally.restore(REPLACED, NAMES, store, context);
        tally.tally().dropExamples(counted -> record(counted).filter(isOwn).isEmpty());
        context.getMetricGroup()
                .gauge(
                        "replaced-example",
                        (Gauge<String>) () -> example(tally.tally().getLocalValue()));
        return new ReplacedRecords(tally);
    }

    /** The name under which the records of an entity type and perspective are counted. */
    static String name(String entityType, String perspective) {
        return entityType + RecordIdentity.SEPARATOR + perspective;
    }

    void add(RecordIdentity record) {
        replaced.tally().add(name(record.entityType(), record.perspective()), record.toString());
    }

    /** Forgets a record that was erased. */
    void forget(RecordIdentity record) {
        replaced.tally().dropExample(record.toString());
    }

    /** The record that is an example; empty if there is none, or if it was cut short. */
    private static Optional<RecordIdentity> record(Tally.Counted counted) {
        String[] names = counted.name().split(String.valueOf(RecordIdentity.SEPARATOR), -1);
        String start = String.join("/", names) + "/";
        boolean isWhole = names.length == 2 && counted.example().length() < Tally.LENGTH / 2;
        return isWhole
                        && counted.example().startsWith(start)
                        && counted.example().length() > start.length()
                ? Optional.of(
                        new RecordIdentity(
                                names[0], names[1], counted.example().substring(start.length())))
                : Optional.empty();
    }

    void snapshot() throws Exception {
        replaced.snapshot();
    }

    private static String example(Map<String, Tally.Counted> counts) {
        return Tally.commonest(counts, 1).stream()
                .map(Tally.Counted::example)
                .findFirst()
                .orElse("");
    }
}
