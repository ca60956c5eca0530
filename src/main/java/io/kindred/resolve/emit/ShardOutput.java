package io.kindred.resolve.emit;

import io.kindred.model.RecordIdentity;
import io.kindred.model.SourceRecord;
import io.kindred.storage.ByteKey;
import io.kindred.storage.keyed.Claim;
import io.kindred.storage.keyed.EncodedUpdate;

import java.util.Optional;
import java.util.function.Consumer;

/** Takes what a shard has to tell. */
public interface ShardOutput {

    /** What changed of the results. */
    void state(EncodedUpdate update);

    /**
     * A record of a component that may span shards came, changed or went: it is resolved elsewhere.
     *
     * @param change with the number of the change as its version
     */
    void escalate(SourceRecord change);

    /**
     * What a record claims of a value that is to be unique.
     *
     * @param signature of entity type, attribute and value
     * @param made empty if it claims the value no more
     */
    void claim(
            ByteKey signature,
            String attribute,
            String value,
            RecordIdentity record,
            Optional<Claim.Made> made);

    /** The output of a shard that is the only one, which has nothing else to tell. */
    static ShardOutput of(Consumer<EncodedUpdate> updates) {
        return new ShardOutput() {
            @Override
            public void state(EncodedUpdate update) {
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
                throw new IllegalStateException("the only shard tells others what is unique");
            }
        };
    }
}
