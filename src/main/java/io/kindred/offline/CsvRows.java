package io.kindred.offline;

import io.kindred.model.Conflict;
import io.kindred.model.Entity;
import io.kindred.model.GoldenValue;
import io.kindred.model.RecordIdentity;
import io.kindred.resolve.ColdShard.Placed;
import io.kindred.temporal.Interval;
import io.kindred.temporal.Timeline;

/**
 * One CSV table. It has a row {@code record} for each record and a row {@code golden} for each
 * golden value. A conflict has a row for each of its entities, named by the conflict's kind. An
 * infinite bound is empty.
 */
final class CsvRows implements ExportRows {

    static final String HEADER =
            "row,entity_type,entity_id,perspective,uid,attribute,value,start,end,conflict_id\n";

    private final Timeline timeline;

    CsvRows(Timeline timeline) {
        this.timeline = timeline;
    }

    @Override
    public String entity(Entity entity) {
        StringBuilder rows = new StringBuilder();
        for (GoldenValue golden : entity.golden()) {
            rows.append(
                    row(
                            "golden",
                            entity.entityType(),
                            entity.id(),
                            "",
                            "",
                            golden.attribute(),
                            golden.value(),
                            start(golden.interval()),
                            end(golden.interval()),
                            ""));
        }
        return rows.toString();
    }

    @Override
    public String record(Placed record) {
        RecordIdentity identity = record.identity();
        return row(
                "record",
                identity.entityType(),
                record.entityId(),
                identity.perspective(),
                identity.uid(),
                "",
                "",
                "",
                "",
                "");
    }

    @Override
    public String conflict(String conflictId, Conflict conflict) {
        StringBuilder rows = new StringBuilder();
        for (String entity : ExportRows.entities(conflict)) {
            rows.append(
                    row(
                            ExportRows.kind(conflict),
                            conflict.entityType(),
                            entity,
                            "",
                            "",
                            ExportRows.subject(conflict),
                            "",
                            start(conflict.interval()),
                            end(conflict.interval()),
                            conflictId));
        }
        return rows.toString();
    }

    private String start(Interval interval) {
        return timeline.formatBound(interval.start());
    }

    private String end(Interval interval) {
        return timeline.formatBound(interval.end());
    }

    private static String row(String... cells) {
        StringBuilder row = new StringBuilder();
        for (String cell : cells) {
            row.append(row.isEmpty() ? "" : ",").append(quoted(cell));
        }
        return row.append('\n').toString();
    }

    private static String quoted(String cell) {
        boolean isPlain = cell.chars().noneMatch(each -> ",\"\r\n".indexOf(each) >= 0);
        return isPlain ? cell : '"' + cell.replace("\"", "\"\"") + '"';
    }
}
