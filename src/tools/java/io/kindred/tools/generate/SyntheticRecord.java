package io.kindred.tools.generate;

import io.kindred.model.Descriptor;
import io.kindred.model.SourceRecord.Op;

import java.util.List;

/**
 * A generated record. Unlike {@link io.kindred.model.SourceRecord} it does not sort its
 * descriptors, so that files list them in a natural order.
 */
record SyntheticRecord(String uid, long version, Op op, List<Descriptor> descriptors) {}
