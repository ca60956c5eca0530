package io.kindred.codec;

/** Knows schemas by their ids. */
@FunctionalInterface
public interface SchemaSource {

    /**
     * The schema of an id.
     *
     * @throws RejectedInputException if there is none; any other exception, also of a registry that
     *     cannot be asked, is no fault of the input
     */
    RegisteredSchema schema(int id) throws RejectedInputException;
}
