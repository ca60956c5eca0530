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

/** Tells others what records claim that is to be unique, where one shard cannot see all of it. */
public final class ClaimEmitter {

    private ClaimEmitter() {}

    /** A record that was in an entity is in none any more. */
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

    /** A record is in an entity. */
    static void make(
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

    /** Whether any value is to be unique. */
    public static boolean areMade(EntityTypeRules rules) {
        return rules.constraints().stream()
                .anyMatch(constraint -> constraint.kind() == Constraint.Kind.UNIQUE);
    }

    /** All values of a record that are to be unique. */
    public static void forEach(
            NormalizedRecord record,
            EntityTypeRules rules,
            BiConsumer<ByteKey, ValueTerm> listener) {
        if (!areMade(rules)) {
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
