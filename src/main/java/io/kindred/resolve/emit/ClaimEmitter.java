package io.kindred.resolve.emit;

import io.kindred.ontology.Constraint;
import io.kindred.ontology.EntityTypeRules;
import io.kindred.resolve.record.NormalizedRecord;
import io.kindred.resolve.record.RecordTerms;
import io.kindred.resolve.record.RecordTerms.ValueTerm;
import io.kindred.resolve.state.ShardState;
import io.kindred.resolve.state.ValueIndex;
import io.kindred.storage.ByteKey;
import io.kindred.storage.keyed.Claim;
import io.kindred.storage.shard.StoredRecord;

import java.util.Optional;
import java.util.function.BiConsumer;

/** Emits claims on unique values to the uniqueness operator, where there are several shards. */
public final class ClaimEmitter {

    private ClaimEmitter() {}

    /** Retracts the claims of a record that is no longer emitted in an entity here. */
    static void drop(ShardState state, StoredRecord record, ShardOutput output) {
        NormalizedRecord normalized = state.normalize(record);
        forEach(
                normalized,
                state.rules(normalized.identity().entityType()),
                (signature, term) ->
                        output.claim(
                                signature,
                                term.attribute(),
                                term.value(),
                                record.identity(),
                                Optional.empty()));
    }

    /** Claims the unique values of a record for its entity. */
    static void claim(
            ShardState state, NormalizedRecord record, String entityId, ShardOutput output) {
        forEach(
                record,
                state.rules(record.identity().entityType()),
                (signature, term) ->
                        output.claim(
                                signature,
                                term.attribute(),
                                term.value(),
                                record.identity(),
                                Optional.of(new Claim.Made(entityId, term.times()))));
    }

    /** Whether the entity type has any {@code unique} constraint. */
    public static boolean areNeeded(EntityTypeRules rules) {
        return rules.constraints().stream()
                .anyMatch(constraint -> constraint.kind() == Constraint.Kind.UNIQUE);
    }

    /** Visits all values of a record whose attribute is {@code unique}. */
    public static void forEach(
            NormalizedRecord record,
            EntityTypeRules rules,
            BiConsumer<ByteKey, ValueTerm> listener) {
        if (!areNeeded(rules)) {
            return;
        }
        RecordTerms.of(record, rules)
                .values()
                .forEach(
                        (signature, term) -> {
                            if (ValueIndex.isUnique(rules, term.attribute())) {
                                listener.accept(signature, term);
                            }
                        });
    }
}
