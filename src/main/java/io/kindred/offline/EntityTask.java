package io.kindred.offline;

import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;

/**
 * Looks up an entity and emits its golden record and records as formatted text. At most one shard
 * emits anything.
 *
 * @param isJson whether to format as one JSON object on a line
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
