package io.kindred.resolve;

import io.kindred.model.Conflict;
import io.kindred.model.Statement;
import io.kindred.ontology.Constraint;
import io.kindred.resolve.UniquenessWatch.Claim;
import io.kindred.storage.ByteKey;
import io.kindred.storage.ByteTable;
import io.kindred.storage.EncodedStatement;
import io.kindred.storage.Posting;
import io.kindred.storage.ShardMeta.Count;
import io.kindred.storage.StatedDigests;
import io.kindred.storage.StoredRecord;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
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

    UniqueValues(ShardState state, ConflictIds conflictIds, ByteTable stated) {
        this.state = state;
        this.conflictIds = conflictIds;
        this.stated = stated;
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
