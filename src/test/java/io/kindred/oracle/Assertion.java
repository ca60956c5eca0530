package io.kindred.oracle;

import io.kindred.model.RecordIdentity;
import io.kindred.temporal.Interval;

/**
 * A descriptor that counts.
 *
 * @param raw the value as received
 * @param value the normalised value, not empty
 */
record Assertion(
        RecordIdentity record, String attribute, String raw, String value, Interval interval) {

    boolean overlaps(Assertion other) {
        return NaiveTime.overlap(interval, other.interval);
    }

    boolean samePerspective(Assertion other) {
        return record.perspective().equals(other.record.perspective());
    }
}
