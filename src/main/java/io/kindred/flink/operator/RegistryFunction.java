package io.kindred.flink.operator;

import io.kindred.codec.OntologyDocument;
import io.kindred.flink.serde.FormatTypeInformation;
import io.kindred.model.SourceRecord;
import io.kindred.resolve.shards.Registry;
import io.kindred.storage.keyed.Registration;
import io.kindred.storage.wire.KeyChange;
import io.kindred.storage.wire.ShardMessage;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.PrimitiveArrayTypeInfo;
import org.apache.flink.runtime.state.FunctionInitializationContext;
import org.apache.flink.runtime.state.FunctionSnapshotContext;
import org.apache.flink.streaming.api.checkpoint.CheckpointedFunction;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.util.Collector;
import org.apache.flink.util.OutputTag;

import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Picks the current version of each record, and tells shards and directory what changed, see {@link
 * Registry}. The changes of records are the output, those of key values a side output.
 *
 * <p>Keyed by record identity. State: {@code registration}, the bytes of {@link Registration};
 * nothing clears it, as a deleted record's version counts for ever. Operator state: a list of longs
 * for each {@link Count}, whose sum is the count. Counts are shown as accumulators and metrics of
 * the same names; their sum over all subtasks survives restarts and changes of parallelism, but for
 * what a subtask had counted that was finished before a failure. One subtask's alone means nothing
 * after a change of parallelism, and of {@code registry-records} may be negative.
 */
public final class RegistryFunction extends KeyedProcessFunction<String, SourceRecord, ShardMessage>
        implements CheckpointedFunction {

    /** The side output of what changed for key values. */
    public static final OutputTag<KeyChange> KEY_CHANGES =
            new OutputTag<>("key-changes", FormatTypeInformation.KEY_CHANGE);

    private static final long serialVersionUID = 1L;

    private final OntologyDocument ontology;
    private final int shards;

    private transient Registry registry;
    private transient ValueState<byte[]> registration;
    private transient Map<Count, RestoredCount> counts;

    /** What is counted. */
    public enum Count {
        /** Records that are there now. */
        RECORDS,
        /** Inputs that changed a record or put it there. */
        ACCEPTED,
        /** Deletes among the accepted inputs that removed a record. */
        DELETED,
        /** Inputs that said again what is current. */
        REPLAYED,
        /** Inputs older than what is current. */
        OUTDATED;

        /** The name of the accumulator and metric: {@code registry-records}. */
        public String id() {
            return "registry-" + name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * With the keys that records are found by.
     *
     * @param shards how many there are; the same for the life of the state
     */
    public RegistryFunction(OntologyDocument ontology, int shards) {
        this.ontology = ontology;
        this.shards = shards;
    }

    /** The key to register by: the identity in one string. */
    public static String key(SourceRecord record) {
        return record.identity().joined();
    }

    @Override
    public void initializeState(FunctionInitializationContext context) throws Exception {
        counts = new EnumMap<>(Count.class);
        for (Count count : Count.values()) {
            counts.put(
                    count,
                    RestoredCount.restore(
                            count.id(), context.getOperatorStateStore(), getRuntimeContext()));
        }
    }

    @Override
    public void open(OpenContext context) {
        registry = new Registry(ontology.ontology(), shards);
        registration =
                getRuntimeContext()
                        .getState(
                                new ValueStateDescriptor<>(
                                        "registration",
                                        PrimitiveArrayTypeInfo.BYTE_PRIMITIVE_ARRAY_TYPE_INFO));
    }

    @Override
    public void processElement(SourceRecord record, Context context, Collector<ShardMessage> out)
            throws Exception {
        Optional<Registration> before =
                Optional.ofNullable(registration.value()).map(Registration.FORMAT::read);
        Registry.Outcome outcome = registry.accept(before, record);
        count(outcome);
        if (outcome.decision() == Registry.Decision.ACCEPTED) {
            registration.update(Registration.FORMAT.write(outcome.after()));
            outcome.changes().forEach(out::collect);
            outcome.keyChanges().forEach(change -> context.output(KEY_CHANGES, change));
        }
    }

    private void count(Registry.Outcome outcome) {
        add(
                switch (outcome.decision()) {
                    case ACCEPTED -> Count.ACCEPTED;
                    case REPLAYED -> Count.REPLAYED;
                    case OUTDATED -> Count.OUTDATED;
                },
                1);
        add(Count.RECORDS, outcome.more());
        add(Count.DELETED, outcome.more() < 0 ? 1 : 0);
    }

    private void add(Count count, long more) {
        if (more != 0) {
            counts.get(count).add(more);
        }
    }

    @Override
    public void snapshotState(FunctionSnapshotContext context) throws Exception {
        for (RestoredCount count : counts.values()) {
            count.snapshot();
        }
    }
}
