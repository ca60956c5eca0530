package io.kindred.flink.operator;

import io.kindred.model.RecordIdentity;
import org.apache.flink.api.common.functions.RuntimeContext;
import org.apache.flink.api.common.state.OperatorStateStore;
import org.apache.flink.metrics.Gauge;

import java.util.Map;

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

    static ReplacedRecords restore(OperatorStateStore store, RuntimeContext context)
            throws Exception {
        RestoredTally tally = RestoredTally.restore(REPLACED, NAMES, store, context);
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
