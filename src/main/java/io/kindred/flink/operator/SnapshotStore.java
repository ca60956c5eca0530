package io.kindred.flink.operator;

import io.kindred.flink.internal.GroupKeys;
import io.kindred.flink.internal.KeyGroups;
import io.kindred.flink.internal.KeyWalk;
import io.kindred.flink.internal.KeyedStates;
import io.kindred.model.RecordIdentity;
import io.kindred.storage.ByteCell;
import io.kindred.storage.ByteTable;
import io.kindred.storage.keyed.SnapshotEntry;
import io.kindred.storage.keyed.SnapshotProgress;
import io.kindred.storage.keyed.SnapshotProgress.Phase;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.ToLongFunction;
import java.util.stream.Stream;

/**
 * The state of a {@link SnapshotOperator}. {@link #SNAPSHOT_RECORDS}: the bytes of a {@link
 * SnapshotEntry} under each record. {@link #SNAPSHOTS}: under a key of the key group, for each
 * perspective the bytes of a {@link SnapshotProgress}, which changes with every record and so is
 * written before a checkpoint only.
 */
final class SnapshotStore {

    /** The state of records. */
    static final String SNAPSHOT_RECORDS = "snapshot-records";

    /** The state of key groups. */
    static final String SNAPSHOTS = "snapshots";

    private final KeyedStates<Object> states;
    private final GroupKeys groupKeys;
    private final int groups;
    private final ByteCell records;
    private final ByteTable snapshots;
    private final Map<Place, SnapshotProgress> progress = new HashMap<>();
    private final Set<Place> changed = new HashSet<>();

    private record Place(String perspective, int group) {}

    /**
     * Opens the states.
     *
     * @param groups the number of key groups
     */
    SnapshotStore(KeyedStates<Object> states, int groups, List<String> perspectives)
            throws Exception {
        this.states = states;
        this.groups = groups;
        this.groupKeys = new GroupKeys(groups);
        records = states.cell(SNAPSHOT_RECORDS);
        snapshots = states.table(SNAPSHOTS);
        states.keyGroups()
                .forEach(
                        group -> {
                            states.setKey(groupKeys.ofGroup(group));
                            for (String perspective : perspectives) {
                                byte[] bytes = snapshots.get(bytes(perspective));
                                progress.put(
                                        new Place(perspective, group),
                                        bytes == null
                                                ? SnapshotProgress.NONE
                                                : SnapshotProgress.FORMAT.read(bytes));
                            }
                        });
    }

    private static byte[] bytes(String perspective) {
        return perspective.getBytes(StandardCharsets.UTF_8);
    }

    int group(String key) {
        return KeyGroups.of(key, groups);
    }

    /** How far a key group of this subtask is. */
    SnapshotProgress progress(String perspective, int group) {
        return progress.get(new Place(perspective, group));
    }

    /** How far each key group of this subtask is. */
    Stream<SnapshotProgress> progress(String perspective) {
        return states.keyGroups().mapToObj(group -> progress(perspective, group));
    }

    void set(String perspective, int group, SnapshotProgress now) {
        Place place = new Place(perspective, group);
        if (progress.put(place, now) != now) {
            changed.add(place);
        }
    }

    /** Whether all key groups of this subtask have read the snapshot. */
    boolean isRead(String perspective) {
        return progress(perspective).noneMatch(each -> each.phase() == Phase.READING);
    }

    /** The sum of a number over the key groups of this subtask. */
    long sum(String perspective, ToLongFunction<SnapshotProgress> number) {
        return progress(perspective).mapToLong(number).sum();
    }

    /** How many key groups of this subtask are in a phase. */
    long count(String perspective, Phase phase) {
        return progress(perspective).filter(each -> each.phase() == phase).count();
    }

    /** Takes the key groups that are in one phase into another. */
    void advance(String perspective, Phase from, Phase to) {
        states.keyGroups()
                .forEach(
                        group -> {
                            SnapshotProgress now = progress(perspective, group);
                            if (now.phase() == from) {
                                set(perspective, group, now.in(to));
                            }
                        });
    }

    /** What is known of the record that is the current key. */
    Optional<SnapshotEntry> entry() {
        return Optional.ofNullable(records.get()).map(SnapshotEntry.FORMAT::read);
    }

    /** Sets what is known of the record that is the current key. */
    void set(Optional<SnapshotEntry> before, Optional<SnapshotEntry> now) {
        if (now.isEmpty()) {
            records.clear();
        } else if (!now.equals(before)) {
            records.put(SnapshotEntry.FORMAT.write(now.get()));
        }
    }

    /** What is done with a record that is known; its identity is the current key. */
    interface Visit {

        void accept(RecordIdentity identity, int group, SnapshotEntry entry);
    }

    /** A walk over the records that are known now. */
    KeyWalk walk(Visit visit) {
        return new KeyWalk(
                states,
                SNAPSHOT_RECORDS,
                key ->
                        entry().ifPresent(
                                        entry ->
                                                visit.accept(
                                                        RecordIdentity.ofJoined((String) key),
                                                        group((String) key),
                                                        entry)));
    }

    /** Writes what has changed since the last checkpoint. Sets another current key. */
    void flush() {
        for (Place place : changed) {
            states.setKey(groupKeys.ofGroup(place.group));
            snapshots.put(
                    bytes(place.perspective), SnapshotProgress.FORMAT.write(progress.get(place)));
        }
        changed.clear();
    }
}
