package io.kindred.codec;

import io.kindred.temporal.Timeline;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/** Decodes rows. A row contains its cells by column, without cells for missing values. */
interface RowDecoder {

    /** A decoder by a mapping. */
    static RowDecoder of(
            RowMapping mapping,
            OpReader ops,
            Timeline timeline,
            Predicate<String> coveredEntityType,
            Notices notices) {
        return mapping instanceof DecisionMapping decisions
                ? new DecisionMapper(decisions, ops, coveredEntityType)
                : new RowMapper((RecordMapping) mapping, ops, timeline, coveredEntityType, notices);
    }

    /** The columns that the mapping names. */
    Set<String> namedColumns();

    /** Whether a row may have several values of a column. */
    boolean isRepeatable(String column);

    /** Whether rows need a column. */
    boolean uses(String column);

    /** The attributes that rows of these columns may give. */
    Set<String> attributes(List<String> columns);

    /** What a row says. */
    Decoded decode(Map<String, Cell> row) throws RejectedInputException;
}
