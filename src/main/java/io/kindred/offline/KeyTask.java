package io.kindred.offline;

import io.kindred.storage.ByteKey;
import io.kindred.storage.ClaimTables;
import io.kindred.storage.OutputTables;

import java.io.Serializable;
import java.util.Optional;
import java.util.function.Consumer;

/** What a tool does with the state of operators beside the shards, key by key. */
public interface KeyTask extends Serializable {

    /** Operators beside the shards. */
    enum Part {
        /** Knows the current version of each record. */
        REGISTRY,
        /** Counts the records of key values by shard. */
        DIRECTORY,
        /** Watches values that must be unique over all shards. */
        UNIQUENESS,
        /** Publishes assignments of several shards. */
        PUBLISH_ASSIGNMENTS,
        /** Publishes all else of several shards. */
        PUBLISH,
        /** Publishes what an only shard emits. */
        PUBLISH_OF_ONLY_SHARD
    }

    /** Whether the tool looks at the part. */
    boolean wants(Part part);

    /**
     * Begins with a part, or with one subtask's share of it.
     *
     * @param rows told what is found, one by one; they are sent on as they come
     */
    Visitor visit(Part part, Consumer<byte[]> rows);

    /** Takes the keys of a part, each once, with what is stored under it. */
    interface Visitor {

        /** Of the registry: {@link io.kindred.storage.Registration}, by joined identity. */
        default void registration(String identity, byte[] stored) {}

        /** Of the directory: {@link io.kindred.storage.KeyCounts}. */
        default void counts(ByteKey signature, byte[] stored) {}

        /**
         * Of the uniqueness operator.
         *
         * @param isDeferred whether the claims are to be looked at later
         * @param declaration that of the shards, if it could be read
         */
        default void claims(
                ByteKey signature,
                ClaimTables tables,
                boolean isDeferred,
                Optional<Declaration> declaration) {}

        /** Of what publishes what several shards emit. */
        default void output(String key, OutputTables tables, boolean isDeferred) {}

        /** Of what publishes what an only shard emits: {@link io.kindred.storage.Published}. */
        default void output(String key, byte[] stored) {}

        /**
         * What is stored under a key could not be read.
         *
         * @throws RuntimeException unless the tool goes on
         */
        default void broken(Object key, RuntimeException cause) {
            throw cause;
        }

        /** There are no more keys. */
        default void end() {}
    }
}
