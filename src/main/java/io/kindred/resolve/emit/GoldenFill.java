package io.kindred.resolve.emit;

import io.kindred.resolve.state.EntityIndex;
import io.kindred.resolve.state.ShardState;
import io.kindred.storage.shard.StoredRecord;

import java.util.Optional;

/**
 * Takes up the components whose golden values were never emitted: the state is from a job without
 * them. It walks over the records by id, a slice at a time, and looks at the component of each
 * anchor. What changes meanwhile is emitted anyway. After a restart the walk begins anew, and skips
 * what was emitted.
 *
 * <p>Costs a look-up for each id and anchor, and emitting the components.
 */
public final class GoldenFill {

    private final ShardState state;
    private final EmissionThrottle throttle;
    private long next;

    /** Walks over the records of a shard. */
    public GoldenFill(ShardState state, EmissionThrottle throttle) {
        this.state = state;
        this.throttle = throttle;
    }

    /**
     * Must be called before the first record comes. An empty shard lacks nothing. In a job without
     * golden values what has some loses it as it changes, so it will lack it in a later job.
     */
    public void begin() {
        boolean hasAll = state.meta().hasAllGolden();
        if (state.outputs().goldenValues() && state.meta().recordIdsGiven() == 0) {
            state.meta().setHasAllGolden(true);
        } else if (!state.outputs().goldenValues() && hasAll) {
            state.meta().setHasAllGolden(false);
        }
    }

    /** Whether there may be components without golden values. */
    public boolean isPending() {
        return state.outputs().goldenValues() && !state.meta().hasAllGolden();
    }

    /**
     * Lets the next components be emitted.
     *
     * @param ids how many record ids are visited at most
     * @param records about how many records these components have at most, but at least one
     *     component is taken
     */
    public void wake(int ids, int records) {
        long until = Math.min(state.meta().recordIdsGiven(), next + ids);
        long woken = 0;
        for (; next < until && woken < records; next++) {
            Optional<StoredRecord> anchor =
                    state.records().find(next).filter(EntityIndex::isAnchor);
            if (anchor.isPresent()) {
                long component = anchor.get().component();
                if (state.components().emitted(component).lacksGolden()) {
                    throttle.wake(component);
                    woken += state.components().size(component);
                }
            }
        }
        if (next >= state.meta().recordIdsGiven()) {
            state.meta().setHasAllGolden(true);
        }
    }
}
