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
import io.kindred.storage.TermTable;
import io.kindred.storage.keyed.ClaimedValue;
import io.kindred.storage.keyed.EncodedUpdate;
import io.kindred.storage.shard.Posting;
import io.kindred.storage.shard.ShardMeta.Count;
import io.kindred.storage.shard.StoredRecord;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * States the breaches of {@code unique} constraints by one value. Its claims are the value's
 * posting list, so that an entity with many values costs nothing here but for those that changed.
 *
 * <p>Where many records claim a value and all of them are in one entity, that is noted. As long as
 * what changes is of that entity too, there can be no breach, and none of the others is looked at.
 *
 * <p>Format of {@code uniqueness} is that of {@link EmittedDigests}: as conflicts what was emitted,
 * as the only entity, with its id for a digest, the one of all claims if it was noted; never both.
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

    void state(
            ByteKey signature, ChangeSet.ChangedClaims changed, Consumer<EncodedUpdate> updates) {
        EmittedDigests before = before(signature);
        if (isOfOneEntity(before, changed)) {
            return;
        }
        List<Posting> claimants = claimants(signature);
        List<Claim> claims = new ArrayList<>();
        Set<ByteKey> entities = new HashSet<>();
        claimants.forEach(posting -> addClaim(posting, claims, entities));
        List<Conflict.Uniqueness> breaches = new ArrayList<>();
        find(changed.value(), claims, breaches::add);
        Map<ByteKey, ByteKey> conflicts = conflictIds.emit(before.conflicts(), breaches, updates);
        state.meta().add(Count.CONFLICTS, conflicts.size() - before.conflicts().size());
        boolean isNoted = claimants.size() > ClaimedValue.FEW && entities.size() == 1;
        save(signature, before, EmittedDigests.of(isNoted ? note(entities) : Map.of(), conflicts));
    }

    /** Tells all breaches that were emitted, of one value at a time. */
    public void forEach(Consumer<Conflict.Uniqueness> listener) {
        Iterator<TermTable.Entry> values = emitted.scan();
        while (values.hasNext()) {
            ByteKey signature = new ByteKey(values.next().key());
            if (!before(signature).conflicts().isEmpty()) {
                List<Posting> claimants = claimants(signature);
                List<Claim> claims = new ArrayList<>();
                claimants.forEach(posting -> addClaim(posting, claims, new HashSet<>()));
                claimants.stream()
                        .findFirst()
                        .map(posting -> value(signature, posting.recordId()))
                        .ifPresent(value -> find(value, claims, listener));
            }
        }
    }

    /** Whether the entity that is noted for all claims on a value, if any is, is that of all. */
    public boolean isNotedRightly(ByteKey signature) {
        Set<ByteKey> noted = before(signature).entities().keySet();
        Set<ByteKey> entities = new HashSet<>();
        if (!noted.isEmpty()) {
            claimants(signature).forEach(each -> addClaim(each, new ArrayList<>(), entities));
        }
        return noted.equals(entities);
    }

    /** What was emitted of a value: digests by conflict id. */
    public Map<ByteKey, ByteKey> emitted(ByteKey signature) {
        return before(signature).conflicts();
    }

    /** Walks by cursor over the values of which anything is emitted or noted. */
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

    /** Whether all claims were of one entity, and those that changed are too. */
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

    /** A record that waits to be emitted is in no entity yet, and claims when it is. */
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
