package io.kindred.resolve.record;

import io.kindred.model.SourceRecord;

import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Supplier;

/** Decides whether an incoming update of a record replaces the current one. */
public final class VersionRule {

    private VersionRule() {}

    /** The decision about an incoming update. */
    public enum Decision {
        /** The update becomes current. */
        REPLACE,
        /** The update equals what is current. */
        REPLAY,
        /** What is current is greater. */
        OUTDATED
    }

    /**
     * Compares an update with what is current.
     *
     * <p>The greater version wins; of equal versions the greater content. An update without a
     * version replaces the current one. A migrated (carried) update may arrive late or twice:
     * without versions to compare it never replaces anything.
     *
     * @param currentVersion the current version, if it has one
     * @param currentContent the current content; evaluated only if versions do not decide
     */
    public static Decision decide(
            OptionalLong currentVersion,
            Supplier<SourceRecord> currentContent,
            SourceRecord incoming) {
        if (incoming.version().isEmpty() || currentVersion.isEmpty() && incoming.isCarried()) {
            if (incoming.compareContent(currentContent.get()) == 0) {
                return Decision.REPLAY;
            }
            return incoming.isCarried() ? Decision.OUTDATED : Decision.REPLACE;
        }
        if (currentVersion.isEmpty()) {
            return Decision.REPLACE;
        }
        int byVersion = Long.compare(incoming.version().getAsLong(), currentVersion.getAsLong());
        if (byVersion == 0) {
            byVersion = incoming.compareContent(currentContent.get());
            return byVersion == 0
                    ? Decision.REPLAY
                    : byVersion > 0 ? Decision.REPLACE : Decision.OUTDATED;
        }
        return byVersion > 0 ? Decision.REPLACE : Decision.OUTDATED;
    }

    /** The greater of two versions; any is greater than none. */
    public static OptionalLong greater(OptionalLong a, OptionalLong b) {
        if (a.isEmpty() || b.isEmpty()) {
            return a.isPresent() ? a : b;
        }
        return OptionalLong.of(Math.max(a.getAsLong(), b.getAsLong()));
    }

    /** The version to keep once an update has replaced the current one. */
    public static OptionalLong versionAfter(
            Optional<OptionalLong> current, SourceRecord replacement) {
        return replacement.version().isPresent()
                ? replacement.version()
                : current.orElse(OptionalLong.empty());
    }
}
