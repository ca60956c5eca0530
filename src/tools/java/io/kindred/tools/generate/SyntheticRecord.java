package io.kindred.tools.generate;

import io.kindred.model.Descriptor;
import io.kindred.model.SourceRecord.Op;

import java.util.List;

/**
 * A record as it is written. Unlike a {@link io.kindred.model.SourceRecord} it keeps the
 * descriptors in the order a reader expects, and costs no sorting.
 */
record SyntheticRecord(String uid, long version, Op op, List<Descriptor> descriptors) {}
