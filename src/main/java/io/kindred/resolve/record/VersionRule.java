package io.kindred.resolve.record;

import io.kindred.model.SourceRecord;

import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Supplier;

/** Decides which of two updates about one identity is current. */
public final class VersionRule {

    private VersionRule() {}

    /** What becomes of an update that comes in. */
    public enum Decision {
        /** It is current from now on. */
        REPLACE,
        /** It says again what is current. */
        REPLAY,
        /** Something greater is current. */
        OUTDATED
    }

    /**
     * Weighs an update against what is current. One that is carried over from a saved state may
     * come after what has come since, or twice; versions tell, and where they cannot it gives way.
     *
     * @param currentVersion the version of what is current, if it has one
     * @param currentContent what is current; asked only where versions do not decide
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

    /** The version to remember once an update has replaced another. */
    public static OptionalLong versionAfter(
            Optional<OptionalLong> current, SourceRecord replacement) {
        return replacement.version().isPresent()
                ? replacement.version()
                : current.orElse(OptionalLong.empty());
    }
}
