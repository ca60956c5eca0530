package io.kindred.resolve.check;

import io.kindred.model.OutputUpdate;
import io.kindred.model.RecordIdentity;
import io.kindred.resolve.cluster.DisjointSets;
import io.kindred.resolve.cluster.Groups;
import io.kindred.resolve.emit.ComponentResults;
import io.kindred.resolve.emit.UniqueValues;
import io.kindred.resolve.entity.ConflictIds;
import io.kindred.resolve.state.ShardState;
import io.kindred.resolve.state.ShardState.Member;
import io.kindred.storage.ByteKey;
import io.kindred.storage.ByteReader;
import io.kindred.storage.EmittedDigests;
import io.kindred.storage.ShardTables.TermName;
import io.kindred.storage.TermScan;
import io.kindred.storage.keyed.EncodedUpdate;
import io.kindred.storage.shard.ComponentStore;
import io.kindred.storage.shard.StoredRecord;
import io.kindred.temporal.Timeline;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Checks that each component is linked by its own groups, has all its members, and that what was
 * emitted of it is what its records say, by resolving it from nothing. Holds one component at a
 * time, as resolution does.
 */
final class ComponentCheck {

    private static final String COMPONENTS = "components";

    private final ShardState state;
    private final TermScan terms;
    private final ConflictIds conflictIds;
    private final Findings listener;
    private final Walk walk;
    private long entities;
    private long conflicts;
    private long escalated;

    ComponentCheck(ShardState state, TermScan terms, Timeline timeline, Findings listener) {
        this.state = state;
        this.terms = terms;
        this.conflictIds = new ConflictIds(timeline);
        this.listener = listener;
        this.walk = new Walk(state, listener);
    }

    void run() {
        walk.over(
                "records",
                state.records().all(),
                record -> {
                    if (StoredRecord.isAlone(record.component())) {
                        checkEmitted(
                                record.component(),
                                List.of(new Member(record, state.normalize(record))));
                    }
                });
        walk.over(COMPONENTS, state.components().all(), this::check);
        checkTerms(TermName.COMPONENT_MEMBERS_TAIL, false);
        checkTerms(TermName.COMPONENTS_STATED, true);
        walk.over("components-due", state.components().waiting(), this::checkWaiting);
        walk.over(
                "components-due",
                terms.scanTerms(TermName.COMPONENTS_DUE),
                term -> {
                    if (!ComponentStore.isTermOfWaiting(term)) {
                        listener.found(
                                "components-due",
                                new ByteKey(term).toString(),
                                "is no term of this table");
                    }
                });
        checkUniqueness();
    }

    /** How many entities are emitted. */
    long entities() {
        return entities;
    }

    /** How many conflicts are emitted. */
    long conflicts() {
        return conflicts;
    }

    /** How many components are resolved elsewhere. */
    long escalated() {
        return escalated;
    }

    private void check(long component) {
        String key = "component " + component;
        if (component >= state.meta().componentIdsGiven()) {
            listener.found(COMPONENTS, key, "the id was never given");
        }
        ComponentStore components = state.components();
        List<Long> ids = components.memberIds(component);
        if (ids.size() != components.size(component) || ids.isEmpty()) {
            listener.found(
                    COMPONENTS,
                    key,
                    "counts " + components.size(component) + " members and has " + ids.size());
        }
        if (components.waits(component) != components.isListedAsWaiting(component)) {
            listener.found(
                    "components-due", key, "waits, but is not listed, or the other way round");
        }
        List<Member> members = new ArrayList<>();
        for (long id : ids) {
            Optional<StoredRecord> record = state.records().find(id);
            if (record.map(StoredRecord::component).equals(Optional.of(component))) {
                members.add(new Member(record.get(), state.normalize(record.get())));
            } else {
                listener.found(
                        COMPONENTS, key, "has record " + id + ", which is elsewhere or not there");
            }
        }
        if (members.isEmpty()) {
            return;
        }
        if (members.stream()
                .anyMatch(
                        each ->
                                !each.stored()
                                        .identity()
                                        .entityType()
                                        .equals(components.entityType(component)))) {
            listener.found(COMPONENTS, key, "has records of another entity type");
            return;
        }
        if (!areLinked(members, components.entityType(component))) {
            listener.found(COMPONENTS, key, "has records that no chain of groups links");
        }
        checkEmitted(component, members);
    }

    private boolean areLinked(List<Member> members, String entityType) {
        DisjointSets parts = new DisjointSets(members.size());
        int left = members.size();
        for (Groups.Group group :
                Groups.of(
                        members.stream().map(Member::normalized).toList(),
                        state.rules(entityType),
                        key -> state.isGeneric(entityType, key))) {
            int first = group.run().members().iterator().next();
            for (int other : group.run().members()) {
                if (parts.find(first) != parts.find(other)) {
                    parts.join(first, other);
                    left--;
                }
            }
        }
        return left == 1;
    }

    private void checkEmitted(long component, List<Member> members) {
        EmittedDigests emitted = state.components().emitted(component);
        entities += emitted.entities().size();
        conflicts += emitted.conflicts().size();
        String key =
                StoredRecord.isAlone(component)
                        ? "record " + StoredRecord.onlyMember(component)
                        : "component " + component;
        if (state.components().isEscalated(component)) {
            escalated++;
            if (!emitted.isEmpty()) {
                listener.found(COMPONENTS, key, "is resolved elsewhere, but stated here");
            }
            return;
        }
        if (state.components().waits(component)) {
            return;
        }
        ComponentResults results = ComponentResults.of(state, conflictIds, members);
        if (!emitted.equals(digests(results))) {
            listener.found(COMPONENTS, key, "was stated otherwise than its records say");
        }
        for (Member member : members) {
            RecordIdentity identity = member.stored().identity();
            Optional<String> entity =
                    member.stored()
                            .entity()
                            .map(digest -> ShardState.entityId(identity.entityType(), digest));
            if (!entity.equals(Optional.ofNullable(results.entityOf().get(identity)))) {
                listener.found(
                        "records",
                        "record " + member.stored().id(),
                        "is in another entity than its component's records say");
            }
        }
    }

    private static EmittedDigests digests(ComponentResults results) {
        Map<ByteKey, ByteKey> entities = new HashMap<>();
        results.entities()
                .forEach(
                        entity ->
                                entities.put(
                                        ByteKey.ofHex(
                                                entity.id()
                                                        .substring(
                                                                entity.entityType().length() + 1)),
                                        digest(new OutputUpdate.EntityUpsert(entity))));
        Map<ByteKey, ByteKey> conflicts = new HashMap<>();
        results.conflicts()
                .forEach(
                        (id, conflict) ->
                                conflicts.put(
                                        ByteKey.ofHex(id),
                                        digest(new OutputUpdate.ConflictOpen(id, conflict))));
        return EmittedDigests.of(entities, conflicts);
    }

    private static ByteKey digest(OutputUpdate update) {
        return EncodedUpdate.of(update).shown().orElseThrow();
    }

    private void checkTerms(TermName table, boolean isStated) {
        walk.over(
                table.id(),
                terms.scanTerms(table),
                term -> {
                    ByteReader reader = new ByteReader(table.id(), term);
                    long component = reader.unsigned();
                    reader.end();
                    if (!state.components().exists(component)
                            || !state.components().hasFurther(component, isStated)) {
                        listener.found(
                                table.id(),
                                "component " + component,
                                "has entries here that it does not know of");
                    }
                });
    }

    private void checkWaiting(ComponentStore.Waiting waiting) {
        if (!state.components().exists(waiting.component())
                || !state.components().waits(waiting.component())) {
            listener.found(
                    "components-due",
                    "component " + waiting.component(),
                    "is listed, but does not wait or is not there");
        }
    }

    private void checkUniqueness() {
        UniqueValues values = new UniqueValues(state, conflictIds);
        walk.over(
                "uniqueness",
                values.emittedOf(),
                signature -> {
                    if (!state.isOnlyShard()
                            || state.values().claims().count(signature.bytes()) < 2) {
                        listener.found(
                                "uniqueness",
                                signature.toString(),
                                "is stated of a value that nobody shares");
                    }
                });
        if (state.isOnlyShard()) {
            walk.over(
                    "unique-claims",
                    state.values().claims().terms(),
                    term -> {
                        ByteKey signature = new ByteKey(term);
                        UniqueValues.Standing scope = values.scope(signature);
                        conflicts += scope.emitted().size();
                        if (!scope.isNotedRightly()) {
                            listener.found(
                                    "uniqueness",
                                    signature.toString(),
                                    "notes one entity, and claims are of others");
                        }
                        if (!scope.emitted().equals(scope.found())) {
                            listener.found(
                                    "uniqueness",
                                    signature.toString(),
                                    "was stated otherwise than the claims say");
                        }
                    });
        }
    }
}
