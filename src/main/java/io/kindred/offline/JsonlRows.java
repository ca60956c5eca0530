package io.kindred.offline;

import io.kindred.codec.OutputJson;
import io.kindred.model.Conflict;
import io.kindred.model.Entity;
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

    private String line(Update update) {
        return new String(json.row(update, 1), StandardCharsets.UTF_8) + '\n';
    }
}
