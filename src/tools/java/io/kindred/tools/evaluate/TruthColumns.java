package io.kindred.tools.evaluate;

import java.util.List;
import java.util.Optional;

/**
 * The columns of the truth.
 *
 * @param perspective names the column with the perspective
 * @param uid names the column with the uid
 * @param person names the column with what all records of one person have in common
 * @param entityType names the column with the entity type; empty for {@code entity_type} if the
 *     file has it
 */
public record TruthColumns(
        String perspective, String uid, String person, Optional<String> entityType) {

    /** The columns that generated data has. */
    public static final TruthColumns DEFAULT =
            new TruthColumns("perspective", "uid", "person", Optional.empty());

    /**
     * From the names of perspective, uid, person and perhaps entity type, in this order.
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
