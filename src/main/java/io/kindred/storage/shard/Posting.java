package io.kindred.storage.shard;

import io.kindred.temporal.IntervalSet;

/**
 * A record in a posting list.
 *
 * @param recordId the record
 * @param times when what the list is about holds of the record
 */
public record Posting(long recordId, IntervalSet times) {}
