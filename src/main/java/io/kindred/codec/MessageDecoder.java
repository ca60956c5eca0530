package io.kindred.codec;

import io.kindred.model.SourceRecord;

import java.io.Serializable;
import java.util.List;

/** Decodes a Kafka message into records. Not thread-safe. */
public interface MessageDecoder {

    /**
     * The records in the message; empty if it can be ignored.
     *
     * @throws RejectedInputException if the message is invalid; any other exception is a bug in the
     *     decoder
     */
    List<SourceRecord> decode(Message message) throws RejectedInputException;

    /** Creates decoders on the task managers, since decoders are not serialisable. */
    @FunctionalInterface
    interface Factory extends Serializable {

        /** Creates a decoder that tells the notices what it finds. */
        MessageDecoder create(Notices notices);
    }
}
