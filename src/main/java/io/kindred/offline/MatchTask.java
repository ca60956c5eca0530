package io.kindred.offline;

import io.kindred.codec.AnswerRowJson;
import io.kindred.codec.ExplanationText;
import io.kindred.codec.RecordReader;
import io.kindred.codec.RejectedInputException;
import io.kindred.model.MatchResult;
import io.kindred.model.SourceRecord;

import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;

/**
 * Says how a record would be resolved if it arrived now, as formatted text. Needs the state of a
 * job with one shard: with several, no shard knows all records that the record meets.
 *
 * @param json the record in the record format
 * @param isJson whether to format as one JSON object on a line
 */
public record MatchTask(String json, boolean isJson) implements ShardTask {

    @Override
    public void run(OfflineShard shard, Consumer<byte[]> rows) {
        if (shard.place() != OfflineShard.Place.ONLY_SHARD) {
            throw new InvalidRequestException(
                    "--match needs the state of a job with one shard; this one has several");
        }
        shard.declaration().ifPresent(declaration -> run(shard, declaration, rows));
    }

    private void run(OfflineShard shard, Declaration declaration, Consumer<byte[]> rows) {
        MatchResult result = shard.results(declaration).match(record(declaration));
        rows.accept(
                isJson
                        ? line(new AnswerRowJson(declaration.timeline()).row(result))
                        : new ExplanationText(declaration.timeline())
                                .of(result)
                                .getBytes(StandardCharsets.UTF_8));
    }

    private static byte[] line(byte[] row) {
        return (new String(row, StandardCharsets.UTF_8) + '\n').getBytes(StandardCharsets.UTF_8);
    }

    private SourceRecord record(Declaration declaration) {
        try {
            SourceRecord record =
                    new RecordReader(
                                    declaration.timeline(),
                                    type -> declaration.ontology().rules(type).isPresent())
                            .read(json.getBytes(StandardCharsets.UTF_8));
            if (!record.isUpsert()) {
                throw new InvalidRequestException("--match has an op, expected an upsert");
            }
            return record;
        } catch (RejectedInputException e) {
            throw new InvalidRequestException("--match: " + e.getMessage());
        }
    }
}
