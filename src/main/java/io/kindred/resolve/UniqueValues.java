package io.kindred.resolve;

import io.kindred.model.Conflict;
import io.kindred.model.Statement;
import io.kindred.ontology.Constraint;
import io.kindred.resolve.UniquenessWatch.Claim;
import io.kindred.storage.ByteKey;
import io.kindred.storage.ByteTable;
import io.kindred.storage.CorruptStateException;
import io.kindred.storage.EncodedStatement;
import io.kindred.storage.Posting;
import io.kindred.storage.ShardMeta.Count;
import io.kindred.storage.ShardTables;
import io.kindred.storage.StatedDigests;
import io.kindred.storage.StoredRecord;
import io.kindred.storage.TermTable;

import java.util.ArrayList;
import java.util.HashMap;
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
 * <p>Format of {@code uniqueness} is that of {@link StatedDigests}: as conflicts what was stated,
 * as the only entity, with its id for a digest, the one of all claims if it was noted; never both.
 */
final class UniqueValues {

    /** So many claims are looked at faster than a note of them is kept. */
    static final int FEW = 16;

    private final ShardState state;
    private final ConflictIds conflictIds;
    private final ByteTable stated;

    UniqueValues(ShardState state, ConflictIds conflictIds) {
        this.state = state;
        this.conflictIds = conflictIds;
        this.stated = state.tables().bytes(ShardTables.Name.UNIQUENESS);
    }

    void state(
            ByteKey signature, Batch.ChangedClaims changed, Consumer<EncodedStatement> statements) {
        StatedDigests before = before(signature);
        if (isOfOneEntity(before, changed)) {
            return;
        }
        List<Posting> claimants = claimants(signature);
        List<Claim> claims = new ArrayList<>();
        Set<ByteKey> entities = new HashSet<>();
        claimants.forEach(posting -> addClaim(posting, claims, entities));
        Map<ByteKey, ByteKey> conflicts = new HashMap<>();
        find(
                changed.value(),
                claims,
                breach -> {
                    String id = conflictIds.of(breach);
                    EncodedStatement statement =
                            EncodedStatement.of(new Statement.ConflictOpen(id, breach));
                    ByteKey digest = statement.shown().orElseThrow();
                    ByteKey key = ByteKey.ofHex(id);
                    conflicts.put(key, digest);
                    if (!digest.equals(before.conflicts().get(key))) {
                        statements.accept(statement);
                    }
                });
        for (ByteKey id : before.conflicts().keySet()) {
            if (!conflicts.containsKey(id)) {
                statements.accept(
                        EncodedStatement.of(new Statement.ConflictResolved(id.toString())));
            }
        }
        state.meta().add(Count.CONFLICTS, conflicts.size() - before.conflicts().size());
        boolean isNoted = claimants.size() > FEW && entities.size() == 1;
        save(signature, before, StatedDigests.of(isNoted ? note(entities) : Map.of(), conflicts));
    }

    /** Tells all breaches that were stated, of one value at a time. */
    void forEach(Consumer<Conflict.Uniqueness> told) {
        Iterator<TermTable.Entry> values = stated.scan();
        while (values.hasNext()) {
            ByteKey signature = new ByteKey(values.next().key());
            if (!before(signature).conflicts().isEmpty()) {
                List<Posting> claimants = claimants(signature);
                List<Claim> claims = new ArrayList<>();
                claimants.forEach(posting -> addClaim(posting, claims, new HashSet<>()));
                claimants.stream()
                        .findFirst()
                        .map(posting -> value(signature, posting.recordId()))
                        .ifPresent(value -> find(value, claims, told));
            }
        }
    }

    /**
     * What was stated of a value, and what its claims say: digests by conflict id.
     *
     * @param isNotedRightly whether the one entity of all claims is that, if it was noted
     */
    record Standing(
            Map<ByteKey, ByteKey> stated, Map<ByteKey, ByteKey> found, boolean isNotedRightly) {}

    /** Works out what the claims on a value say, and what was stated. */
    Standing standing(ByteKey signature) {
        List<Posting> claimants = claimants(signature);
        List<Claim> claims = new ArrayList<>();
        Set<ByteKey> entities = new HashSet<>();
        claimants.forEach(posting -> addClaim(posting, claims, entities));
        Map<ByteKey, ByteKey> found = new HashMap<>();
        if (!claimants.isEmpty()) {
            find(
                    value(signature, claimants.get(0).recordId()),
                    claims,
                    breach -> {
                        String id = conflictIds.of(breach);
                        found.put(
                                ByteKey.ofHex(id),
                                EncodedStatement.of(new Statement.ConflictOpen(id, breach))
                                        .shown()
                                        .orElseThrow());
                    });
        }
        StatedDigests before = before(signature);
        return new Standing(
                before.conflicts(),
                found,
                before.entities().isEmpty() || before.entities().keySet().equals(entities));
    }

    /** What was stated of a value: digests by conflict id. */
    Map<ByteKey, ByteKey> stated(ByteKey signature) {
        return before(signature).conflicts();
    }

    /** Walks by cursor over the values of which anything is stated or noted. */
    Iterator<ByteKey> statedOf() {
        Iterator<TermTable.Entry> values = stated.scan();
        return new Iterator<>() {
            @Override
            public boolean hasNext() {
                return values.hasNext();
            }

            @Override
            public ByteKey next() {
                ByteKey signature = new ByteKey(values.next().key());
                before(signature);
                return signature;
            }
        };
    }

    private Batch.UniqueValue value(ByteKey signature, long claimant) {
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
        return new Batch.UniqueValue(entityType, term.attribute(), term.value());
    }

    /** Whether all claims were of one entity, and those that changed are too. */
    private boolean isOfOneEntity(StatedDigests before, Batch.ChangedClaims changed) {
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

    private void save(ByteKey signature, StatedDigests before, StatedDigests now) {
        if (now.equals(before)) {
            return;
        }
        if (now.isEmpty()) {
            stated.remove(signature.bytes());
        } else {
            stated.put(signature.bytes(), now.toBytes());
        }
    }

    private StatedDigests before(ByteKey signature) {
        byte[] bytes = stated.get(signature.bytes());
        return bytes == null
                ? StatedDigests.NONE
                : StatedDigests.fromBytes("uniqueness " + signature, bytes);
    }

    private void find(
            Batch.UniqueValue value, List<Claim> claims, Consumer<Conflict.Uniqueness> told) {
        for (Constraint constraint : state.rules(value.entityType()).constraints()) {
            if (constraint.kind() == Constraint.Kind.UNIQUE
                    && constraint.attribute().equals(value.attribute())) {
                UniquenessWatch.find(value.entityType(), constraint, value.value(), claims, told);
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

    /** A record that waits to be stated is in no entity yet, and claims when it is. */
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
