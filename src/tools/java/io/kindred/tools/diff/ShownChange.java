package io.kindred.tools.diff;

import com.fasterxml.jackson.databind.JsonNode;
import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Set;

/**
 * A change of entities, with as much of it as is shown.
 *
 * @param causes not empty
 * @param entitiesBefore how many entities there were
 * @param entitiesAfter how many entities there are
 * @param records how many records they have, each once
 * @param before entities of the first result, the largest first; not more than {@link #ENTITIES}
 * @param after those of the second one
 * @param shownRecords not more than {@link #RECORDS} of the records
 * @param golden golden values that were removed or added, if there is one entity on each side; not
 *     more than {@link #VALUES}
 * @param furtherGolden how many more there are
 */
public record ShownChange(
        ChangeKind kind,
        Set<Cause> causes,
        String entityType,
        long entitiesBefore,
        long entitiesAfter,
        long records,
        List<ShownEntity> before,
        List<ShownEntity> after,
        List<ShownRecord> shownRecords,
        List<JsonNode> golden,
        int furtherGolden) {

    /** The most entities of each side that are shown. */
    static final int ENTITIES = 20;

    /** The most records that are shown. */
    static final int RECORDS = 100;

    /** The most golden values that are shown. */
    static final int VALUES = 100;

    /**
     * An entity of one of the results, as it is shown.
     *
     * @param records how many it has
     * @param summary some of its golden values, cut if they are long
     */
    public record ShownEntity(String entityId, int records, String summary) {}

    /**
     * A record that moved or changed, as it is shown.
     *
     * @param before the entity that it was in; null if it came
     * @param after the entity that it is in; null if it went
     * @param changes what differs: {@link Cause#RECORDS} if it says something else, {@link
     *     Cause#DECISIONS} if there are other decisions about it
     */
    public record ShownRecord(
            String perspective,
            String uid,
            @Nullable String before,
            @Nullable String after,
            Set<Cause> changes) {}
}
