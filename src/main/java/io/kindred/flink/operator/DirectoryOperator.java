package io.kindred.flink.operator;

import io.kindred.codec.OntologyDocument;
import io.kindred.flink.serde.FormatTypeInformation;
import io.kindred.model.OutputUpdate;
import io.kindred.resolve.shards.Directory;
import io.kindred.storage.ByteKey;
import io.kindred.storage.KeyScope;
import io.kindred.storage.keyed.KeyCounts;
import io.kindred.storage.keyed.Owners;
import io.kindred.storage.wire.KeyChange;
import io.kindred.storage.wire.KeyScopeChange;
import io.kindred.storage.wire.OwnedUpdate;
import io.kindred.storage.wire.ShardMessage;
import io.kindred.storage.wire.ShardMessage.News;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.PrimitiveArrayTypeInfo;
import org.apache.flink.runtime.state.StateInitializationContext;
import org.apache.flink.runtime.state.StateSnapshotContext;
import org.apache.flink.runtime.state.VoidNamespace;
import org.apache.flink.runtime.state.VoidNamespaceSerializer;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.util.OutputTag;

import java.time.Duration;
import java.util.Optional;

/**
 * Counts the records of each key value by shard, tells shards what values span several of them or
 * are generic, and states generic values, see {@link Directory}. News to shards is the output.
 *
 * <p>While values stay generic a new number of records is emitted once an interval, since a
 * placeholder may come with every record.
 *
 * <p>Keyed by signature. State: {@code key-counts}, the bytes of {@link KeyCounts}, cleared when no
 * record has the values any more; and that of {@link DeferringOperator}. Operator state: {@link
 * #SPANNING} and {@link #GENERIC}, a list of longs each, whose sum is the count. Counts are shown
 * as accumulators and metrics of the same names, as those of {@link RegistryFunction} are.
 */
public final class DirectoryOperator extends DeferringOperator<KeyChange, ShardMessage> {

    /** The side output of news to where components that span shards are resolved, by lane. */
    public static final OutputTag<ShardMessage> TO_RECONCILE =
            new OutputTag<>("news-to-reconcile", FormatTypeInformation.SHARD_MESSAGE);

    /** The side output of what is emitted of generic values. */
    public static final OutputTag<OwnedUpdate> STATEMENTS =
            new OutputTag<>("directory-statements", FormatTypeInformation.OWNED_STATEMENT);

    /** Counts the values that link records of several shards now. */
    public static final String SPANNING = "directory-spanning-values";

    /** Counts the values that are generic now. */
    public static final String GENERIC = "directory-generic-values";

    private static final long serialVersionUID = 1L;

    private final OntologyDocument ontology;
    private final Duration emissionInterval;

    private transient Directory directory;
    private transient ValueState<byte[]> state;
    private transient RestoredCount spanning;
    private transient RestoredCount generic;

    /**
     * With the limits of keys.
     *
     * @param emissionInterval how often the number of records of generic values is emitted at most
     */
    public DirectoryOperator(OntologyDocument ontology, Duration emissionInterval) {
        this.ontology = ontology;
        this.emissionInterval = emissionInterval;
    }

    /** The key to count by, of the type {@link FormatTypeInformation#BYTE_KEY}. */
    public static ByteKey key(KeyChange change) {
        return change.signature();
    }

    @Override
    public void initializeState(StateInitializationContext context) throws Exception {
        super.initializeState(context);
        spanning = RestoredCount.restore(SPANNING, context.getOperatorStateStore());
        generic = RestoredCount.restore(GENERIC, context.getOperatorStateStore());
    }

    @Override
    public void open() throws Exception {
        super.open();
        directory = new Directory(ontology.ontology());
        state =
                getPartitionedState(
                        VoidNamespace.INSTANCE,
                        VoidNamespaceSerializer.INSTANCE,
                        new ValueStateDescriptor<>(
                                "key-counts",
                                PrimitiveArrayTypeInfo.BYTE_PRIMITIVE_ARRAY_TYPE_INFO));
        spanning.show(getRuntimeContext());
        generic.show(getRuntimeContext());
    }

    @Override
    public void processElement(StreamRecord<KeyChange> element) throws Exception {
        Directory.Outcome outcome = directory.accept(load(), element.getValue());
        if (outcome.after().isPresent()) {
            save(outcome.after().get());
        } else {
            state.clear();
        }
        count(outcome.before(), -1);
        count(outcome.scope(), 1);
        outcome.toShards().forEach(news -> output.collect(new StreamRecord<>(news)));
        outcome.toReconcile().ifPresent(this::tellReconcile);
        outcome.emitted().ifPresent(this::state);
        if (outcome.emitsLater()) {
            defer(emissionInterval.toMillis());
        } else {
            undefer();
        }
    }

    /** States how many records generic values have now. */
    @Override
    void onDue() throws Exception {
        Optional<Directory.Reemitted> reemitted = load().flatMap(directory::reemit);
        if (reemitted.isPresent()) {
            save(reemitted.get().after());
            state(reemitted.get().update());
        }
    }

    @Override
    public void snapshotState(StateSnapshotContext context) throws Exception {
        super.snapshotState(context);
        spanning.snapshot();
        generic.snapshot();
    }

    private void count(KeyScope scope, long more) {
        switch (scope) {
            case SPANNING -> spanning.add(more);
            case GENERIC -> generic.add(more);
            case ORDINARY -> {}
        }
    }

    private void tellReconcile(KeyScopeChange news) {
        output.collect(
                TO_RECONCILE,
                new StreamRecord<>(new News(ReconcileLanes.lane(news.entityType()), news)));
    }

    private void state(OutputUpdate update) {
        output.collect(STATEMENTS, new StreamRecord<>(OwnedUpdate.of(Owners.DIRECTORY, update)));
    }

    private Optional<KeyCounts> load() throws Exception {
        return Optional.ofNullable(state.value()).map(KeyCounts.FORMAT::read);
    }

    private void save(KeyCounts counts) throws Exception {
        state.update(KeyCounts.FORMAT.write(counts));
    }
}
