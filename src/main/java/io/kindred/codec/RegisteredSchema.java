package io.kindred.codec;

import java.util.List;

/**
 * A schema as a schema registry has it.
 *
 * @param type as the registry names it: {@code AVRO}, {@code PROTOBUF} or {@code JSON}; empty for
 *     Avro
 * @param text the schema
 * @param references the schemas that it refers to, each after those that it refers to itself
 */
public record RegisteredSchema(String type, String text, List<Reference> references) {

    public RegisteredSchema {
        references = List.copyOf(references);
    }

    /**
     * A schema that another one refers to.
     *
     * @param name by which it does: of Protobuf, what is imported
     */
    public record Reference(String name, String text) {}
}
