package io.kindred.codec;

import io.kindred.model.SourceRecord;

import java.io.Serializable;
import java.util.List;

/** Turns one message into records. A decoder is used by one thread at a time. */
public interface MessageDecoder {

    /**
     * The records in the message; none if it says nothing that is not said otherwise.
     *
     * @throws RejectedInputException if the message does not become records; anything else that is
     *     thrown is a defect of the decoder
     */
    List<SourceRecord> decode(Message message) throws RejectedInputException;

    /** Makes decoders where they are needed, since they cannot be sent there. */
    @FunctionalInterface
    interface Factory extends Serializable {

        /** A new decoder. */
        MessageDecoder create();
    }
}
