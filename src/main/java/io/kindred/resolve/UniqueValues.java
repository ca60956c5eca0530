package io.kindred.resolve;

import io.kindred.model.Conflict;
import io.kindred.model.Digest;
import io.kindred.model.Statement;
import io.kindred.ontology.Constraint;
import io.kindred.resolve.UniquenessWatch.Claim;
import io.kindred.storage.ByteKey;
import io.kindred.storage.ByteTable;
import io.kindred.storage.Posting;
import io.kindred.storage.ShardMeta.Count;
import io.kindred.storage.StatedDigests;
import io.kindred.storage.StatementFormat;
import io.kindred.storage.StoredRecord;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * States the breaches of {@code unique} constraints by one value. Its claims are the value's
 * posting list, so that an entity with many values costs nothing here but for those that changed.
 */
final class UniqueValues {

    private final ShardState state;
    private final ConflictIds conflictIds;
    private final ByteTable stated;

    UniqueValues(ShardState state, ConflictIds conflictIds, ByteTable stated) {
        this.state = state;
        this.conflictIds = conflictIds;
        this.stated = stated;
    }

    void state(ByteKey signature, Batch.UniqueValue value, Consumer<Statement> statements) {
        Map<ByteKey, ByteKey> before = before(signature);
        Map<ByteKey, ByteKey> now = new HashMap<>();
        find(
                signature,
                value,
                breach -> {
                    String id = conflictIds.of(breach);
                    Statement statement = new Statement.ConflictOpen(id, breach);
                    ByteKey digest =
                            new ByteKey(Digest.of(StatementFormat.INSTANCE.write(statement)));
                    ByteKey key = ByteKey.ofHex(id);
                    now.put(key, digest);
                    if (!digest.equals(before.get(key))) {
                        statements.accept(statement);
                    }
                });
        for (ByteKey id : before.keySet()) {
            if (!now.containsKey(id)) {
                statements.accept(new Statement.ConflictResolved(id.toString()));
            }
        }
        state.meta().add(Count.CONFLICTS, now.size() - before.size());
        if (!now.equals(before)) {
            if (now.isEmpty()) {
                stated.remove(signature.bytes());
            } else {
                stated.put(signature.bytes(), new StatedDigests(Map.of(), now).toBytes());
            }
        }
    }

    private Map<ByteKey, ByteKey> before(ByteKey signature) {
        byte[] bytes = stated.get(signature.bytes());
        return bytes == null
                ? Map.of()
                : StatedDigests.fromBytes("uniqueness " + signature, bytes).conflicts();
    }

    private void find(
            ByteKey signature, Batch.UniqueValue value, Consumer<Conflict.Uniqueness> told) {
        List<Claim> claims = claims(signature);
        for (Constraint constraint : state.rules(value.entityType()).constraints()) {
            if (constraint.kind() == Constraint.Kind.UNIQUE
                    && constraint.attribute().equals(value.attribute())) {
                UniquenessWatch.find(value.entityType(), constraint, value.value(), claims, told);
            }
        }
    }

    private List<Claim> claims(ByteKey signature) {
        List<Posting> postings = new ArrayList<>();
        state.values().scan(signature.bytes()).forEachRemaining(postings::add);
        List<Claim> claims = new ArrayList<>();
        if (postings.size() < 2) {
            return claims;
        }
        for (Posting posting : postings) {
            StoredRecord record = state.records().get(posting.recordId());
            String entityId =
                    ShardState.entityId(
                            record.identity().entityType(), record.entity().orElseThrow());
            claims.add(new Claim(record.identity(), entityId, posting.times()));
        }
        return claims;
    }
}
