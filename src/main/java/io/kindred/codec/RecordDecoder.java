package io.kindred.codec;

import io.kindred.model.SourceRecord;

import java.io.Serializable;

/** Decodes a line or a message into a record or a decision. Not thread-safe. */
public interface RecordDecoder {

    /**
     * Decodes an input.
     *
     * @param bytes one line of a file or one message, without a line end
     * @param header the header line of the file; empty for formats without a header
     * @throws RejectedInputException if the input is invalid; any other exception is a bug in the
     *     decoder
     */
    Decoded decode(byte[] bytes, String header) throws RejectedInputException;

    /** A decoder that marks the records as {@linkplain SourceRecord#isCarried() migrated}. */
    default RecordDecoder ofCarriedRecords() {
        return (bytes, header) -> decode(bytes, header).carried();
    }

    /** Creates decoders on the task managers, since decoders are not serialisable. */
    @FunctionalInterface
    interface Factory extends Serializable {

        /** Creates a decoder that tells the notices what it finds. */
        RecordDecoder create(Notices notices);
    }
}
