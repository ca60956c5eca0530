package io.kindred.offline.decide;

import io.kindred.model.Conflict;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** The kinds of conflicts, the worst first. */
public enum ConflictKind {
    /** A group of records that strong identifiers or decisions split into several entities. */
    INDIRECT,
    /** A value that must be unique is in several entities. */
    CONSTRAINT,
    /** An entity has several values where it should have one. */
    DIRECT;

    static ConflictKind of(Conflict conflict) {
        if (conflict instanceof Conflict.Direct) {
            return DIRECT;
        }
        return conflict instanceof Conflict.Indirect ? INDIRECT : CONSTRAINT;
    }

    /** The kind with a {@linkplain #text name}. */
    public static Optional<ConflictKind> named(String name) {
        return Arrays.stream(values()).filter(kind -> kind.text().equals(name)).findFirst();
    }

    /** The name in outputs, such as {@code direct}. */
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }
}
