package io.kindred.flink.operator;

import io.kindred.codec.ConflictsFormat;
import io.kindred.model.DigestKey;

import java.io.Serializable;
import java.time.Duration;
import java.util.Optional;

/**
 * What a job file says of publishing.
 *
 * @param forgets whether revisions of keys that are not shown are forgotten
 * @param after how long they are remembered, if they are forgotten
 * @param hasRecordedAt whether rows have {@code recorded_at}
 * @param conflictsFormat the shape of rows of conflicts
 * @param digestKey makes the digests of keys of erased records, unless the state has a key already
 */
public record PublishSettings(
        boolean forgets,
        Duration after,
        boolean hasRecordedAt,
        ConflictsFormat conflictsFormat,
        DigestKey digestKey)
        implements Serializable {

    /**
     * What a job file says of publishing.
     *
     * @param forgetAfter how long the revision of a key that is not shown is remembered; empty: for
     *     ever
     */
    public PublishSettings(
            Optional<Duration> forgetAfter,
            boolean hasRecordedAt,
            ConflictsFormat conflictsFormat,
            DigestKey digestKey) {
        this(
                forgetAfter.isPresent(),
                forgetAfter.orElse(Duration.ZERO),
                hasRecordedAt,
                conflictsFormat,
                digestKey);
    }

    /** Of a job file that says nothing of it. */
    static PublishSettings defaults() {
        return new PublishSettings(
                Optional.empty(), false, ConflictsFormat.DEFAULT, DigestKey.random());
    }

    /** How long the revision of a key that is not shown is remembered; empty: for ever. */
    Optional<Duration> forgetAfter() {
        return forgets ? Optional.of(after) : Optional.empty();
    }
}
