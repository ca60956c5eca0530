package io.kindred.resolve.check;

import io.kindred.model.OutputUpdate;
import io.kindred.model.RecordIdentity;
import io.kindred.ontology.Ontology;
import io.kindred.resolve.cluster.Tally;
import io.kindred.resolve.shards.UniqueClaims;
import io.kindred.storage.ByteKey;
import io.kindred.storage.ByteReader;
import io.kindred.storage.ClaimTables;
import io.kindred.storage.TermTable;
import io.kindred.storage.keyed.Claim;
import io.kindred.storage.keyed.ClaimedValue;
import io.kindred.storage.keyed.ClaimedValue.Many;
import io.kindred.storage.keyed.EncodedUpdate;
import io.kindred.storage.keyed.RecordClaims;
import io.kindred.temporal.Timeline;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.Optional;

/**
 * Checks what is kept of a value that is to be unique over all shards: that its claims are those
 * that shards make, that they are counted rightly, and that the breaches emitted are what they say.
 *
 * <p>One object serves all values whose tables it is given in turn, and keeps nothing of them.
 */
public final class ClaimCheck {

    private final UniqueClaims claims;
    private final ClaimTables tables;

    /** With the declarations and what is kept of a value. */
    public ClaimCheck(Ontology ontology, Timeline timeline, ClaimTables tables) {
        this.tables = tables;
        this.claims = UniqueClaims.atRest(ontology, timeline, tables);
    }

    /** The claims on a value that shards make. */
    public interface Made {

        /** How many there are. */
        long count();

        /** Whether there is this one. */
        boolean has(int owner, RecordIdentity record, Claim.Made claim);
    }

    /** What is kept of the value, if anything is. */
    public static Optional<ClaimedValue> kept(ClaimTables tables) {
        return UniqueClaims.kept(tables);
    }

    /**
     * Checks the value.
     *
     * @param isDeferred whether its claims wait to be looked at
     * @return what is wrong, in a few words; empty if nothing is
     */
    public Optional<String> check(Made made, boolean isDeferred) {
        Optional<ClaimedValue> kept = kept(tables);
        if (kept.isEmpty()) {
            if (tables.claims().scan().hasNext() || tables.entities().scan().hasNext()) {
                return Optional.of("keeps claims that it does not know of");
            }
            return made.count() == 0
                    ? Optional.empty()
                    : Optional.of("has no claims, and shards make " + made.count());
        }
        Tally tally = new Tally(made);
        claims.forEachRecord(kept.get(), tally::add);
        if (tally.strange > 0) {
            return Optional.of("has " + tally.strange + " claims that no shard makes");
        }
        if (tally.claims != made.count()) {
            return Optional.of("has " + tally.claims + " claims, and shards make " + made.count());
        }
        Many found = new Many(tally.records, tally.byEntity.size());
        if (kept.get().many().filter(many -> !many.equals(found)).isPresent()
                || !counts().equals(kept.get().many().isPresent() ? tally.byEntity : Map.of())) {
            return Optional.of("is counted otherwise than its claims are");
        }
        boolean isLookedAtLater = isDeferred && kept.get().many().isPresent();
        return isLookedAtLater || kept.get().conflicts().equals(breaches())
                ? Optional.empty()
                : Optional.of("was stated otherwise than its claims say");
    }

    private Map<String, Long> counts() {
        Map<String, Long> counts = new HashMap<>();
        for (Iterator<TermTable.Entry> each = tables.entities().scan(); each.hasNext(); ) {
            TermTable.Entry entry = each.next();
            counts.put(
                    new String(entry.key(), StandardCharsets.UTF_8),
                    new ByteReader("entity", entry.value()).unsigned());
        }
        return counts;
    }

    private Map<ByteKey, ByteKey> breaches() {
        Map<ByteKey, ByteKey> breaches = new HashMap<>();
        for (OutputUpdate.ConflictOpen breach : claims.breaches()) {
            breaches.put(
                    ByteKey.ofHex(breach.conflictId()),
                    EncodedUpdate.of(breach).shown().orElseThrow());
        }
        return breaches;
    }

    /** Counts claims. */
    private static final class Tally {
        private final Made made;
        private final Map<String, Long> byEntity = new HashMap<>();
        private long records;
        private long claims;
        private long strange;

        Tally(Made made) {
            this.made = made;
        }

        void add(RecordIdentity record, RecordClaims all) {
            records++;
            all.byOwner()
                    .forEach(
                            (owner, claim) -> {
                                claims++;
                                strange += made.has(owner, record, claim) ? 0 : 1;
                            });
            all.counting().ifPresent(claim -> byEntity.merge(claim.entityId(), 1L, Long::sum));
        }
    }
}
