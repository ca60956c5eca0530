package io.kindred.offline;

import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;

/**
 * Looks an entity up and tells, as it is printed, its golden record and records. At most one shard
 * tells anything.
 *
 * @param isJson as one JSON object on a line
 */
public record EntityTask(String entityId, boolean isJson) implements ShardTask {

    @Override
    public void run(OfflineShard shard, Consumer<byte[]> rows) {
        shard.declaration()
                .ifPresent(
                        declaration ->
                                shard.results(declaration)
                                        .entity(entityId)
                                        .map(new AnswerText(declaration.timeline(), isJson)::of)
                                        .ifPresent(
                                                text ->
                                                        rows.accept(
                                                                text.getBytes(
                                                                        StandardCharsets.UTF_8))));
    }
}
