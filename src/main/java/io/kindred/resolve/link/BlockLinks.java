package io.kindred.resolve.link;

import io.kindred.resolve.cluster.Run;
import io.kindred.resolve.match.Matcher;
import io.kindred.resolve.record.NormalizedRecord;
import io.kindred.resolve.state.ChangeSet;
import io.kindred.resolve.state.ShardState;
import io.kindred.storage.ByteKey;
import io.kindred.temporal.IntervalSet;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Finds who is linked within a block, that is, among the records with equal values of a key whose
 * test or score decides.
 *
 * <p>Example: a block has records 1, 2 and 3; 1 and 2 are in one component. Record 4 arrives, which
 * the test links with 2: it is not even compared with 1 then, since the component is known.
 *
 * <p>A record costs reading the block, and a comparison with those of its records that overlap in
 * time, but none with records of a component that is linked already.
 */
final class BlockLinks {

    private final ShardState state;
    private final ChangeSet changes;

    BlockLinks(ShardState state, ChangeSet changes) {
        this.state = state;
        this.changes = changes;
    }

    /**
     * Adds the components that a record is linked with.
     *
     * @param keyPosition of a key with a test
     * @param recordId in the block
     * @param linked the components that it is linked with already
     */
    void add(
            String entityType,
            int keyPosition,
            ByteKey signature,
            long recordId,
            Set<Long> linked) {
        Map<Long, IntervalSet> block = block(signature);
        IntervalSet own = block.get(recordId);
        if (own == null) {
            throw new IllegalStateException("record " + recordId + " is not in its block");
        }
        NormalizedRecord record = member(recordId);
        Matcher matcher = state.matcher(entityType);
        block.forEach(
                (id, times) -> {
                    if (id != recordId && times.overlaps(own)) {
                        long component = state.records().get(id).component();
                        if (!linked.contains(component)
                                && matcher.isLinked(
                                        keyPosition, record, member(id), own.intersection(times))) {
                            linked.add(component);
                        }
                    }
                });
        for (Run<Long> run : bridged(entityType, keyPosition, block)) {
            if (own.overlaps(run.interval())) {
                run.members().forEach(id -> linked.add(state.records().get(id).component()));
            }
        }
    }

    /** The records of a block that are to be in one component with another, as sets of records. */
    List<Set<Long>> all(String entityType, int keyPosition, ByteKey signature) {
        Map<Long, IntervalSet> block = block(signature);
        List<Long> ids = new ArrayList<>(block.keySet());
        List<Set<Long>> linked = new ArrayList<>();
        Matcher matcher = state.matcher(entityType);
        for (int i = 0; i < ids.size(); i++) {
            for (int j = i + 1; j < ids.size(); j++) {
                IntervalSet both = block.get(ids.get(i)).intersection(block.get(ids.get(j)));
                if (matcher.isLinked(keyPosition, member(ids.get(i)), member(ids.get(j)), both)) {
                    linked.add(Set.of(ids.get(i), ids.get(j)));
                }
            }
        }
        bridged(entityType, keyPosition, block).forEach(run -> linked.add(run.members()));
        return linked;
    }

    private List<Run<Long>> bridged(
            String entityType, int keyPosition, Map<Long, IntervalSet> block) {
        return Run.bridged(state.rules(entityType).key(keyPosition), block);
    }

    private NormalizedRecord member(long id) {
        return state.member(id, changes::changed).normalized();
    }

    private Map<Long, IntervalSet> block(ByteKey signature) {
        Map<Long, IntervalSet> block = new LinkedHashMap<>();
        state.keys()
                .scan(signature.bytes())
                .forEachRemaining(posting -> block.put(posting.recordId(), posting.times()));
        return block;
    }
}
