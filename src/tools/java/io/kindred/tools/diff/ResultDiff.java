package io.kindred.tools.diff;

import io.kindred.codec.OntologyChanges;
import io.kindred.flink.config.SinksConfig.Output;
import io.kindred.tools.store.OnceQueue;
import io.kindred.tools.store.StoreView;
import org.jspecify.annotations.Nullable;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What changed between two results.
 *
 * @param before the first result, as the user named it
 * @param after the second one
 * @param entityType the only type that was compared; null if all were
 * @param notes what could not be compared, and why
 * @param rules how the rules differ, a line for each difference; empty if they are equal
 * @param counts of changes of entities, by kind and causes
 * @param changes the most important ones
 * @param conflicts null if one of the results has none to read
 */
public record ResultDiff(
        String before,
        String after,
        @Nullable String entityType,
        List<String> notes,
        List<String> rules,
        RecordCounts records,
        EntityCounts entities,
        Agreement pairs,
        List<ChangeCount> counts,
        List<ShownChange> changes,
        @Nullable ConflictChanges conflicts) {

    /** Bytes of cache for what was visited. */
    private static final long MEMORY = 64L << 20;

    /**
     * Compares two results with the same timeline.
     *
     * @param entityType the only type to compare; empty for all
     * @param limit the most changes of entities, and of conflicts, that are listed
     * @param folder for what was visited; empty
     * @throws io.kindred.tools.store.StoreException if a store or the folder cannot be used
     */
    public static ResultDiff of(
            ComparedResult before,
            ComparedResult after,
            Optional<String> entityType,
            int limit,
            Path folder) {
        Set<Output> common = before.outputs();
        common.retainAll(after.outputs());
        List<String> rules = OntologyChanges.between(before.rules(), after.rules());
        FoundChanges found = new FoundChanges(limit);
        try (StoreView old = before.store().view();
                StoreView now = after.store().view();
                OnceQueue queue = OnceQueue.open(folder, MEMORY)) {
            Sides sides = new Sides(old, now, entityType, common);
            EntityChanges entities = new EntityChanges(sides, !rules.isEmpty(), queue, found);
            entities.find();
            return new ResultDiff(
                    before.name(),
                    after.name(),
                    entityType.orElse(null),
                    notes(common),
                    rules,
                    RecordCounts.of(sides),
                    entities.counts(),
                    entities.pairs().agreement(),
                    found.counts(),
                    found.mostImportant().stream().map(each -> ChangeView.of(sides, each)).toList(),
                    common.contains(Output.CONFLICTS) ? ConflictChanges.of(sides, limit) : null);
        }
    }

    private static List<String> notes(Set<Output> common) {
        List<String> notes = new ArrayList<>();
        if (!common.contains(Output.RECORDS)) {
            notes.add(
                    "Not both results have the output records, so records that say something else"
                            + " and decisions do not show, and many causes are unknown.");
        }
        if (!common.contains(Output.CONFLICTS)) {
            notes.add("Not both results have the output conflicts, so conflicts are not compared.");
        }
        return notes;
    }

    /** Whether the results differ. Other rules alone do not count. */
    public boolean hasChanges() {
        return !counts.isEmpty()
                || records.hasChanges()
                || conflicts != null && conflicts.hasChanges();
    }
}
