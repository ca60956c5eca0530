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
import io.kindred.storage.wire.ShardMessage.ScopeChange;
import org.apache.flink.api.common.state.OperatorStateStore;
import org.apache.flink.util.OutputTag;

import java.time.Duration;
import java.util.Optional;

/**
 * Counts the records of each key value by shard and emits the value's {@linkplain KeyScope scope}
 * when it changes, see {@link Directory}. A value may be local to a shard, span several shards, or
 * be generic. Scope changes go to the shards as the output; generic values are emitted as rows.
 *
 * <p>While a value stays generic, its record count is re-emitted at most once an interval, because
 * every record may carry a placeholder value.
 *
 * <p>Keyed by signature. State: {@code key-counts}, the bytes of {@link KeyCounts}, cleared when no
 * record has the value any more; and the state of {@link KeyTimers}. Operator state: {@link
 * #SPANNING} and {@link #GENERIC}, each a list of longs whose sum is the count. Counts are
 * accumulators and metrics of the same names, as those of {@link RegistryOperator} are.
 */
public final class DirectoryOperator extends OneInputOperator<KeyChange, ShardMessage> {

    /** Side output: scope changes to the reconcile operator, by lane. */
    public static final OutputTag<ShardMessage> TO_RECONCILE =
            new OutputTag<>("scope-changes-to-reconcile", FormatTypeInformation.SHARD_MESSAGE);

    /** Side output: updates of generic values. */
    public static final OutputTag<OwnedUpdate> UPDATES =
            new OutputTag<>("directory-statements", FormatTypeInformation.OWNED_UPDATE);

    /** Counts the values that currently link records of several shards. */
    public static final String SPANNING = "directory-spanning-values";

    /** Counts the values that are currently generic. */
    public static final String GENERIC = "directory-generic-values";

    /** The state of a key value, the bytes of {@code KeyCounts}. */
    static final String KEY_COUNTS = "key-counts";

    private static final long serialVersionUID = 1L;

    private final OntologyDocument ontology;
    private final Duration emissionInterval;

    private transient Directory directory;
    private transient ByteCell state;
    private transient KeyTimers timers;
    private transient RestoredCount spanning;
    private transient RestoredCount generic;

    /**
     * Creates an operator for the keys of an ontology.
     *
     * @param emissionInterval the shortest time between two emissions of a generic value's record
     *     count
     */
    public DirectoryOperator(OntologyDocument ontology, Duration emissionInterval) {
        this.ontology = ontology;
        this.emissionInterval = emissionInterval;
    }

    /** The key that records are counted by, of type {@link FormatTypeInformation#BYTE_KEY}. */
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
        state = states().cell(KEY_COUNTS);
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
        outcome.toReconcile().ifPresent(this::emitToReconcile);
        outcome.emitted().ifPresent(this::emitUpdate);
        if (outcome.emitsLater()) {
            timers.schedule(emissionInterval.toMillis());
        } else {
            timers.cancel();
        }
    }

    /** Re-emits the record count of a generic value. */
    private void onDue() {
        Optional<Directory.Reemitted> reemitted = load().flatMap(directory::reemit);
        if (reemitted.isPresent()) {
            save(reemitted.get().after());
            emitUpdate(reemitted.get().update());
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
            case LOCAL -> {}
        }
    }

    private void emitToReconcile(KeyScopeChange change) {
        emit(TO_RECONCILE, new ScopeChange(ReconcileLanes.lane(change.entityType()), change));
    }

    private void emitUpdate(Update update) {
        emit(UPDATES, OwnedUpdate.of(Owners.DIRECTORY, update));
    }

    private Optional<KeyCounts> load() {
        return Optional.ofNullable(state.get()).map(KeyCounts.FORMAT::read);
    }

    private void save(KeyCounts counts) {
        state.put(KeyCounts.FORMAT.write(counts));
    }
}
