package io.kindred.resolve.emit;

import io.kindred.model.Conflict;
import io.kindred.ontology.Constraint;
import io.kindred.resolve.entity.ConflictIds;
import io.kindred.resolve.entity.UniquenessWatch;
import io.kindred.resolve.entity.UniquenessWatch.Claim;
import io.kindred.resolve.record.RecordTerms;
import io.kindred.resolve.state.ChangeSet;
import io.kindred.resolve.state.ShardState;
import io.kindred.storage.ByteKey;
import io.kindred.storage.ByteTable;
import io.kindred.storage.CorruptStateException;
import io.kindred.storage.EmittedDigests;
import io.kindred.storage.MappingIterator;
import io.kindred.storage.ShardTables;
import io.kindred.storage.keyed.ClaimedValue;
import io.kindred.storage.keyed.EncodedUpdate;
import io.kindred.storage.shard.Posting;
import io.kindred.storage.shard.ShardMeta.Count;
import io.kindred.storage.shard.StoredRecord;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Finds the violations of {@code unique} constraints by one value, in a job of one shard.
 *
 * <p>The claims on a value are its posting list, so an entity with many values costs only those
 * that changed. If many records claim a value and all of them are in one entity, that entity is
 * noted. As long as only claims of this entity change, there is no violation and no other claim is
 * read.
 *
 * <p>The table {@code uniqueness} has the format of {@link EmittedDigests}. Its conflicts are those
 * emitted. Its only entity, with its id as digest, is the noted one. An entry never has both.
 */
public final class UniqueValues {

    private final ShardState state;
    private final ConflictIds conflictIds;
    private final ByteTable emitted;

    public UniqueValues(ShardState state, ConflictIds conflictIds) {
        this.state = state;
        this.conflictIds = conflictIds;
        this.emitted = state.tables().bytes(ShardTables.Name.UNIQUENESS);
    }

    void emit(ByteKey signature, ChangeSet.ChangedClaims changed, Consumer<EncodedUpdate> updates) {
        EmittedDigests before = before(signature);
        if (isOfOneEntity(before, changed)) {
            return;
        }
        List<Posting> claimants = claimants(signature);
        List<Claim> claims = new ArrayList<>();
        Set<ByteKey> entities = new HashSet<>();
        claimants.forEach(posting -> addClaim(posting, claims, entities));
        List<Conflict.Uniqueness> violations = new ArrayList<>();
        find(changed.value(), claims, violations::add);
        Map<ByteKey, ByteKey> conflicts = conflictIds.emit(before.conflicts(), violations, updates);
        state.meta().add(Count.CONFLICTS, conflicts.size() - before.conflicts().size());
        boolean isNoted = claimants.size() > ClaimedValue.FEW && entities.size() == 1;
        save(signature, before, EmittedDigests.of(isNoted ? note(entities) : Map.of(), conflicts));
    }

    /** Visits all violations that were emitted, one value at a time. */
    public void forEach(Consumer<Conflict.Uniqueness> listener) {
        signatures().forEachRemaining(signature -> forEach(signature, listener));
    }

    private void forEach(ByteKey signature, Consumer<Conflict.Uniqueness> listener) {
        if (!emitted(signature).isEmpty()) {
            List<Posting> claimants = claimants(signature);
            List<Claim> claims = new ArrayList<>();
            claimants.forEach(posting -> addClaim(posting, claims, new HashSet<>()));
            claimants.stream()
                    .findFirst()
                    .map(posting -> value(signature, posting.recordId()))
                    .ifPresent(value -> find(value, claims, listener));
        }
    }

    /**
     * The conflicts emitted for a value: digests by conflict id. Those that an earlier release
     * emitted, and that have not changed since, have the digests that they would have now.
     */
    public Map<ByteKey, ByteKey> emittedAsNow(ByteKey signature) {
        Map<ByteKey, ByteKey> last = emitted(signature);
        Map<ByteKey, ByteKey> conflicts = new LinkedHashMap<>(last);
        forEach(
                signature,
                violation -> {
                    if (conflictIds.openedAs(last, violation).isPresent()) {
                        EncodedUpdate now = conflictIds.open(violation);
                        conflicts.put(ByteKey.ofHex(now.key().id()), now.shown().orElseThrow());
                    }
                });
        return conflicts;
    }

    /** Emits the violations of a value once more, as they were emitted last. */
    void repeat(ByteKey signature, ChangeSet.UniqueValue value, Consumer<EncodedUpdate> updates) {
        Map<ByteKey, ByteKey> last = before(signature).conflicts();
        if (last.isEmpty()) {
            return;
        }
        List<Claim> claims = new ArrayList<>();
        claimants(signature).forEach(posting -> addClaim(posting, claims, new HashSet<>()));
        find(value, claims, violation -> conflictIds.openedAs(last, violation).ifPresent(updates));
    }

    /** Whether the entity noted for a value, if there is one, is that of all its claims. */
    public boolean isNoteCorrect(ByteKey signature) {
        Set<ByteKey> noted = before(signature).entities().keySet();
        Set<ByteKey> entities = new HashSet<>();
        if (!noted.isEmpty()) {
            claimants(signature).forEach(each -> addClaim(each, new ArrayList<>(), entities));
        }
        return noted.equals(entities);
    }

    /** The conflicts emitted for a value: digests by conflict id. */
    public Map<ByteKey, ByteKey> emitted(ByteKey signature) {
        return before(signature).conflicts();
    }

    /** Iterates by cursor over the values with an emitted conflict or a noted entity. */
    public Iterator<ByteKey> signatures() {
        return new MappingIterator<>(
                emitted.scan(),
                entry -> {
                    ByteKey signature = new ByteKey(entry.key());
                    before(signature);
                    return signature;
                });
    }

    private ChangeSet.UniqueValue value(ByteKey signature, long claimant) {
        StoredRecord record = state.records().get(claimant);
        String entityType = record.identity().entityType();
        RecordTerms.ValueTerm term =
                RecordTerms.of(state.normalize(record), state.rules(entityType))
                        .values()
                        .get(signature);
        if (term == null) {
            throw new CorruptStateException(
                    "unique-claims", "record " + claimant + " does not claim " + signature);
        }
        return new ChangeSet.UniqueValue(entityType, term.attribute(), term.value());
    }

    /** Whether all claims were of one entity, and the changed ones still are. */
    private boolean isOfOneEntity(EmittedDigests before, ChangeSet.ChangedClaims changed) {
        if (before.entities().isEmpty() || changed.wereFew()) {
            return false;
        }
        Set<ByteKey> one = before.entities().keySet();
        if (!one.containsAll(changed.entities())) {
            return false;
        }
        for (long id : changed.records()) {
            Optional<ByteKey> entity = state.records().find(id).flatMap(StoredRecord::entity);
            if (entity.isPresent() && !one.contains(entity.get())) {
                return false;
            }
        }
        return true;
    }

    private static Map<ByteKey, ByteKey> note(Set<ByteKey> entities) {
        ByteKey only = entities.iterator().next();
        return Map.of(only, only);
    }

    private void save(ByteKey signature, EmittedDigests before, EmittedDigests now) {
        if (now.equals(before)) {
            return;
        }
        if (now.isEmpty()) {
            emitted.remove(signature.bytes());
        } else {
            emitted.put(signature.bytes(), now.toBytes());
        }
    }

    private EmittedDigests before(ByteKey signature) {
        byte[] bytes = emitted.get(signature.bytes());
        return bytes == null
                ? EmittedDigests.NONE
                : EmittedDigests.fromBytes("uniqueness " + signature, bytes);
    }

    private void find(
            ChangeSet.UniqueValue value,
            List<Claim> claims,
            Consumer<Conflict.Uniqueness> listener) {
        for (Constraint constraint : state.rules(value.entityType()).constraints()) {
            if (constraint.kind() == Constraint.Kind.UNIQUE
                    && constraint.attribute().equals(value.attribute())) {
                UniquenessWatch.find(
                        value.entityType(), constraint, value.value(), claims, listener);
            }
        }
    }

    private List<Posting> claimants(ByteKey signature) {
        List<Posting> claimants = new ArrayList<>();
        if (state.values().claims(signature) > 1) {
            state.values().claimants(signature).forEachRemaining(claimants::add);
        }
        return claimants;
    }

    /** Adds the claim of a record. A deferred record is in no entity yet, so it claims later. */
    private void addClaim(Posting posting, List<Claim> claims, Set<ByteKey> entities) {
        StoredRecord record = state.records().get(posting.recordId());
        record.entity()
                .ifPresent(
                        entity -> {
                            entities.add(entity);
                            claims.add(
                                    new Claim(
                                            record.identity(),
                                            ShardState.entityId(
                                                    record.identity().entityType(), entity),
                                            posting.times()));
                        });
    }
}
