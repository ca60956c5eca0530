package io.kindred.offline;

import io.kindred.codec.DecisionJson;
import io.kindred.codec.OutputJson;
import io.kindred.codec.RecordWriter;
import io.kindred.model.Conflict;
import io.kindred.model.Decision;
import io.kindred.model.Entity;
import io.kindred.model.GoldenCell;
import io.kindred.model.GoldenRow;
import io.kindred.model.HeldDecision;
import io.kindred.model.RecordDigest;
import io.kindred.model.RecordIdentity;
import io.kindred.model.Update;
import io.kindred.resolve.ColdShard.Placed;
import io.kindred.temporal.Timeline;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/** The rows of the outputs in mode {@code final}. */
final class JsonlRows implements ExportRows {

    private final OutputJson json;

    JsonlRows(Timeline timeline) {
        this.json = new OutputJson(timeline);
    }

    @Override
    public String entity(Entity entity) {
        return line(new Update.EntityUpsert(entity));
    }

    @Override
    public String record(Placed record) {
        return line(new Update.Assigned(record.identity(), record.entityId()));
    }

    @Override
    public String content(Placed record) {
        return line(
                Update.RecordUpsert.of(
                        record.identity(), record.descriptors(), record.decisions()));
    }

    @Override
    public String goldenValues(Entity entity, List<GoldenCell> cells) {
        StringBuilder rows = new StringBuilder();
        for (GoldenCell cell : cells) {
            GoldenRow row =
                    new GoldenRow(cell.id(), entity.id(), entity.entityType(), Optional.of(cell));
            rows.append(line(json.row(row, 1, Optional.empty())));
        }
        return rows.toString();
    }

    @Override
    public String conflict(String conflictId, Conflict conflict) {
        return line(new Update.ConflictOpen(conflictId, conflict));
    }

    /** A line that a source of format {@code record} reads. */
    @Override
    public String decision(Decision decision) {
        return line(RecordWriter.line(decision));
    }

    @Override
    public String oneSide(RecordIdentity record, RecordDigest own, HeldDecision held) {
        return line(DecisionJson.oneSide(record, own, held));
    }

    private String line(Update update) {
        return line(json.row(update, 1));
    }

    private static String line(byte[] row) {
        return new String(row, StandardCharsets.UTF_8) + '\n';
    }
}
