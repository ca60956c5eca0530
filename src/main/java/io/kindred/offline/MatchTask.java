package io.kindred.offline;

import io.kindred.codec.RecordReader;
import io.kindred.codec.RejectedInputException;
import io.kindred.model.MatchResult;
import io.kindred.model.Question;
import io.kindred.model.RecordIdentity;
import io.kindred.model.SourceRecord;

import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;

/**
 * Says how a record would be resolved if it arrived now, as formatted text. Needs the state of a
 * job with one shard: with several, {@link NeighborsTask} gathers the records that it would meet.
 *
 * @param json the record in the record format
 * @param isJson whether to format as one JSON object on a line
 */
public record MatchTask(String json, boolean isJson) implements ShardTask {

    @Override
    public void run(OfflineShard shard, Consumer<byte[]> rows) {
        if (shard.place() != OfflineShard.Place.ONLY_SHARD) {
            throw new IllegalStateException(
                    "only the shard of a job with one shard has all records that the record would meet");
        }
        shard.declaration().ifPresent(declaration -> run(shard, declaration, rows));
    }

    private void run(OfflineShard shard, Declaration declaration, Consumer<byte[]> rows) {
        MatchResult result = shard.results(declaration).match(record(json, declaration));
        rows.accept(text(result, declaration, isJson).getBytes(StandardCharsets.UTF_8));
    }

    static String text(MatchResult result, Declaration declaration, boolean isJson) {
        return new AnswerText(declaration.timeline(), isJson).of(result);
    }

    /**
     * The identity of the record.
     *
     * @throws InvalidRequestException if the text has none
     */
    public RecordIdentity identity() {
        try {
            return RecordReader.identity(json.getBytes(StandardCharsets.UTF_8));
        } catch (RejectedInputException e) {
            throw invalid(e);
        }
    }

    static SourceRecord record(String json, Declaration declaration) {
        try {
            SourceRecord record =
                    RecordReader.ofQuestions(
                                    declaration.timeline(),
                                    type -> declaration.ontology().rules(type).isPresent())
                            .read(json.getBytes(StandardCharsets.UTF_8));
            return new Question.Match(record).record();
        } catch (RejectedInputException e) {
            throw invalid(e);
        } catch (IllegalArgumentException e) {
            throw new InvalidRequestException("--" + e.getMessage());
        }
    }

    private static InvalidRequestException invalid(RejectedInputException cause) {
        return new InvalidRequestException("--match: " + cause.getMessage());
    }
}
