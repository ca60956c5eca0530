package io.kindred.testkit;

import io.kindred.model.Conflict;
import io.kindred.model.Entity;
import io.kindred.model.GenericKey;
import io.kindred.model.GoldenRow;
import io.kindred.model.OutputKey;
import io.kindred.model.OutputKey.Stream;
import io.kindred.model.RecordIdentity;
import io.kindred.model.Update;
import io.kindred.oracle.OracleResult;
import io.kindred.oracle.RecordRow;
import io.kindred.resolve.publish.GoldenRows;
import io.kindred.storage.keyed.EncodedUpdate;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/** The last update of each key: what a consumer of all updates knows. */
public final class FoldedUpdates implements Consumer<EncodedUpdate> {

    private final Map<OutputKey, Update> shown = new HashMap<>();
    private int taken;

    @Override
    public void accept(EncodedUpdate encoded) {
        accept(encoded.update());
    }

    /** Takes an update. */
    public void accept(Update update) {
        taken++;
        if (update.isRetraction()) {
            boolean isErasure = update instanceof Update.Unassigned gone && gone.isErased();
            boolean isOfRecord = update.key().stream() == Stream.RECORDS;
            if (shown.remove(update.key()) == null && !isErasure && !isOfRecord) {
                throw new AssertionError("retracted without having been emitted: " + update);
            }
        } else {
            // Whoever publishes what a record says drops what says nothing new.
            if (update.equals(shown.put(update.key(), update))
                    && update.key().stream() != Stream.RECORDS) {
                throw new AssertionError("emitted again though nothing changed: " + update);
            }
        }
    }

    /** How many updates were made. */
    public int taken() {
        return taken;
    }

    /** The last update of each key that is shown. */
    public Map<OutputKey, Update> shown() {
        return Map.copyOf(shown);
    }

    /** The last update of a key, if it is shown. */
    public Optional<Update> shown(OutputKey key) {
        return Optional.ofNullable(shown.get(key));
    }

    /** What is shown now. */
    public OracleResult result() {
        List<Entity> entities = new ArrayList<>();
        List<Conflict> conflicts = new ArrayList<>();
        List<GenericKey> genericKeys = new ArrayList<>();
        Map<RecordIdentity, String> assignments = new HashMap<>();
        for (Update update : shown.values()) {
            if (update instanceof Update.EntityUpsert emitted) {
                entities.add(emitted.entity());
            } else if (update instanceof Update.Assigned assigned) {
                assignments.put(assigned.record(), assigned.entityId());
            } else if (update instanceof Update.ConflictOpen open) {
                conflicts.add(open.conflict());
            } else if (update instanceof Update.GenericKeyOpen open) {
                genericKeys.add(open.generic());
            }
        }
        return new OracleResult(entities, conflicts, genericKeys, assignments);
    }

    /** The rows of golden values that are shown now. */
    public Set<GoldenRow> goldenValues() {
        Set<GoldenRow> rows = new HashSet<>();
        for (Update update : shown.values()) {
            GoldenRows.forEach(update, (row, revision) -> rows.add(row));
        }
        return rows;
    }

    /** The rows of records that are shown now. */
    public Set<RecordRow> records() {
        List<Update.RecordUpsert> rows = new ArrayList<>();
        for (Update update : shown.values()) {
            if (update instanceof Update.RecordUpsert row) {
                rows.add(row);
            }
        }
        return RecordRows.of(rows);
    }

    /** The conflicts that are open, by id. */
    public Map<String, Conflict> conflictsById() {
        Map<String, Conflict> byId = new HashMap<>();
        for (Update update : shown.values()) {
            if (update instanceof Update.ConflictOpen open) {
                byId.put(open.conflictId(), open.conflict());
            }
        }
        return byId;
    }
}
