package io.kindred.offline;

import io.kindred.model.OutputUpdate;
import org.jspecify.annotations.Nullable;

import java.io.Serializable;
import java.util.List;
import java.util.Optional;

/** Holds what shards have against what another operator has under the same key. */
public interface FactCheck extends Serializable {

    /**
     * Checks one key.
     *
     * @param stored what the other operator has, if anything
     * @param facts what shards have, in no particular order
     * @return what is wrong, in a few words; empty if nothing is
     */
    Optional<String> check(byte @Nullable [] stored, List<byte[]> facts);

    /** What the other operator emitted of the key, and did not withdraw; some state nothing. */
    default Optional<OutputUpdate> emitted(byte[] stored) {
        return Optional.empty();
    }
}
