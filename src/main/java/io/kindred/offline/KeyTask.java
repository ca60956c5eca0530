package io.kindred.offline;

import io.kindred.storage.ByteTable;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/** A task of a tool on each key of the keyed operators other than the shards. */
public interface KeyTask extends OfflineTask {

    /**
     * The keyed operators other than the shards. The last one publishes in a job with one shard.
     */
    enum Part {
        REGISTRY,
        DIRECTORY,
        UNIQUENESS,
        PUBLISH_ASSIGNMENTS,
        PUBLISH,
        PUBLISH_OF_ONLY_SHARD
    }

    /** Whether the task reads the state of an operator. */
    boolean wants(Part part);

    /** The only keys of an operator that the task visits, texts; empty if it visits all. */
    default Optional<Set<String>> only(Part part) {
        return Optional.empty();
    }

    /**
     * Starts the task on the keys of one subtask.
     *
     * @param rows called with each row that the task emits
     */
    Visitor visit(Part part, Consumer<byte[]> rows);

    /**
     * The state of a key.
     *
     * @param value the value, of an operator with one value per key
     * @param tables the tables of any other operator, first the one with an entry for each key
     * @param isDeferred whether the key has a timer
     * @param declaration the declaration of the shards, if it could be read
     */
    record Stored(
            Optional<byte[]> value,
            List<ByteTable> tables,
            boolean isDeferred,
            Optional<Declaration> declaration) {}

    /** Visits the keys of an operator. */
    interface Visitor {

        /** Visits a key. */
        void visit(Object key, Stored stored);

        /**
         * Called before the first key of the registry.
         *
         * @param forgets whether the job forgets records that are not there any more, or did once
         */
        default void begin(boolean forgets) {}

        /** Visits what is left of an erased identity, known by its digest. */
        default void erased(byte[] digest, byte[] stored) {}

        /** Called if the state of a key cannot be read. */
        default void broken(Object key, RuntimeException cause) {
            throw cause;
        }

        /** Called after the last key. */
        default void end() {}
    }
}
