package io.kindred.flink.operator;

import io.kindred.model.OutputKey;
import io.kindred.model.RecordIdentity;
import io.kindred.storage.wire.AnswerMessage;

/**
 * A question about the published row of an output key. Public and flat, because it is sent between
 * operators.
 *
 * @param key the output key, see {@link PublishOperator#key}
 * @param token the question's token, see {@link AnswerMessage#token}
 */
public record RowQuestion(String key, String token) {

    /** A question about the assignment of a record. */
    static RowQuestion about(RecordIdentity record, String token) {
        return new RowQuestion(PublishOperator.joined(OutputKey.assignment(record)), token);
    }
}
