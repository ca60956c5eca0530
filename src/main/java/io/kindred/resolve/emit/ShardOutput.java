package io.kindred.resolve.emit;

import io.kindred.model.Erasure;
import io.kindred.model.RecordIdentity;
import io.kindred.model.SourceRecord;
import io.kindred.storage.ByteKey;
import io.kindred.storage.keyed.Claim;
import io.kindred.storage.keyed.EncodedUpdate;

import java.util.Optional;
import java.util.function.Consumer;

/** The output ports of a shard engine. */
public interface ShardOutput {

    /**
     * Discards everything. For tools: the engine has stored what it emits in the tables by then,
     * and nobody else needs it.
     */
    ShardOutput NO_OP =
            new ShardOutput() {
                @Override
                public void update(EncodedUpdate update) {}

                @Override
                public void escalate(SourceRecord change) {}

                @Override
                public void claim(
                        ByteKey signature,
                        String attribute,
                        String value,
                        RecordIdentity record,
                        Optional<Claim.Made> made) {}
            };

    /** Emits an update of the results. */
    void update(EncodedUpdate update);

    /** Called when a record without a version has replaced the current one by other content. */
    default void replaced(RecordIdentity record) {}

    /** Called when a record was erased. */
    default void erased(Erasure erasure) {}

    /**
     * Forwards a change of a record whose component may span shards; reconcile resolves it.
     *
     * @param change has the change number as its version
     */
    void escalate(SourceRecord change);

    /**
     * Emits a record's claim on a {@code unique} value.
     *
     * @param signature of entity type, attribute and value
     * @param made empty if the record no longer claims the value
     */
    void claim(
            ByteKey signature,
            String attribute,
            String value,
            RecordIdentity record,
            Optional<Claim.Made> made);

    /** The output of the only shard, which emits nothing but updates. */
    static ShardOutput of(Consumer<EncodedUpdate> updates) {
        return new ShardOutput() {
            @Override
            public void update(EncodedUpdate update) {
                updates.accept(update);
            }

            @Override
            public void escalate(SourceRecord change) {
                throw new IllegalStateException("the only shard escalates " + change.identity());
            }

            @Override
            public void claim(
                    ByteKey signature,
                    String attribute,
                    String value,
                    RecordIdentity record,
                    Optional<Claim.Made> made) {
                throw new IllegalStateException("the only shard emits a claim on a unique value");
            }
        };
    }
}
