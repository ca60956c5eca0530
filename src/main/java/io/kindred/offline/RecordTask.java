package io.kindred.offline;

import io.kindred.model.RecordIdentity;

import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;

/**
 * Looks up a record and emits its entity and content as formatted text. At most one shard emits
 * anything.
 *
 * @param isJson whether to format as one JSON object on a line
 */
public record RecordTask(String entityType, String perspective, String uid, boolean isJson)
        implements ShardTask {

    @Override
    public void run(OfflineShard shard, Consumer<byte[]> rows) {
        shard.declaration()
                .ifPresent(
                        declaration ->
                                shard.results(declaration)
                                        .record(new RecordIdentity(entityType, perspective, uid))
                                        .map(new AnswerText(declaration.timeline(), isJson)::of)
                                        .ifPresent(
                                                text ->
                                                        rows.accept(
                                                                text.getBytes(
                                                                        StandardCharsets.UTF_8))));
    }
}
