package io.kindred.flink.internal;

import java.time.Duration;
import java.util.Optional;

/**
 * Whether a job has states for what it remembers of deleted, gone and erased records, which {@link
 * Forgetting forget}. They are opened in all subtasks or in none: Flink does not notice if a state
 * is restored from subtasks of which only some let it forget.
 *
 * @param areUsed whether the job forgets, or did so once: then what the states still hold counts
 * @param forgetAfter how long they remember an entry; empty: for ever
 */
public record GoneStates(boolean areUsed, Optional<Duration> forgetAfter) {

    /** Of a job that never forgot anything. */
    public static final GoneStates NONE = new GoneStates(false, Optional.empty());
}
