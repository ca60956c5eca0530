package io.kindred.flink.config;

import java.time.Duration;
import java.util.Optional;

/**
 * How values expire, and for how long what is deleted, gone or erased is remembered. For how long
 * values count is in the ontology.
 *
 * @param now the time against which values expire
 * @param forgetAfter after which time of the wall clock it is forgotten that a record was there, at
 *     least 1 s; if empty, never
 */
public record RetentionConfig(Now now, Optional<Duration> forgetAfter) {

    /** The wall clock in steps of an hour, and nothing is forgotten. */
    public static final RetentionConfig DEFAULT =
            new RetentionConfig(new Now.Wall(Now.Wall.DEFAULT_STEP), Optional.empty());
}
