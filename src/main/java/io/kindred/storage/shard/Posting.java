package io.kindred.storage.shard;

import io.kindred.temporal.IntervalSet;

/**
 * A record in a posting list.
 *
 * @param recordId the record
 * @param times the times at which the record has the list's value
 */
public record Posting(long recordId, IntervalSet times) {}
