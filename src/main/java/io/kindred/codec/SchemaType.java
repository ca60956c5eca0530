package io.kindred.codec;

import java.util.Locale;

/** The type of a schema in a schema registry. */
public enum SchemaType {
    AVRO,
    PROTOBUF,
    JSON_SCHEMA;

    /**
     * The type of a name in the API of registries, where JSON Schema is {@code JSON}, and an empty
     * name is Avro.
     *
     * @throws RejectedInputException if there is no such type
     */
    static SchemaType of(String name) throws RejectedInputException {
        return switch (name) {
            case "", "AVRO" -> AVRO;
            case "PROTOBUF" -> PROTOBUF;
            case "JSON" -> JSON_SCHEMA;
            default ->
                    throw new RejectedInputException(
                            "is of the type "
                                    + InputText.quoted(name)
                                    + ", expected AVRO, PROTOBUF or JSON");
        };
    }

    /** The name in the job file. */
    String format() {
        return name().toLowerCase(Locale.ROOT);
    }
}
