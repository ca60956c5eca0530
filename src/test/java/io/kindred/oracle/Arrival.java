package io.kindred.oracle;

import io.kindred.model.Decision;
import io.kindred.model.SourceRecord;

/** What reaches a job: a record, a decision, or news of the time. */
public sealed interface Arrival {

    /** A version of a record, a delete or an erasure. */
    record OfRecord(SourceRecord record) implements Arrival {}

    /** A decision about two records, or its delete. */
    record OfDecision(Decision decision) implements Arrival {}

    /**
     * The time has moved on.
     *
     * @param now a point of the timeline; an earlier one than before changes nothing
     */
    record Clock(long now) implements Arrival {}
}
