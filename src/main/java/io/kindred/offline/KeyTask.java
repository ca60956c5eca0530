package io.kindred.offline;

import io.kindred.storage.ByteTable;

import java.io.Serializable;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** What a tool does with the state of operators beside the shards, key by key. */
public interface KeyTask extends Serializable {

    /** Operators beside the shards; the last publishes where there is one shard. */
    enum Part {
        REGISTRY,
        DIRECTORY,
        UNIQUENESS,
        PUBLISH_ASSIGNMENTS,
        PUBLISH,
        PUBLISH_OF_ONLY_SHARD
    }

    /** Whether the tool looks at the part. */
    boolean wants(Part part);

    /**
     * Begins with one subtask's share of a part.
     *
     * @param rows told what is found, one by one; they are sent on as they come
     */
    Visitor visit(Part part, Consumer<byte[]> rows);

    /**
     * What is stored under a key.
     *
     * @param value of an operator with one value a key
     * @param tables of any other its tables, that with an entry for each key first
     * @param isDeferred whether there is a timer for the key
     * @param declaration that of the shards, if it could be read
     */
    record Stored(
            Optional<byte[]> value,
            List<ByteTable> tables,
            boolean isDeferred,
            Optional<Declaration> declaration) {}

    /** Takes the keys of a part. */
    interface Visitor {

        /** A key, as the operator has it. */
        void visit(Object key, Stored stored);

        /** What is stored under a key could not be read. */
        default void broken(Object key, RuntimeException cause) {
            throw cause;
        }

        /** There are no more keys. */
        default void end() {}
    }
}
