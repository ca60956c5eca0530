package io.kindred.resolve.shards;

import io.kindred.model.Conflict;
import io.kindred.model.RecordIdentity;
import io.kindred.model.Update;
import io.kindred.ontology.Constraint;
import io.kindred.ontology.Ontology;
import io.kindred.resolve.entity.ConflictIds;
import io.kindred.resolve.entity.UniquenessWatch;
import io.kindred.storage.ByteKey;
import io.kindred.storage.ByteReader;
import io.kindred.storage.ByteTable;
import io.kindred.storage.ByteWriter;
import io.kindred.storage.ClaimTables;
import io.kindred.storage.TermTable;
import io.kindred.storage.keyed.Claim;
import io.kindred.storage.keyed.Claim.Made;
import io.kindred.storage.keyed.ClaimedValue;
import io.kindred.storage.keyed.ClaimedValue.Many;
import io.kindred.storage.keyed.IdentityBytes;
import io.kindred.storage.keyed.Owners;
import io.kindred.storage.keyed.RecordClaims;
import io.kindred.storage.wire.OwnedUpdate;
import io.kindred.temporal.Timeline;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.stream.Collectors;

/**
 * Finds the violations of {@code unique} constraints by one value over all shards.
 *
 * <p>Of each record the claim of the greatest owner counts. A count per entity tells whether all
 * counting claims are of one entity. As long as they are, there is no violation and no other claim
 * is read.
 *
 * <p>Up to {@link ClaimedValue#FEW} claiming records are stored in the main entry, and are
 * evaluated whenever one changes. More records are one entry each. If these are of several
 * entities, they are evaluated by a timer: the interval after a change, plus once more the interval
 * for every {@link #CLAIMS_PER_INTERVAL} records. So the share of time spent on evaluation is
 * bounded. Once only half of {@code FEW} are left, they return to the main entry.
 *
 * <p>Example: records 1 and 2 of entity a claim the value: no violation. Record 3 of entity b
 * claims it too: the conflict opens and names a, b and the three records, over the time when both
 * have the value. If 3 joins entity a, the conflict is resolved.
 *
 * <p>One object serves all values in turn and keeps no state of its own.
 */
public final class UniqueClaims {

    /** The number of claims that are evaluated in far less time than an interval. */
    static final long CLAIMS_PER_INTERVAL = 4096;

    private static final byte[] STATE = {};
    private static final String WHAT = "claims of a record";

    private final Ontology ontology;
    private final ConflictIds conflictIds;
    private final ClaimTables tables;
    private final long interval;
    private final Listener listener;

    /**
     * Claims over the stored state of the current value.
     *
     * @param interval how long changes of many claims wait for evaluation, in milliseconds
     */
    public UniqueClaims(
            Ontology ontology,
            Timeline timeline,
            ClaimTables tables,
            long interval,
            Listener listener) {
        this.ontology = ontology;
        this.conflictIds = new ConflictIds(timeline);
        this.tables = tables;
        this.interval = interval;
        this.listener = listener;
    }

    /** For reading only, without output. */
    public static UniqueClaims readOnly(Ontology ontology, Timeline timeline, ClaimTables tables) {
        return new UniqueClaims(ontology, timeline, tables, 0, new NoOutput());
    }

    /** Receives updates and timers. */
    public interface Listener {

        /** A conflict was opened, has changed or was resolved. */
        void update(OwnedUpdate update);

        /** The change in the number of conflicts; may be negative. */
        void conflicts(int more);

        /**
         * Schedules {@link #onTimer} for this value in this many milliseconds. Does nothing if it
         * is scheduled already.
         */
        void schedule(long millis);
    }

    /** Processes a claim of an owner. */
    public void accept(Claim claim) {
        ClaimedValue before = load(claim);
        RecordClaims was = claimsOn(before, claim.record());
        RecordClaims now = was.with(claim.owner(), claim.made());
        if (now.equals(was)) {
            return;
        }
        ClaimedValue after =
                before.many().isPresent()
                        ? changedMany(before, claim.record(), was, now)
                        : changedFew(before, claim.record(), now);
        if (was.counting().equals(now.counting())) {
            save(after);
        } else if (entities(after) < 2) {
            save(emitted(after, List.of()));
        } else if (after.many().isEmpty()) {
            save(emitted(after, violations(after)));
        } else {
            save(after);
            listener.schedule(interval * (1 + after.many().get().records() / CLAIMS_PER_INTERVAL));
        }
    }

    /** Evaluates many claims that changed; also called when the input has ended. */
    public void onTimer() {
        // Values with few claims or one entity were evaluated when they became so.
        kept().filter(claimed -> claimed.many().isPresent() && entities(claimed) > 1)
                .ifPresent(claimed -> save(emitted(claimed, violations(claimed))));
    }

    /** The violations by the current claims, emitted or not. */
    public List<Update.ConflictOpen> violations() {
        return kept().filter(claimed -> entities(claimed) > 1).stream()
                .flatMap(claimed -> violations(claimed).stream())
                .map(violation -> new Update.ConflictOpen(conflictIds.of(violation), violation))
                .toList();
    }

    /** Whether these emitted conflicts are the violations by the current claims. */
    public boolean areEmitted(Map<ByteKey, ByteKey> conflicts) {
        List<Conflict.Uniqueness> now =
                kept().filter(claimed -> entities(claimed) > 1)
                        .map(this::violations)
                        .orElse(List.of());
        return now.size() == conflicts.size()
                && now.stream().allMatch(each -> conflictIds.openedAs(conflicts, each).isPresent());
    }

    /** The stored state of a value, if any. */
    public static Optional<ClaimedValue> kept(ClaimTables tables) {
        return Optional.ofNullable(tables.state().get(STATE)).map(ClaimedValue.FORMAT::read);
    }

    private Optional<ClaimedValue> kept() {
        return kept(tables);
    }

    /** Visits the claims on a value by cursor. */
    public static void forEachRecord(
            ClaimTables tables,
            ClaimedValue claimed,
            BiConsumer<RecordIdentity, RecordClaims> listener) {
        claimed.few().forEach(listener);
        for (Iterator<TermTable.Entry> each = tables.claims().scan(); each.hasNext(); ) {
            TermTable.Entry entry = each.next();
            listener.accept(
                    IdentityBytes.read(WHAT, entry.key()), RecordClaims.FORMAT.read(entry.value()));
        }
    }

    private ClaimedValue load(Claim claim) {
        return kept().orElseGet(
                        () ->
                                new ClaimedValue(
                                        claim.attribute(),
                                        claim.value(),
                                        new TreeMap<>(),
                                        Optional.empty(),
                                        Map.of()));
    }

    private void save(ClaimedValue claimed) {
        if (claimed.few().isEmpty() && claimed.many().isEmpty()) {
            tables.state().remove(STATE);
        } else {
            tables.state().put(STATE, ClaimedValue.FORMAT.write(claimed));
        }
    }

    private RecordClaims claimsOn(ClaimedValue claimed, RecordIdentity record) {
        if (claimed.many().isEmpty()) {
            return claimed.few().getOrDefault(record, RecordClaims.NONE);
        }
        byte[] bytes = tables.claims().get(IdentityBytes.of(record));
        return bytes == null ? RecordClaims.NONE : RecordClaims.FORMAT.read(bytes);
    }

    private ClaimedValue changedFew(ClaimedValue before, RecordIdentity record, RecordClaims now) {
        SortedMap<RecordIdentity, RecordClaims> few = new TreeMap<>(before.few());
        if (now.equals(RecordClaims.NONE)) {
            few.remove(record);
        } else {
            few.put(record, now);
        }
        if (few.size() <= ClaimedValue.FEW) {
            return before.claimedBy(few);
        }
        Map<String, Long> counts = new HashMap<>();
        few.forEach(
                (each, claims) -> {
                    put(each, claims);
                    claims.counting()
                            .ifPresent(made -> counts.merge(made.entityId(), 1L, Long::sum));
                });
        counts.forEach(this::putCount);
        return before.claimedByMany(few.size(), counts.size());
    }

    private ClaimedValue changedMany(
            ClaimedValue before, RecordIdentity record, RecordClaims was, RecordClaims now) {
        Many many = before.many().orElseThrow();
        put(record, now);
        long records =
                many.records()
                        + (now.equals(RecordClaims.NONE) ? 0 : 1)
                        - (was.equals(RecordClaims.NONE) ? 0 : 1);
        long entities = many.entities();
        Optional<String> from = was.counting().map(Made::entityId);
        Optional<String> to = now.counting().map(Made::entityId);
        if (!from.equals(to)) {
            entities += from.map(entity -> count(entity, -1) == 0 ? -1 : 0).orElse(0);
            entities += to.map(entity -> count(entity, 1) == 1 ? 1 : 0).orElse(0);
        }
        if (records > ClaimedValue.FEW / 2) {
            return before.claimedByMany(records, entities);
        }
        SortedMap<RecordIdentity, RecordClaims> few = all(before);
        few.keySet().forEach(each -> put(each, RecordClaims.NONE));
        entityIds(few).forEach(entity -> putCount(entity, 0));
        return before.claimedBy(few);
    }

    private void put(RecordIdentity record, RecordClaims claims) {
        if (claims.equals(RecordClaims.NONE)) {
            tables.claims().remove(IdentityBytes.of(record));
        } else {
            tables.claims().put(IdentityBytes.of(record), RecordClaims.FORMAT.write(claims));
        }
    }

    /** Changes the count of an entity; returns the new count. */
    private long count(String entityId, long change) {
        byte[] bytes = tables.entities().get(entityId.getBytes(StandardCharsets.UTF_8));
        long count = change + (bytes == null ? 0 : new ByteReader("entity", bytes).unsigned());
        putCount(entityId, count);
        return count;
    }

    private void putCount(String entityId, long count) {
        ByteTable entities = tables.entities();
        byte[] key = entityId.getBytes(StandardCharsets.UTF_8);
        if (count == 0) {
            entities.remove(key);
        } else {
            entities.put(key, new ByteWriter(4).unsigned(count).toBytes());
        }
    }

    private static long entities(ClaimedValue claimed) {
        return claimed.many()
                .map(Many::entities)
                .orElseGet(() -> (long) entityIds(claimed.few()).size());
    }

    private static Set<String> entityIds(SortedMap<RecordIdentity, RecordClaims> claims) {
        return claims.values().stream()
                .flatMap(each -> each.counting().stream())
                .map(Made::entityId)
                .collect(Collectors.toSet());
    }

    private SortedMap<RecordIdentity, RecordClaims> all(ClaimedValue claimed) {
        SortedMap<RecordIdentity, RecordClaims> all = new TreeMap<>();
        forEachRecord(tables, claimed, all::put);
        return all;
    }

    private List<Conflict.Uniqueness> violations(ClaimedValue claimed) {
        List<UniquenessWatch.Claim> claims = new ArrayList<>();
        (claimed.many().isPresent() ? all(claimed) : claimed.few())
                .forEach(
                        (record, each) ->
                                each.counting()
                                        .ifPresent(
                                                made ->
                                                        claims.add(
                                                                new UniquenessWatch.Claim(
                                                                        record,
                                                                        made.entityId(),
                                                                        made.times()))));
        List<Conflict.Uniqueness> violations = new ArrayList<>();
        String entityType = claims.get(0).record().entityType();
        for (Constraint constraint : ontology.rules(entityType).orElseThrow().constraints()) {
            if (constraint.kind() == Constraint.Kind.UNIQUE
                    && constraint.attribute().equals(claimed.attribute())) {
                UniquenessWatch.find(
                        entityType, constraint, claimed.value(), claims, violations::add);
            }
        }
        return violations;
    }

    /** Emits the changed violations; returns the state to store. */
    private ClaimedValue emitted(ClaimedValue claimed, List<Conflict.Uniqueness> violations) {
        Map<ByteKey, ByteKey> before = claimed.conflicts();
        Map<ByteKey, ByteKey> now =
                conflictIds.emit(
                        before,
                        violations,
                        update -> listener.update(new OwnedUpdate(Owners.UNIQUENESS, update)));
        listener.conflicts(now.size() - before.size());
        return claimed.withConflicts(now);
    }

    private static final class NoOutput implements Listener {
        @Override
        public void update(OwnedUpdate update) {}

        @Override
        public void conflicts(int more) {}

        @Override
        public void schedule(long millis) {}
    }
}
