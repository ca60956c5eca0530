package io.kindred.offline.decide;

import io.kindred.offline.InvalidRequestException;

import java.time.Clock;

/** Gives out versions: the milliseconds of the clock, but each greater than all before. */
final class VersionClock {

    private final Clock clock;
    private long last;

    /**
     * @param last the greatest version there is
     */
    VersionClock(Clock clock, long last) {
        this.clock = clock;
        this.last = last;
    }

    /**
     * The next version.
     *
     * @throws InvalidRequestException if there is no greater one
     */
    long next() {
        if (last == Long.MAX_VALUE) {
            throw new InvalidRequestException(
                    "there is a decision of version "
                            + last
                            + ", and no version is greater; write to another file");
        }
        last = Math.max(clock.millis(), last + 1);
        return last;
    }
}
