package io.kindred.flink.operator;

import io.kindred.model.OutputKey;
import io.kindred.model.RecordIdentity;
import io.kindred.storage.wire.AnswerMessage;

/**
 * Asks whoever publishes what is shown under an output key. It is public and flat because it is
 * sent between operators.
 *
 * @param key the output key as {@link PublishOperator#key} gives it
 * @param token of the question, see {@link AnswerMessage#token}
 */
public record RowQuestion(String key, String token) {

    /** Asks for the assignment of a record. */
    static RowQuestion about(RecordIdentity record, String token) {
        return new RowQuestion(PublishOperator.joined(OutputKey.assignment(record)), token);
    }
}
