package io.kindred.flink.operator;

import io.kindred.model.Conflict;
import io.kindred.model.GenericKey;
import io.kindred.model.Update;
import org.apache.flink.api.common.accumulators.LongCounter;
import org.apache.flink.api.common.functions.RuntimeContext;

import java.util.List;

/**
 * What the rows at the end of the input say on the whole: the largest entities, the generic values
 * that most records share, the conflicts by kind and attribute, and how many rows there are. As
 * accumulators of bounded size; every row is counted once, so they are exact unless the job fails
 * while it writes its last rows.
 */
final class LastRows {

    /** The records of the largest entities, by id. */
    static final String LARGEST_ENTITIES = "last-largest-entities";

    /**
     * The records of the generic values that most records share, by entity type, key and values.
     */
    static final String GENERIC_VALUES = "last-generic-values";

    /** The number of conflicts, by kind and what they are about. */
    static final String CONFLICTS = "last-conflicts";

    /** The number of rows so far. */
    static final String ROWS = "last-rows";

    /** The names of all of them. */
    static final List<String> ACCUMULATORS =
            List.of(LARGEST_ENTITIES, GENERIC_VALUES, CONFLICTS, ROWS);

    /** How many entities and values are kept. */
    static final int MOST = 5;

    /** How many kinds of conflicts are listed. */
    static final int CONFLICT_KINDS = 10;

    private static final int CONFLICT_NAMES = 100;

    private final Most entities = new Most(MOST);
    private final Most generic = new Most(MOST);
    private final Tally conflicts = new Tally(CONFLICT_NAMES);
    private final LongCounter rows = new LongCounter();

    /** Registers the accumulators of an operator. */
    LastRows(RuntimeContext context) {
        context.addAccumulator(LARGEST_ENTITIES, entities);
        context.addAccumulator(GENERIC_VALUES, generic);
        context.addAccumulator(CONFLICTS, conflicts);
        context.addAccumulator(ROWS, rows);
    }

    /** Counts a last row. */
    void add(Update last) {
        rows.add(1L);
        if (last instanceof Update.EntityUpsert upsert) {
            entities.add(
                    new Tally.Counted(upsert.entity().id(), upsert.entity().records().size(), ""));
        } else if (last instanceof Update.GenericKeyOpen open) {
            generic.add(new Tally.Counted(name(open.generic()), open.generic().records(), ""));
        } else if (last instanceof Update.ConflictOpen open) {
            conflicts.add(name(open.conflict()), "");
        }
    }

    /** Values come from the input: long ones are cut, and control characters not printed. */
    private static String name(GenericKey generic) {
        String values = "'" + String.join("', '", generic.values()) + "'";
        return Tally.cut(generic.key() + " = " + values.replaceAll("\\p{Cntrl}", "?"));
    }

    private static String name(Conflict conflict) {
        if (conflict instanceof Conflict.Direct direct) {
            return "direct, of " + direct.attribute();
        }
        if (conflict instanceof Conflict.Indirect indirect) {
            String by = String.join(", ", indirect.strongIdentifiers());
            return "indirect, of key " + indirect.key() + (by.isEmpty() ? "" : " against " + by);
        }
        return "constraint, of " + ((Conflict.Uniqueness) conflict).attribute();
    }
}
