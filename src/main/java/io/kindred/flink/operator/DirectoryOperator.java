package io.kindred.flink.operator;

import io.kindred.codec.OntologyDocument;
import io.kindred.flink.internal.KeyTimers;
import io.kindred.flink.internal.OneInputOperator;
import io.kindred.flink.serde.FormatTypeInformation;
import io.kindred.model.Update;
import io.kindred.resolve.shards.Directory;
import io.kindred.storage.ByteCell;
import io.kindred.storage.ByteKey;
import io.kindred.storage.KeyScope;
import io.kindred.storage.keyed.KeyCounts;
import io.kindred.storage.keyed.Owners;
import io.kindred.storage.wire.KeyChange;
import io.kindred.storage.wire.KeyScopeChange;
import io.kindred.storage.wire.OwnedUpdate;
import io.kindred.storage.wire.ShardMessage;
import io.kindred.storage.wire.ShardMessage.News;
import org.apache.flink.api.common.state.OperatorStateStore;
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
 * record has the values any more; and that of {@link KeyTimers}. Operator state: {@link #SPANNING}
 * and {@link #GENERIC}, a list of longs each, whose sum is the count. Counts are shown as
 * accumulators and metrics of the same names, as those of {@link RegistryFunction} are.
 */
public final class DirectoryOperator extends OneInputOperator<KeyChange, ShardMessage> {

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
    private transient ByteCell state;
    private transient KeyTimers timers;
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
    protected void restore(OperatorStateStore store) throws Exception {
        spanning = RestoredCount.restore(SPANNING, store, getRuntimeContext());
        generic = RestoredCount.restore(GENERIC, store, getRuntimeContext());
    }

    @Override
    public void open() throws Exception {
        super.open();
        directory = new Directory(ontology.ontology());
        state = states().cell("key-counts");
        timers = new KeyTimers(this, this::onDue);
    }

    @Override
    protected void accept(KeyChange change) {
        Directory.Outcome outcome = directory.accept(load(), change);
        if (outcome.after().isPresent()) {
            save(outcome.after().get());
        } else {
            state.clear();
        }
        count(outcome.before(), -1);
        count(outcome.scope(), 1);
        outcome.toShards().forEach(this::emit);
        outcome.toReconcile().ifPresent(this::tellReconcile);
        outcome.emitted().ifPresent(this::state);
        if (outcome.emitsLater()) {
            timers.schedule(emissionInterval.toMillis());
        } else {
            timers.cancel();
        }
    }

    /** States how many records generic values have now. */
    private void onDue() {
        Optional<Directory.Reemitted> reemitted = load().flatMap(directory::reemit);
        if (reemitted.isPresent()) {
            save(reemitted.get().after());
            state(reemitted.get().update());
        }
    }

    @Override
    public void endInput() throws Exception {
        timers.end();
    }

    @Override
    protected void snapshot() throws Exception {
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
        emit(TO_RECONCILE, new News(ReconcileLanes.lane(news.entityType()), news));
    }

    private void state(Update update) {
        emit(STATEMENTS, OwnedUpdate.of(Owners.DIRECTORY, update));
    }

    private Optional<KeyCounts> load() {
        return Optional.ofNullable(state.get()).map(KeyCounts.FORMAT::read);
    }

    private void save(KeyCounts counts) {
        state.put(KeyCounts.FORMAT.write(counts));
    }
}
