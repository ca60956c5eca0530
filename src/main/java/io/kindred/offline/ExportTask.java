package io.kindred.offline;

import io.kindred.model.Conflict;
import io.kindred.model.Decision;
import io.kindred.model.Entity;
import io.kindred.model.EntityId;
import io.kindred.model.GoldenCell;
import io.kindred.model.HeldDecision;
import io.kindred.model.RecordDigest;
import io.kindred.model.RecordIdentity;
import io.kindred.model.Update;
import io.kindred.resolve.ColdShard;
import io.kindred.resolve.ColdShard.Placed;
import io.kindred.storage.ClaimTables;
import io.kindred.temporal.Interval;
import io.kindred.temporal.Timeline;
import org.jspecify.annotations.Nullable;

import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Formats the results of every shard, see {@link ColdShard#forEach}. {@link ExportFile} assembles
 * the texts.
 *
 * @param entityType the only entity type to export, or null for all
 * @param entityId the only entity to export, or null for all
 * @param at the only time to export golden values, values of records and conflicts of, in the
 *     format of the state's timeline; null for all time
 * @param withGoldenValues whether golden values are exported with their records, too, in formats
 *     that have rows for them
 * @param withRecords whether it is exported what records say, too, in such formats
 */
public record ExportTask(
        ExportFormat format,
        @Nullable String entityType,
        @Nullable String entityId,
        @Nullable String at,
        boolean withGoldenValues,
        boolean withRecords)
        implements ShardTask, KeyTask {

    @Override
    public void run(OfflineShard shard, Consumer<byte[]> rows) {
        shard.declaration()
                .ifPresent(
                        declaration ->
                                export(
                                        shard.results(declaration),
                                        new Selection(this, declaration.timeline(), rows)));
    }

    private void export(ColdShard shard, Selection selection) {
        if (entityId == null) {
            shard.forEach(this::isSelected, selection);
        } else if (EntityId.isValid(entityId) && isSelected(EntityId.entityType(entityId))) {
            shard.forEachAbout(entityId, selection);
        }
    }

    private boolean isSelected(String type) {
        return entityType == null || entityType.equals(type);
    }

    /** Uniqueness conflicts across shards are only in the uniqueness operator. */
    @Override
    public boolean wants(Part part) {
        return part == Part.UNIQUENESS;
    }

    @Override
    public Visitor visit(Part part, Consumer<byte[]> rows) {
        return (key, stored) ->
                stored.declaration()
                        .ifPresent(by -> export(by, KeyCheck.claimTables(stored), rows));
    }

    private void export(Declaration by, ClaimTables tables, Consumer<byte[]> rows) {
        Selection selection = new Selection(this, by.timeline(), rows);
        for (Update.ConflictOpen conflict : by.claims(tables).violations()) {
            if (isSelected(((Conflict.Uniqueness) conflict.conflict()).entityType())) {
                selection.conflict(conflict.conflictId(), conflict.conflict());
            }
        }
    }

    /** Formats the results that are selected. */
    private static final class Selection implements ColdShard.Results {
        private final @Nullable String entityId;
        private final @Nullable Long at;
        private final boolean wantsGoldenValues;
        private final boolean wantsRecords;
        private final ExportRows format;
        private final Consumer<byte[]> rows;
        private final Set<RecordIdentity> records = new HashSet<>();
        private boolean isSelected;

        Selection(ExportTask task, Timeline timeline, Consumer<byte[]> rows) {
            this.entityId = task.entityId;
            this.at = task.at == null ? null : QueryTask.point(timeline, "--at", task.at);
            this.wantsGoldenValues = task.withGoldenValues;
            this.wantsRecords = task.withRecords;
            this.format = task.format.rows(timeline);
            this.rows = rows;
        }

        @Override
        public void entity(Entity entity) {
            isSelected = entityId == null || entityId.equals(entity.id());
            if (isSelected) {
                write(ExportFile.FIRST, format.entity(at == null ? entity : cut(entity, at)));
            }
        }

        @Override
        public boolean wantsGoldenValues() {
            return wantsGoldenValues;
        }

        @Override
        public void goldenValues(Entity entity, List<GoldenCell> cells) {
            if (isSelected) {
                List<GoldenCell> shown =
                        cells.stream()
                                .filter(cell -> at == null || holds(cell.value().interval(), at))
                                .toList();
                write(ExportFile.FIRST, format.goldenValues(entity, shown));
            }
        }

        @Override
        public void record(Placed record) {
            if (isSelected) {
                if (entityId != null) {
                    records.add(record.identity());
                }
                write(ExportFile.FIRST, format.record(record));
                if (wantsRecords) {
                    write(ExportFile.FIRST, format.content(at == null ? record : cut(record, at)));
                }
                write(ExportFile.LATER, format.link(record));
            }
        }

        @Override
        public void conflict(String conflictId, Conflict conflict) {
            List<String> entities = ExportRows.entities(conflict);
            if ((entityId == null || entities.contains(entityId))
                    && (at == null || holds(conflict.interval(), at))) {
                write(ExportFile.FIRST, format.conflict(conflictId, conflict));
                for (String entity : entities) {
                    if (entityId == null || entityId.equals(entity)) {
                        write(ExportFile.LATER, format.link(conflictId, entity));
                    }
                }
            }
        }

        /** Decisions hold for all time; of one entity only those about its records. */
        @Override
        public void decision(Decision decision) {
            if (entityId == null || isAbout(decision.lesser()) || isAbout(decision.greater())) {
                write(ExportFile.FIRST, format.decision(decision));
            }
        }

        @Override
        public void oneSide(RecordIdentity record, RecordDigest own, HeldDecision held) {
            if (entityId == null || isAbout(record)) {
                write(ExportFile.FIRST, format.oneSide(record, own, held));
            }
        }

        private boolean isAbout(RecordIdentity record) {
            return records.contains(record);
        }

        private void write(byte part, String text) {
            if (!text.isEmpty()) {
                byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
                byte[] row = new byte[1 + bytes.length];
                row[0] = part;
                System.arraycopy(bytes, 0, row, 1, bytes.length);
                rows.accept(row);
            }
        }

        private static Entity cut(Entity entity, long at) {
            return new Entity(
                    entity.id(),
                    entity.entityType(),
                    entity.records(),
                    entity.golden().stream()
                            .filter(golden -> holds(golden.interval(), at))
                            .toList());
        }

        private static Placed cut(Placed record, long at) {
            return new Placed(
                    record.identity(),
                    record.entityId(),
                    record.descriptors().stream()
                            .filter(says -> holds(says.interval(), at))
                            .toList(),
                    record.decisions());
        }

        private static boolean holds(Interval interval, long at) {
            return interval.start() <= at && at < interval.end();
        }
    }
}
