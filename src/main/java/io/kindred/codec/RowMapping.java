package io.kindred.codec;

import io.kindred.codec.RecordMapping.OpColumn;
import io.kindred.codec.RecordMapping.VersionColumn;

import java.io.Serializable;
import java.util.Optional;

/** The mapping of a row's columns to a record or a decision. */
public sealed interface RowMapping extends Serializable permits RecordMapping, DecisionMapping {

    /** The column with the version, if any; an empty cell means no version. */
    Optional<VersionColumn> version();

    /** The column with the operation, if any; an empty cell means upsert. */
    Optional<OpColumn> op();
}
