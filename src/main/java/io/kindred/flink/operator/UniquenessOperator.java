package io.kindred.flink.operator;

import io.kindred.codec.OntologyDocument;
import io.kindred.flink.internal.KeyTimers;
import io.kindred.flink.internal.KeyedStates;
import io.kindred.flink.internal.OneInputOperator;
import io.kindred.flink.serde.FormatTypeInformation;
import io.kindred.resolve.shards.UniqueClaims;
import io.kindred.storage.ByteKey;
import io.kindred.storage.ClaimTables;
import io.kindred.storage.keyed.Claim;
import io.kindred.storage.wire.OwnedUpdate;
import io.kindred.temporal.Timeline;
import org.apache.flink.api.common.state.OperatorStateStore;

import java.time.Duration;
import java.util.List;

/**
 * Detects values that must be unique but are claimed by several entities, over all shards, see
 * {@link UniqueClaims}.
 *
 * <p>Keyed by signature. State: {@code claimed-values}, {@code claims} and {@code claim-entities},
 * the tables of {@link ClaimTables}, cleared when no record claims the value any more; and the
 * state of {@link KeyTimers}. Operator state: the count {@link #CONFLICTS}, of which only the sum
 * over all subtasks has a meaning.
 */
public final class UniquenessOperator extends OneInputOperator<Claim, OwnedUpdate>
        implements UniqueClaims.Listener {

    /** Counts the uniqueness conflicts that currently exist. */
    public static final String CONFLICTS = "uniqueness-conflicts";

    private static final String CLAIMED_VALUES = "claimed-values";
    private static final String CLAIMS = "claims";
    private static final String ENTITIES = "claim-entities";

    /** The states of a value; every claimed value has the first. */
    static final List<String> STATES = List.of(CLAIMED_VALUES, CLAIMS, ENTITIES);

    private static final long serialVersionUID = 1L;

    private final OntologyDocument ontology;
    private final Timeline timeline;
    private final Duration interval;

    private transient UniqueClaims claims;
    private transient KeyTimers timers;
    private transient RestoredCount conflicts;

    /**
     * Creates an operator for the attributes of an ontology.
     *
     * @param interval how long to collect changes of a value with many claims before they are
     *     checked
     */
    public UniquenessOperator(OntologyDocument ontology, Timeline timeline, Duration interval) {
        this.ontology = ontology;
        this.timeline = timeline;
        this.interval = interval;
    }

    /** The key of a claim, of type {@link FormatTypeInformation#BYTE_KEY}. */
    public static ByteKey key(Claim claim) {
        return claim.signature();
    }

    @Override
    protected void restore(OperatorStateStore store) throws Exception {
        conflicts = RestoredCount.restore(CONFLICTS, store, getRuntimeContext());
    }

    @Override
    public void open() throws Exception {
        super.open();
        timers = new KeyTimers(this, () -> claims.onTimer());
        claims =
                new UniqueClaims(
                        ontology.ontology(), timeline, tables(states()), interval.toMillis(), this);
    }

    /** The tables of the current key. */
    static ClaimTables tables(KeyedStates<?> states) throws Exception {
        return new ClaimTables(
                states.table(CLAIMED_VALUES), states.table(CLAIMS), states.table(ENTITIES));
    }

    @Override
    protected void accept(Claim claim) {
        claims.accept(claim);
    }

    @Override
    public void endInput() throws Exception {
        timers.end();
    }

    @Override
    protected void snapshot() throws Exception {
        conflicts.snapshot();
    }

    @Override
    public void update(OwnedUpdate update) {
        emit(update);
    }

    @Override
    public void conflicts(int more) {
        conflicts.add(more);
    }

    @Override
    public void schedule(long millis) {
        timers.schedule(millis);
    }
}
