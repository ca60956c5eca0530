package io.kindred.offline.decide;

import io.kindred.offline.InvalidRequestException;

import java.time.Clock;
import java.util.OptionalLong;

/** Gives out versions: the milliseconds of the clock, but each greater than all before. */
public final class VersionClock {

    private final Clock clock;
    private long last;

    /**
     * @param last the greatest version there is
     */
    public VersionClock(Clock clock, long last) {
        this.clock = clock;
        this.last = last;
    }

    /**
     * The next version.
     *
     * @param known a version that it must be greater than, if any
     * @throws InvalidRequestException if there is no greater one
     */
    public long next(OptionalLong known) {
        last = Math.max(last, known.orElse(last));
        if (last == Long.MAX_VALUE) {
            throw new InvalidRequestException(
                    "there is a decision of version " + last + ", and no version is greater");
        }
        last = Math.max(clock.millis(), last + 1);
        return last;
    }
}
