package io.kindred.tools.evaluate;

import java.util.List;
import java.util.Optional;

/**
 * The names of the columns of the truth file.
 *
 * @param perspective column with the perspective
 * @param uid column with the uid
 * @param person column whose value is equal for all records of one person
 * @param entityType column with the entity type; if empty, {@code entity_type} if the file has that
 *     column
 */
public record TruthColumns(
        String perspective, String uid, String person, Optional<String> entityType) {

    /** The columns of generated data. */
    public static final TruthColumns DEFAULT =
            new TruthColumns("perspective", "uid", "person", Optional.empty());

    /**
     * Creates it from the columns of perspective, uid, person and optionally entity type, in this
     * order.
     *
     * @throws IllegalArgumentException if there are not three or four
     */
    public static TruthColumns of(List<String> names) {
        if (names.size() < 3 || names.size() > 4) {
            throw new IllegalArgumentException(
                    "truth-columns: expected the names of three or four columns (perspective, uid, person,"
                            + " entity type), got "
                            + names.size());
        }
        return new TruthColumns(
                names.get(0), names.get(1), names.get(2), names.stream().skip(3).findFirst());
    }
}
