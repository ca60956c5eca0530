package io.kindred.resolve.shards;

import io.kindred.model.Conflict;
import io.kindred.model.RecordIdentity;
import io.kindred.model.Update;
import io.kindred.ontology.Constraint;
import io.kindred.ontology.EntityTypeRules;
import io.kindred.ontology.Ontology;
import io.kindred.ontology.Scope;
import io.kindred.resolve.check.Account;
import io.kindred.resolve.check.ClaimCheck;
import io.kindred.resolve.check.Ledger;
import io.kindred.resolve.check.Ledgers;
import io.kindred.resolve.entity.ConflictIds;
import io.kindred.resolve.entity.UniquenessWatch;
import io.kindred.storage.ByteKey;
import io.kindred.storage.ClaimTables;
import io.kindred.storage.ShardTables;
import io.kindred.storage.keyed.Claim;
import io.kindred.storage.keyed.ClaimedValue;
import io.kindred.storage.keyed.Owners;
import io.kindred.storage.memory.InMemoryShardTables;
import io.kindred.storage.wire.OwnedUpdate;
import io.kindred.temporal.Interval;
import io.kindred.temporal.IntervalSet;
import io.kindred.temporal.Timeline;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;

import static org.assertj.core.api.Assertions.assertThat;

class UniqueClaimsPropertyTest {

    private static final List<Integer> OWNERS = List.of(0, 5, Owners.RECONCILE);
    private static final ByteKey SIGNATURE = new ByteKey(new byte[16]);
    private static final ConflictIds IDS = new ConflictIds(Timeline.INTEGER);
    private static final List<Constraint> CONSTRAINTS =
            List.of(
                    new Constraint("one_owner", "email", Constraint.Kind.UNIQUE, Scope.GLOBAL),
                    new Constraint(
                            "one_in_each", "email", Constraint.Kind.UNIQUE, Scope.PERSPECTIVE));
    private static final Ontology ONTOLOGY =
            new Ontology(
                    Map.of(
                            "person",
                            new EntityTypeRules(
                                    List.of(),
                                    List.of(),
                                    List.of(
                                            CONSTRAINTS.get(0),
                                            new Constraint(
                                                    "other",
                                                    "phone",
                                                    Constraint.Kind.UNIQUE,
                                                    Scope.GLOBAL),
                                            CONSTRAINTS.get(1),
                                            new Constraint(
                                                    "single",
                                                    "email",
                                                    Constraint.Kind.SINGLE_VALUED,
                                                    Scope.GLOBAL)),
                                    Map.of())),
                    Map.of());

    /** With few records and with many, some entities and hardly any. */
    @ParameterizedTest
    @CsvSource({"1, 4, 3", "2, 4, 1", "3, 12, 2", "4, 22, 2", "5, 60, 4", "6, 60, 1", "7, 24, 12"})
    void emitsTheConflictsOfAllClaims(long seed, int records, int entities) {
        Random random = new Random(seed);
        Watched watched = new Watched();
        Map<RecordIdentity, SortedMap<Integer, Claim.Made>> claims = new HashMap<>();
        for (int step = 0; step < 1500; step++) {
            RecordIdentity record = record(random.nextInt(records));
            int owner = OWNERS.get(random.nextInt(OWNERS.size()));
            // Claims come and go in tides, so that they are few and many by turns.
            boolean comes = random.nextInt(10) < (step / 300 % 2 == 0 ? 7 : 2);
            Optional<Claim.Made> made =
                    comes ? Optional.of(made(random, entities)) : Optional.empty();
            watched.claim(owner, record, made);
            SortedMap<Integer, Claim.Made> ofRecord =
                    claims.computeIfAbsent(record, unused -> new TreeMap<>());
            made.ifPresentOrElse(each -> ofRecord.put(owner, each), () -> ofRecord.remove(owner));
            if (random.nextInt(20) == 0) {
                watched.due();
            }
            if (!watched.isDeferred) {
                assertThat(watched.open).isEqualTo(expected(claims));
                assertThat(watched.count).isEqualTo(watched.open.size());
            }
            if (random.nextInt(10) == 0) {
                assertThat(watched.check(claims)).isEmpty();
            }
        }
        watched.due();
        assertThat(watched.open).isEqualTo(expected(claims));
        claims.forEach(
                (record, byOwner) ->
                        byOwner.keySet()
                                .forEach(owner -> watched.claim(owner, record, Optional.empty())));
        assertThat(watched.open).isEmpty();
        assertThat(watched.tables.entryCounts()).isEmpty();
    }

    @Test
    void manyClaimsOfOneEntityNeedNoCheck() {
        Watched watched = new Watched();
        Claim.Made made = new Claim.Made("person-1", IntervalSet.ALWAYS);
        for (int i = 0; i < 100; i++) {
            watched.claim(0, record(i), Optional.of(made));
        }
        assertThat(watched.isDeferred).isFalse();
        assertThat(watched.open).isEmpty();
    }

    @Test
    void manyClaimsOfSeveralEntitiesAreCheckedOncePerInterval() {
        Watched watched = new Watched();
        for (int i = 0; i < 100; i++) {
            watched.claim(
                    0,
                    record(i),
                    Optional.of(new Claim.Made("person-" + i % 2, IntervalSet.ALWAYS)));
            assertThat(watched.isDeferred).isEqualTo(i >= ClaimedValue.FEW);
        }
        int emitted = watched.emitted;
        assertThat(emitted).as("while they were few").isGreaterThan(ClaimedValue.FEW);
        watched.due();
        assertThat(watched.emitted - emitted).isEqualTo(3);
        watched.claim(1, record(0), Optional.of(new Claim.Made("person-0", IntervalSet.ALWAYS)));
        assertThat(watched.isDeferred).as("of the record nothing else counts now").isFalse();
        for (int i = 1; i < 100; i += 2) {
            watched.claim(0, record(i), Optional.empty());
        }
        assertThat(watched.open).as("at once").isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {4, 40})
    void aCheckFindsWhatIsNotAsShardsClaim(int records) {
        Watched watched = new Watched();
        Map<RecordIdentity, SortedMap<Integer, Claim.Made>> claims = new HashMap<>();
        for (int i = 0; i < records; i++) {
            Claim.Made made = new Claim.Made("person-" + i % 2, IntervalSet.ALWAYS);
            watched.claim(0, record(i), Optional.of(made));
            claims.put(record(i), new TreeMap<>(Map.of(0, made)));
        }
        watched.due();
        assertThat(watched.check(claims)).isEmpty();

        SortedMap<Integer, Claim.Made> one = claims.remove(record(0));
        String claim = one.get(0).entityId() + " " + IntervalSet.ALWAYS;
        assertThat(watched.check(claims))
                .containsExactly(
                        "uniqueness: "
                                + SIGNATURE
                                + ": shard 0 person/crm/R0 "
                                + claim
                                + " is only in the uniqueness operator");
        claims.put(record(0), one);
        claims.put(record(-1), one);
        assertThat(watched.check(claims))
                .containsExactly(
                        "uniqueness: "
                                + SIGNATURE
                                + ": shard 0 "
                                + record(-1)
                                + " "
                                + claim
                                + " is only in the shards");
        claims.remove(record(-1));
        ClaimedValue kept =
                ClaimedValue.FORMAT.read(watched.claimTables().state().scan().next().value());
        watched.keep(kept.withConflicts(Map.of()));
        assertThat(watched.check(claims))
                .singleElement()
                .asString()
                .contains("emitted conflicts that differ");
        watched.isDeferred = true;
        assertThat(watched.check(claims).isEmpty())
                .as("many wait to be looked at")
                .isEqualTo(records > ClaimedValue.FEW);
        watched.claimTables().entities().put(new byte[] {'p'}, new byte[] {1});
        assertThat(watched.check(claims))
                .anySatisfy(line -> assertThat(line).contains("has counts that differ"));
        assertThat(new Watched().check(claims)).isNotEmpty();
        Watched lost = new Watched();
        lost.claimTables().claims().put(new byte[] {1}, new byte[] {1});
        assertThat(lost.check(Map.of())).singleElement().asString().contains("no main entry");
    }

    @Test
    void aWithdrawalOfAnUnknownClaimChangesNothing() {
        Watched watched = new Watched();
        watched.claim(0, record(0), Optional.empty());
        watched.due();
        assertThat(watched.tables.entryCounts()).isEmpty();
        assertThat(watched.emitted).isZero();
    }

    private static Map<String, Conflict> expected(
            Map<RecordIdentity, SortedMap<Integer, Claim.Made>> claims) {
        List<UniquenessWatch.Claim> counting = new ArrayList<>();
        claims.forEach(
                (record, byOwner) -> {
                    if (!byOwner.isEmpty()) {
                        Claim.Made made = byOwner.get(byOwner.lastKey());
                        counting.add(
                                new UniquenessWatch.Claim(record, made.entityId(), made.times()));
                    }
                });
        Map<String, Conflict> expected = new HashMap<>();
        for (Constraint constraint : CONSTRAINTS) {
            UniquenessWatch.find(
                    "person",
                    constraint,
                    "ann@x.org",
                    counting,
                    breach -> expected.put(IDS.of(breach), breach));
        }
        return expected;
    }

    private static RecordIdentity record(int number) {
        return new RecordIdentity("person", number % 3 == 0 ? "crm" : "hr", "R" + number);
    }

    private static Claim.Made made(Random random, int entities) {
        int start = random.nextInt(40);
        return new Claim.Made(
                "person-" + random.nextInt(entities),
                random.nextInt(4) == 0
                        ? IntervalSet.ALWAYS
                        : IntervalSet.of(new Interval(start, start + 1 + random.nextInt(10))));
    }

    private static final class Watched implements UniqueClaims.Listener {

        final InMemoryShardTables tables = new InMemoryShardTables();
        final Map<String, Conflict> open = new HashMap<>();
        boolean isDeferred;
        int emitted;
        int count;

        void claim(int owner, RecordIdentity record, Optional<Claim.Made> made) {
            claims().accept(new Claim(owner, SIGNATURE, "email", "ann@x.org", record, made));
        }

        void due() {
            isDeferred = false;
            claims().onTimer();
        }

        void keep(ClaimedValue claimed) {
            byte[] key = claimTables().state().scan().next().key();
            claimTables().state().put(key, ClaimedValue.FORMAT.write(claimed));
        }

        List<String> check(Map<RecordIdentity, SortedMap<Integer, Claim.Made>> made) {
            return Ledgers.findingsOf("uniqueness", ledger -> check(made, ledger));
        }

        private void check(
                Map<RecordIdentity, SortedMap<Integer, Claim.Made>> made, Ledger ledger) {
            if (claimTables().state().scan().hasNext()
                    || claimTables().claims().scan().hasNext()
                    || claimTables().entities().scan().hasNext()) {
                Optional<UniqueClaims> claims =
                        Optional.of(
                                UniqueClaims.readOnly(ONTOLOGY, Timeline.INTEGER, claimTables()));
                ClaimCheck.run(SIGNATURE, claimTables(), claims, isDeferred, ledger);
            }
            made.forEach(
                    (record, byOwner) ->
                            byOwner.forEach(
                                    (owner, claim) ->
                                            ledger.left(
                                                    Account.CLAIMS,
                                                    SIGNATURE,
                                                    Owners.name(owner),
                                                    record,
                                                    claim.entityId(),
                                                    claim.times())));
            // What is emitted is in an output, too.
            UniqueClaims.kept(claimTables())
                    .ifPresent(
                            kept ->
                                    kept.conflicts()
                                            .forEach(
                                                    (id, digest) ->
                                                            ledger.right(
                                                                    Account.OUTPUTS,
                                                                    "CONFLICTS/" + id,
                                                                    "uniqueness",
                                                                    digest)));
        }

        /** Made anew each time: nothing is kept but in the tables. */
        private UniqueClaims claims() {
            return new UniqueClaims(ONTOLOGY, Timeline.INTEGER, claimTables(), 200, this);
        }

        ClaimTables claimTables() {
            return new ClaimTables(
                    tables.bytes(ShardTables.Name.RECORDS),
                    tables.bytes(ShardTables.Name.COMPONENTS),
                    tables.bytes(ShardTables.Name.UNIQUENESS));
        }

        @Override
        public void update(OwnedUpdate owned) {
            assertThat(owned.owner()).isEqualTo(Owners.UNIQUENESS);
            emitted++;
            Update update = owned.update();
            if (update instanceof Update.ConflictOpen conflict) {
                assertThat(open.put(conflict.conflictId(), conflict.conflict()))
                        .as("stated twice")
                        .isNotEqualTo(conflict.conflict());
            } else {
                assertThat(open.remove(((Update.ConflictResolved) update).conflictId()))
                        .as("resolved, but never open")
                        .isNotNull();
            }
        }

        @Override
        public void conflicts(int more) {
            count += more;
        }

        @Override
        public void schedule(long millis) {
            assertThat(millis).isEqualTo(200);
            isDeferred = true;
        }
    }
}
