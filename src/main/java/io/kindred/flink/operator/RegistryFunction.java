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
 * Keeps the current version of each record, and emits what changed to the shards and the directory,
 * see {@link Registry}. Record changes are the output, key value changes a side output.
 *
 * <p>Keyed by record identity. State: {@code registration}, the bytes of {@link Registration}. It
 * is never cleared, because the version of a deleted record still counts. Operator state: for each
 * {@link Count} a list of longs whose sum is the count, and {@link ReplacedRecords}. Counts are
 * accumulators and metrics of the same names. Their sum over all subtasks survives restarts and
 * rescaling, except for subtasks that had finished before a failure. The value of one subtask has
 * no meaning after rescaling, and {@code registry-records} of one may be negative.
 */
public final class RegistryFunction extends KeyedProcessFunction<String, SourceRecord, ShardMessage>
        implements CheckpointedFunction {

    /** Side output: changes of the key values of records. */
    public static final OutputTag<KeyChange> KEY_CHANGES =
            new OutputTag<>("key-changes", FormatTypeInformation.KEY_CHANGE);

    /** The state of an identity, the bytes of {@code Registration}. */
    static final String REGISTRATION = "registration";

    private static final long serialVersionUID = 1L;

    private final OntologyDocument ontology;
    private final int shards;

    private transient Registry registry;
    private transient ValueState<byte[]> registration;
    private transient Map<Count, RestoredCount> counts;
    private transient ReplacedRecords replaced;

    /** What the registry counts; the ids name operator state and metrics. */
    public enum Count {
        /** Records that currently exist. */
        RECORDS,
        /** Inputs that became current; deletes, too. */
        ACCEPTED,
        /** Accepted deletes that removed a record. */
        DELETED,
        /** Accepted deletes of records that were never there. */
        UNKNOWN_DELETES,
        /** Accepted inputs without a version that replaced a record by other content. */
        REPLACED,
        /** Inputs equal to the current version. */
        REPLAYED,
        /** Inputs older than the current version. */
        OUTDATED;

        /** The name of the accumulator and metric: {@code registry-records}. */
        public String id() {
            return "registry-" + name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    /**
     * Creates a registry for the keys of an ontology.
     *
     * @param shards the number of shards; the same for the life of the state
     */
    public RegistryFunction(OntologyDocument ontology, int shards) {
        this.ontology = ontology;
        this.shards = shards;
    }

    /** The key of a record: its identity in one string. */
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
        replaced = ReplacedRecords.restore(context.getOperatorStateStore(), getRuntimeContext());
    }

    @Override
    public void open(OpenContext context) {
        registry = new Registry(ontology.ontology(), shards);
        registration =
                getRuntimeContext()
                        .getState(
                                new ValueStateDescriptor<>(
                                        REGISTRATION,
                                        PrimitiveArrayTypeInfo.BYTE_PRIMITIVE_ARRAY_TYPE_INFO));
    }

    @Override
    public void processElement(SourceRecord record, Context context, Collector<ShardMessage> out)
            throws Exception {
        Optional<Registration> before =
                Optional.ofNullable(registration.value()).map(Registration.FORMAT::read);
        Registry.Outcome outcome = registry.accept(before, record, 0);
        count(outcome, record);
        if (outcome.decision() == Registry.Decision.ACCEPTED) {
            registration.update(Registration.FORMAT.write(outcome.after()));
            outcome.changes().forEach(out::collect);
            outcome.keyChanges().forEach(change -> context.output(KEY_CHANGES, change));
        }
    }

    private void count(Registry.Outcome outcome, SourceRecord record) {
        add(
                switch (outcome.decision()) {
                    case ACCEPTED -> Count.ACCEPTED;
                    case REPLAYED -> Count.REPLAYED;
                    case OUTDATED -> Count.OUTDATED;
                },
                1);
        add(Count.RECORDS, outcome.more());
        switch (outcome.effect()) {
            case DELETED -> add(Count.DELETED, 1);
            case UNKNOWN_DELETE -> add(Count.UNKNOWN_DELETES, 1);
            case REPLACED -> {
                add(Count.REPLACED, 1);
                replaced.add(record.identity());
            }
            case OTHER -> {}
        }
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
        replaced.snapshot();
    }
}
