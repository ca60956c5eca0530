package io.kindred.flink.config;

import java.io.Serializable;
import java.time.Duration;
import java.util.Optional;

/**
 * How values expire, and for how long what is deleted, gone or erased is remembered. For how long
 * values count is in the ontology.
 *
 * @param now the time against which values expire
 * @param forgets whether it is forgotten some time that a record was there
 * @param after after which time of the wall clock, at least 1 s; not used if nothing is forgotten
 */
public record RetentionConfig(Now now, boolean forgets, Duration after) implements Serializable {

    /** The wall clock in steps of an hour, and nothing is forgotten. */
    public static final RetentionConfig DEFAULT =
            new RetentionConfig(new Now.Wall(Now.Wall.DEFAULT_STEP), Optional.empty());

    /**
     * How values expire, and for how long it is remembered that a record was there.
     *
     * @param forgetAfter at least 1 s; if empty, it is never forgotten
     */
    public RetentionConfig(Now now, Optional<Duration> forgetAfter) {
        this(now, forgetAfter.isPresent(), forgetAfter.orElse(Duration.ZERO));
    }

    /** For how long it is remembered that a record was there; empty: for ever. */
    public Optional<Duration> forgetAfter() {
        return forgets ? Optional.of(after) : Optional.empty();
    }
}
