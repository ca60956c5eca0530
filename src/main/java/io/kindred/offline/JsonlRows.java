package io.kindred.offline;

import io.kindred.codec.DecisionJson;
import io.kindred.codec.OutputJson;
import io.kindred.codec.RecordWriter;
import io.kindred.model.Conflict;
import io.kindred.model.Decision;
import io.kindred.model.Entity;
import io.kindred.model.HeldDecision;
import io.kindred.model.RecordDigest;
import io.kindred.model.RecordIdentity;
import io.kindred.model.Update;
import io.kindred.resolve.ColdShard.Placed;
import io.kindred.temporal.Timeline;

import java.nio.charset.StandardCharsets;

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
    public String conflict(String conflictId, Conflict conflict) {
        return line(new Update.ConflictOpen(conflictId, conflict));
    }

    /** A line that a source of format {@code record} reads. */
    @Override
    public String decision(Decision decision) {
        return new String(RecordWriter.line(decision), StandardCharsets.UTF_8) + '\n';
    }

    @Override
    public String oneSide(RecordIdentity record, RecordDigest own, HeldDecision held) {
        return new String(DecisionJson.oneSide(record, own, held), StandardCharsets.UTF_8) + '\n';
    }

    private String line(Update update) {
        return new String(json.row(update, 1), StandardCharsets.UTF_8) + '\n';
    }
}
