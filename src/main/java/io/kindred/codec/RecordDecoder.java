package io.kindred.codec;

import io.kindred.model.SourceRecord;

import java.io.Serializable;

/** Turns one input into one record. A decoder is used by one thread at a time. */
public interface RecordDecoder {

    /**
     * The record in the input.
     *
     * @param bytes one line of a file or one message, without a line end
     * @param header the header line of the file; empty where the format has none
     * @throws RejectedInputException if the input does not become a record; anything else that is
     *     thrown is a defect of the decoder
     */
    SourceRecord decode(byte[] bytes, String header) throws RejectedInputException;

    /** The same, but that the records are {@linkplain SourceRecord#isCarried() carried}. */
    default RecordDecoder ofCarriedRecords() {
        return (bytes, header) -> decode(bytes, header).carried();
    }

    /** Makes decoders where they are needed, since they cannot be sent there. */
    @FunctionalInterface
    interface Factory extends Serializable {

        /** A new decoder. */
        RecordDecoder create();
    }
}
