package io.kindred.resolve.check;

import io.kindred.model.OutputKey;
import io.kindred.model.OutputKey.Stream;
import io.kindred.resolve.shards.UniqueClaims;
import io.kindred.storage.ByteKey;
import io.kindred.storage.ByteReader;
import io.kindred.storage.ClaimTables;
import io.kindred.storage.TermTable;
import io.kindred.storage.keyed.ClaimedValue;
import io.kindred.storage.keyed.ClaimedValue.Many;
import io.kindred.storage.keyed.Owners;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.Optional;

/**
 * Checks the stored claims on one unique value over all shards, and posts its claims and the
 * conflicts emitted for it.
 */
public final class ClaimCheck {

    private static final String TABLE = "claimed-values";

    private ClaimCheck() {}

    /**
     * Checks one value.
     *
     * @param claims computes the violations, if the declaration is known
     * @param isDeferred whether an evaluation of many claims is scheduled
     */
    public static void run(
            ByteKey signature,
            ClaimTables tables,
            Optional<UniqueClaims> claims,
            boolean isDeferred,
            Ledger ledger) {
        Optional<ClaimedValue> kept = UniqueClaims.kept(tables);
        if (kept.isEmpty()) {
            ledger.wrong(TABLE, signature, "has claims but no main entry");
            return;
        }
        ClaimedValue value = kept.get();
        value.conflicts()
                .forEach(
                        (id, digest) ->
                                ledger.emitted(
                                        new OutputKey(Stream.CONFLICTS, id.toString()),
                                        Owners.UNIQUENESS,
                                        digest));
        long[] records = {0};
        Map<String, Long> byEntity = new HashMap<>();
        UniqueClaims.forEachRecord(
                tables,
                value,
                (record, all) -> {
                    records[0]++;
                    all.byOwner()
                            .forEach(
                                    (owner, claim) ->
                                            ledger.right(
                                                    Account.CLAIMS,
                                                    signature,
                                                    Owners.name(owner),
                                                    record,
                                                    claim.entityId(),
                                                    claim.times()));
                    all.counting()
                            .ifPresent(claim -> byEntity.merge(claim.entityId(), 1L, Long::sum));
                });
        Many found = new Many(records[0], byEntity.size());
        if (value.many().filter(many -> !many.equals(found)).isPresent()
                || !counts(tables).equals(value.many().isPresent() ? byEntity : Map.of())) {
            ledger.wrong(TABLE, signature, "has counts that differ from its claims");
        }
        if (claims.isPresent()
                && !(isDeferred && value.many().isPresent())
                && !claims.get().areEmitted(value.conflicts())) {
            ledger.wrong(
                    TABLE, signature, "has emitted conflicts that differ from those of its claims");
        }
    }

    private static Map<String, Long> counts(ClaimTables tables) {
        Map<String, Long> counts = new HashMap<>();
        for (Iterator<TermTable.Entry> each = tables.entities().scan(); each.hasNext(); ) {
            TermTable.Entry entry = each.next();
            counts.put(
                    new String(entry.key(), StandardCharsets.UTF_8),
                    new ByteReader("entity", entry.value()).unsigned());
        }
        return counts;
    }
}
