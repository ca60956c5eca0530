package io.kindred.testkit;

import io.kindred.model.RecordIdentity;
import io.kindred.model.SourceRecord;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;

/**
 * What somebody would have to write who deletes by hand what full snapshots lack: a delete without
 * a version, and the record without its version when it comes back with the same.
 */
public final class ExplicitDeletes {

    private final List<SourceRecord> written = new ArrayList<>();
    private final Map<RecordIdentity, OptionalLong> there = new HashMap<>();
    private final Map<RecordIdentity, OptionalLong> deleted = new HashMap<>();

    /** Takes a snapshot; returns how many records it deletes. */
    public int snapshot(List<SourceRecord> rows) {
        Set<RecordIdentity> missing = new HashSet<>(there.keySet());
        for (SourceRecord row : rows) {
            missing.remove(row.identity());
            row(row);
        }
        for (RecordIdentity each : missing) {
            written.add(SourceRecord.delete(each, OptionalLong.empty()));
            deleted.put(each, there.remove(each));
        }
        return missing.size();
    }

    /** Takes rows without deleting anything. */
    public void rows(List<SourceRecord> rows) {
        rows.forEach(this::row);
    }

    private void row(SourceRecord row) {
        RecordIdentity identity = row.identity();
        OptionalLong version = row.version();
        if (!row.isUpsert()) {
            there.remove(identity);
            deleted.remove(identity);
            written.add(row);
            return;
        }
        OptionalLong before =
                there.getOrDefault(identity, deleted.getOrDefault(identity, OptionalLong.empty()));
        boolean isBack = deleted.containsKey(identity) && version.isPresent() && before.isPresent();
        if (isBack && version.getAsLong() < before.getAsLong()) {
            written.add(row);
            return;
        }
        boolean isSame = isBack && version.getAsLong() == before.getAsLong();
        written.add(
                isSame
                        ? SourceRecord.upsert(identity, OptionalLong.empty(), row.descriptors())
                        : row);
        deleted.remove(identity);
        there.put(identity, greater(before, version));
    }

    private static OptionalLong greater(OptionalLong a, OptionalLong b) {
        return a.isEmpty() || b.isPresent() && b.getAsLong() > a.getAsLong() ? b : a;
    }

    /** All that is written so far, in order. */
    public List<SourceRecord> written() {
        return List.copyOf(written);
    }
}
