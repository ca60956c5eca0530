package io.kindred.codec;

import com.fasterxml.jackson.core.JsonParser;

import java.io.IOException;

/** A schema by which rows are decoded. */
interface RowSchema {

    /**
     * Opens a row, which is in the bytes from an index on.
     *
     * @throws RejectedInputException if it is not of this schema
     */
    JsonParser open(byte[] bytes, int from) throws IOException, RejectedInputException;

    /** Text in JSON. It is not compared with its schema. */
    RowSchema JSON = JsonLine::parser;

    /**
     * Parses a schema.
     *
     * @throws RejectedInputException if it cannot be parsed
     */
    static RowSchema of(SchemaType type, RegisteredSchema schema) throws RejectedInputException {
        return switch (type) {
            case AVRO -> AvroRows.of(schema);
            case PROTOBUF -> ProtobufRows.of(schema);
            case JSON_SCHEMA -> JSON;
        };
    }
}
