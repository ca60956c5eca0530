package io.kindred.tools.diff;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kindred.flink.config.SinksConfig.Output;
import io.kindred.tools.store.GoldenChanges;
import io.kindred.tools.store.Identities;
import io.kindred.tools.store.OnceQueue;

import java.util.Collections;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/**
 * Finds how entities changed. An entity with the same id and records in both results is compared at
 * once. From any other one, all entities are visited that share records with it, with those that
 * share records with these, and so on: together they are one change.
 *
 * <p>Example: A had the entities 12, 34 and 5, and B has 1, 234 and 5. From 12 the walk comes to 1
 * and 234, and from there to 34: two entities became two others, so records moved. 5 is the same.
 *
 * <p>Cost: a lookup for each record of an entity that changed, on each side. One entity is in
 * memory at a time; those to visit and those that were visited are on disk.
 */
final class EntityChanges {

    private final Sides sides;
    private final RecordChanges recordChanges;
    private final boolean haveRulesChanged;
    private final OnceQueue queue;
    private final FoundChanges found;
    private final PairCounts pairs = new PairCounts();
    private long before;
    private long after;
    private long same;

    /**
     * @param queue empty
     * @param found gets the changes
     */
    EntityChanges(Sides sides, boolean haveRulesChanged, OnceQueue queue, FoundChanges found) {
        this.sides = sides;
        this.recordChanges = new RecordChanges(sides);
        this.haveRulesChanged = haveRulesChanged;
        this.queue = queue;
        this.found = found;
    }

    /** Finds all of them. To be called once. */
    void find() {
        sides.join(Output.ENTITIES, this::compare);
    }

    EntityCounts counts() {
        return new EntityCounts(before, after, same);
    }

    PairCounts pairs() {
        return pairs;
    }

    private void compare(String id, Optional<ObjectNode> old, Optional<ObjectNode> now) {
        before += old.isPresent() ? 1 : 0;
        after += now.isPresent() ? 1 : 0;
        if (old.isPresent()
                && now.isPresent()
                && old.get().path("records").equals(now.get().path("records"))) {
            int size = now.get().path("records").size();
            String type = now.get().path("entity_type").asText();
            pairs.addBefore(type, size);
            pairs.addAfter(type, Collections.singleton(size));
            compareGolden(id, old.get(), now.get());
            return;
        }
        if (old.isPresent()) {
            visitFrom(new EntityAt(false, id));
        }
        if (now.isPresent()) {
            visitFrom(new EntityAt(true, id));
        }
    }

    /** Compares two rows of an entity with the same id and records. */
    private void compareGolden(String id, ObjectNode old, ObjectNode now) {
        if (GoldenChanges.between(old, now).isEmpty()) {
            same++;
            return;
        }
        Set<Cause> causes = EnumSet.noneOf(Cause.class);
        String type = now.path("entity_type").asText();
        for (JsonNode record : now.path("records")) {
            causes.addAll(recordChanges.of(Identities.joined(type, record)));
        }
        int size = now.path("records").size();
        found.add(new Found(ChangeKind.GOLDEN, causes(causes), 1, 1, size, false, id));
    }

    /** Finds the change that an entity is part of, unless it was found before. */
    private void visitFrom(EntityAt start) {
        if (!queue.add(start.text())) {
            return;
        }
        EntityGroup group = new EntityGroup(sides, recordChanges, pairs);
        for (Optional<String> next = queue.poll(); next.isPresent(); next = queue.poll()) {
            for (EntityAt reached : group.visit(EntityAt.of(next.get()))) {
                queue.add(reached.text());
            }
        }
        ChangeKind kind = group.kind();
        if (kind == ChangeKind.ID && group.hasOtherGolden()) {
            kind = ChangeKind.GOLDEN;
        }
        if (kind == ChangeKind.ID && !group.hasOtherId()) {
            // The lists of records were in another order.
            same++;
            return;
        }
        found.add(
                new Found(
                        kind,
                        causes(group.causes()),
                        group.before(),
                        group.after(),
                        group.records(),
                        start.isAfter(),
                        start.id()));
    }

    private Set<Cause> causes(Set<Cause> seen) {
        if (!seen.isEmpty()) {
            return Collections.unmodifiableSet(seen);
        }
        return Set.of(haveRulesChanged && recordChanges.isKnown() ? Cause.RULES : Cause.UNKNOWN);
    }
}
