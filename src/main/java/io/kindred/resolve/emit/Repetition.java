package io.kindred.resolve.emit;

import io.kindred.model.Conflict;
import io.kindred.model.Entity;
import io.kindred.model.GenericKey;
import io.kindred.model.OutputKey.Stream;
import io.kindred.model.Update;
import io.kindred.ontology.EntityTypeRules;
import io.kindred.resolve.entity.ConflictIds;
import io.kindred.resolve.entity.GoldenProvenance;
import io.kindred.resolve.record.KeyEntry;
import io.kindred.resolve.record.NormalizedRecord;
import io.kindred.resolve.record.RecordTerms;
import io.kindred.resolve.state.ChangeSet;
import io.kindred.resolve.state.EntityIndex;
import io.kindred.resolve.state.ShardState;
import io.kindred.resolve.state.ShardState.Member;
import io.kindred.resolve.state.ValueIndex;
import io.kindred.storage.ByteKey;
import io.kindred.storage.EmittedDigests;
import io.kindred.storage.keyed.EncodedUpdate;
import io.kindred.storage.shard.StoredRecord;
import org.jspecify.annotations.Nullable;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.LongConsumer;

/**
 * Emits the current updates of the only shard once more, for sinks that are new. It walks over the
 * records by id, a slice at a time, and each record has its updates:
 *
 * <ul>
 *   <li>its assignment;
 *   <li>if it is the anchor of its entity, that entity, its golden values, and the conflicts of its
 *       component;
 *   <li>the violations of {@code unique} constraints by its values;
 *   <li>its generic key values.
 * </ul>
 *
 * <p>So whatever joins or comes apart between two slices, an update that stays the same is met at a
 * record that stays, and one that changes is emitted anyway. Several records may have the same
 * update: the receiver drops what it has.
 *
 * <p>Costs a look-up for each id, and resolving components that have an anchor. As long as nothing
 * changes, each is resolved once, whatever the number of its entities; after a change once more for
 * anchors that are left.
 */
public final class Repetition {

    /** Bounds memory. */
    private static final int MAX_REMEMBERED = 10_000;

    private final ShardState state;
    private final ConflictIds conflictIds;
    private final UniqueValues uniqueValues;
    private final Optional<GoldenProvenance> provenance;

    /** Components and terms whose updates were all emitted since the last change. */
    private final Set<Long> components = new HashSet<>();

    private final Set<ByteKey> terms = new HashSet<>();

    /** Walks over the records of a shard. */
    public Repetition(
            ShardState state,
            ConflictIds conflictIds,
            UniqueValues uniqueValues,
            Optional<GoldenProvenance> provenance) {
        this.provenance = provenance;
        this.state = state;
        this.conflictIds = conflictIds;
        this.uniqueValues = uniqueValues;
    }

    /**
     * Must be called when the state changes: an entity may be in another component then, and be
     * emitted by nothing but its anchor.
     */
    public void forget() {
        components.clear();
        terms.clear();
    }

    /**
     * Emits the updates of the next records.
     *
     * @param from the first record id
     * @param ids how many record ids are visited at least
     * @param reads how many records are read at least, those of components included
     * @param streams the same as in the slice before
     * @param settling emits a component that is deferred
     * @return the record id to continue from; empty if there are no more
     */
    public OptionalLong emit(
            long from,
            int ids,
            int reads,
            Set<Stream> streams,
            Consumer<EncodedUpdate> updates,
            LongConsumer settling) {
        if (components.size() + terms.size() > MAX_REMEMBERED) {
            forget();
        }
        Slice slice = new Slice(streams, updates, settling);
        long id = from;
        for (; slice.read < reads || id - from < ids; id++) {
            if (id >= state.meta().recordIdsGiven()) {
                return OptionalLong.empty();
            }
            slice.visit(id);
        }
        return OptionalLong.of(id);
    }

    private final class Slice {
        private final Set<Stream> streams;
        private final Consumer<EncodedUpdate> updates;
        private final LongConsumer settling;
        private int read;

        Slice(Set<Stream> streams, Consumer<EncodedUpdate> updates, LongConsumer settling) {
            this.streams = streams;
            this.updates = updates;
            this.settling = settling;
        }

        void visit(long id) {
            read++;
            Optional<StoredRecord> found = state.records().find(id);
            if (found.isPresent()
                    && isOfComponent(found.get())
                    && state.components().waits(found.get().component())) {
                settling.accept(found.get().component());
                found = state.records().find(id);
            }
            found.ifPresent(this::visit);
        }

        /** Whether the record has the updates of its component, besides its own. */
        private boolean isOfComponent(StoredRecord record) {
            return (streams.contains(Stream.ENTITIES)
                            || streams.contains(Stream.CONFLICTS)
                            || streams.contains(Stream.GOLDEN_VALUES))
                    && EntityIndex.isAnchor(record);
        }

        private void visit(StoredRecord record) {
            String entityType = record.identity().entityType();
            if (record.entity().isPresent() && streams.contains(Stream.ASSIGNMENTS)) {
                emit(
                        new Update.Assigned(
                                record.identity(),
                                ShardState.entityId(entityType, record.entity().get())));
            }
            if (isOfComponent(record) && components.add(record.component())) {
                emitComponent(record.component());
            }
            if (streams.contains(Stream.CONFLICTS) || streams.contains(Stream.GENERIC_KEYS)) {
                visitTerms(entityType, state.normalize(record));
            }
        }

        /** Emits what was emitted of the component last; the rest of it is yet to come anyway. */
        private void emitComponent(long component) {
            List<Member> members = state.members(component);
            read += members.size();
            ComponentResults results = ComponentResults.of(state, conflictIds, provenance, members);
            EmittedDigests last = state.components().emitted(component);
            for (Entity entity : results.entities()) {
                ByteKey id = ByteKey.ofHex(entity.id().substring(entity.entityType().length() + 1));
                if (streams.contains(Stream.ENTITIES)) {
                    emitIfLast(new Update.EntityUpsert(entity), last.entities().get(id));
                }
                if (streams.contains(Stream.GOLDEN_VALUES)) {
                    emitIfLast(
                            new Update.GoldenUpsert(
                                    entity.id(),
                                    entity.entityType(),
                                    results.cells().get(entity.id())),
                            last.golden().get(id));
                }
            }
            if (streams.contains(Stream.CONFLICTS)) {
                for (Conflict conflict : results.conflicts().values()) {
                    EncodedUpdate update = conflictIds.open(conflict);
                    emitIfLast(update, last.conflicts().get(ByteKey.ofHex(update.key().id())));
                }
            }
        }

        private void visitTerms(String entityType, NormalizedRecord record) {
            EntityTypeRules rules = state.rules(entityType);
            RecordTerms all = RecordTerms.of(record, rules);
            if (streams.contains(Stream.CONFLICTS)) {
                all.values()
                        .forEach(
                                (signature, term) -> {
                                    if (ValueIndex.isUnique(rules, term.attribute())
                                            && terms.add(signature)) {
                                        uniqueValues.repeat(
                                                signature,
                                                new ChangeSet.UniqueValue(
                                                        entityType, term.attribute(), term.value()),
                                                updates);
                                    }
                                });
            }
            if (streams.contains(Stream.GENERIC_KEYS)) {
                for (Map.Entry<ByteKey, KeyEntry> each : all.keys().entrySet()) {
                    KeyEntry entry = each.getValue();
                    if (state.isGeneric(entityType, entry.keyValues())
                            && terms.add(each.getKey())) {
                        emit(
                                new Update.GenericKeyOpen(
                                        new GenericKey(
                                                entityType,
                                                rules.key(entry.keyPosition()).name(),
                                                entry.values(),
                                                state.keys().count(each.getKey().bytes()))));
                    }
                }
            }
        }

        private void emitIfLast(Update update, @Nullable ByteKey last) {
            emitIfLast(EncodedUpdate.of(update), last);
        }

        private void emitIfLast(EncodedUpdate update, @Nullable ByteKey last) {
            if (update.shown().orElseThrow().equals(last)) {
                updates.accept(update);
            }
        }

        private void emit(Update update) {
            updates.accept(EncodedUpdate.of(update));
        }
    }
}
