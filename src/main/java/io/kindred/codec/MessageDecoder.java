package io.kindred.codec;

import java.io.Serializable;

/** Decodes a Kafka message into records and decisions. Not thread-safe. */
public interface MessageDecoder {

    /**
     * What the message says; nothing if it can be ignored.
     *
     * @throws RejectedInputException if the message is invalid; any other exception is a bug in the
     *     decoder
     */
    Decoded decode(Message message) throws RejectedInputException;

    /** Creates decoders on the task managers, since decoders are not serialisable. */
    @FunctionalInterface
    interface Factory extends Serializable {

        /** Creates a decoder that tells the notices what it finds. */
        MessageDecoder create(Notices notices);
    }
}
