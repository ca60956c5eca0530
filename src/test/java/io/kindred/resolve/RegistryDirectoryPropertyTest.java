package io.kindred.resolve;

import io.kindred.model.Descriptor;
import io.kindred.model.GenericKey;
import io.kindred.model.OutputKey;
import io.kindred.model.RecordIdentity;
import io.kindred.model.SourceRecord;
import io.kindred.model.SourceRecord.Op;
import io.kindred.model.Update;
import io.kindred.model.Update.GenericKeyOpen;
import io.kindred.ontology.EntityTypeRules;
import io.kindred.ontology.IdentityKey;
import io.kindred.oracle.Oracle;
import io.kindred.resolve.record.HomeShard;
import io.kindred.resolve.record.KeyEntry;
import io.kindred.resolve.record.NormalizedRecord;
import io.kindred.resolve.record.RecordTerms;
import io.kindred.resolve.shards.Directory;
import io.kindred.resolve.shards.Registry;
import io.kindred.resolve.shards.Registry.Decision;
import io.kindred.storage.ByteKey;
import io.kindred.storage.KeyScope;
import io.kindred.storage.keyed.KeyCounts;
import io.kindred.storage.keyed.Registration;
import io.kindred.storage.wire.KeyChange;
import io.kindred.storage.wire.KeyScopeChange;
import io.kindred.storage.wire.ShardMessage.RecordChange;
import io.kindred.storage.wire.ShardMessage.ScopeChange;
import io.kindred.temporal.Timeline;
import io.kindred.testkit.RandomCase;
import io.kindred.testkit.RandomHistories;
import io.kindred.testkit.RandomOptions;
import io.kindred.testkit.Seeds;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;

/** Holds registry and directory to a recount of the current records. */
class RegistryDirectoryPropertyTest {

    private static final int CASES = Seeds.CASES / 2;
    private static final int[] SHARDS = {1, 2, 3, 5};

    static Stream<RandomOptions> profiles() {
        return Stream.of(
                RandomOptions.MIXED,
                RandomOptions.MIXED.withUnversioned(),
                RandomOptions.GENERIC.withUnversioned(),
                RandomOptions.GENERIC.withSizes(14, 60));
    }

    @ParameterizedTest
    @MethodSource("profiles")
    void shardsHoldAndKnowWhatTheRecordsSay(RandomOptions options) {
        Set<KeyScope> seen = EnumSet.noneOf(KeyScope.class);
        boolean anyMoved = false;
        for (long seed : Seeds.halfFixed(CASES)) {
            RandomCase random = RandomHistories.generate(seed, options);
            Random dice = new Random(seed);
            World world = new World(random, SHARDS[(int) (seed % SHARDS.length)], dice);
            for (int step = 1; step <= random.steps().size(); step++) {
                world.take(random.steps().get(step - 1));
                if (dice.nextInt(4) == 0 || step == random.steps().size()) {
                    world.settle();
                    world.compare(step);
                    seen.addAll(world.scopes.values());
                }
            }
            anyMoved |= world.moves > 0;
        }
        assertThat(seen).containsExactlyInAnyOrder(KeyScope.values());
        assertThat(anyMoved).isTrue();
    }

    /** Many registries, one directory, and channels between them that keep nothing but order. */
    private static final class World {
        private static final int CHANNELS = 3;

        private final RandomCase random;
        private final int shards;
        private final Random dice;
        private final Registry registry;
        private final Directory directory;
        private final Map<RecordIdentity, Registration> registrations = new HashMap<>();
        private final Map<ByteKey, KeyCounts> counts = new HashMap<>();
        private final List<Queue<KeyChange>> channels = new ArrayList<>();
        private final List<RecordChange> inOrder = new ArrayList<>();
        private final Map<Holder, KeyScope> shardScopes = new HashMap<>();
        private final Map<ByteKey, KeyScope> reconcileScopes = new HashMap<>();
        private final Map<OutputKey, GenericKey> emitted = new HashMap<>();
        private final Map<ByteKey, IdentityKey> keyOf = new HashMap<>();
        private final Map<Decision, Integer> decisions = new EnumMap<>(Decision.class);
        private Map<ByteKey, KeyScope> scopes = Map.of();
        private int records;
        private int moves;

        World(RandomCase random, int shards, Random dice) {
            this.random = random;
            this.shards = shards;
            this.dice = dice;
            registry = new Registry(random.ontology(), shards);
            directory = new Directory(random.ontology());
            for (int i = 0; i < CHANNELS; i++) {
                channels.add(new ArrayDeque<>());
            }
        }

        private record Holder(int shard, ByteKey signature) {}

        void take(SourceRecord incoming) {
            RecordIdentity identity = incoming.identity();
            Optional<Registration> before = Optional.ofNullable(registrations.get(identity));
            Registry.Outcome outcome = registry.accept(before.map(World::stored), incoming, 0);
            decisions.merge(outcome.decision(), 1, Integer::sum);
            records += outcome.more();
            moves += outcome.changes().size() == 2 ? 1 : 0;
            long number = before.map(Registration::change).orElse(0L);
            for (RecordChange change : outcome.changes()) {
                number++;
                assertThat(change.record().version()).hasValue(number);
                assertThat(change.record().identity()).isEqualTo(identity);
            }
            assertThat(outcome.after().change()).isEqualTo(number);
            inOrder.addAll(outcome.changes());
            registrations.put(identity, outcome.after());
            channels.get(Math.floorMod(identity.hashCode(), CHANNELS)).addAll(outcome.keyChanges());
            while (dice.nextBoolean()) {
                deliverOne();
            }
        }

        private static Registration stored(Registration registration) {
            return Registration.FORMAT.read(Registration.FORMAT.write(registration));
        }

        private boolean deliverOne() {
            List<Queue<KeyChange>> waiting =
                    channels.stream().filter(channel -> !channel.isEmpty()).toList();
            if (waiting.isEmpty()) {
                return false;
            }
            deliver(waiting.get(dice.nextInt(waiting.size())).remove());
            return true;
        }

        private void deliver(KeyChange change) {
            Optional<KeyCounts> before = Optional.ofNullable(counts.get(change.signature()));
            Directory.Outcome outcome =
                    directory.accept(
                            before.map(each -> KeyCounts.FORMAT.read(KeyCounts.FORMAT.write(each))),
                            change);
            Set<Integer> concerned = new HashSet<>();
            before.ifPresent(each -> concerned.addAll(each.records().keySet()));
            outcome.after().ifPresent(each -> concerned.addAll(each.records().keySet()));
            for (ScopeChange scopeChange : outcome.toShards()) {
                assertThat(concerned).as("%s", scopeChange).contains(scopeChange.shard());
                apply(
                        shardScopes,
                        new Holder(scopeChange.shard(), change.signature()),
                        scopeChange.change());
            }
            outcome.toReconcile()
                    .ifPresent(
                            scopeChange ->
                                    apply(reconcileScopes, scopeChange.signature(), scopeChange));
            outcome.emitted().ifPresent(this::state);
            keep(change.signature(), outcome.after());
            if (dice.nextInt(10) == 0) {
                reemit(change.signature());
            }
        }

        private void keep(ByteKey signature, Optional<KeyCounts> after) {
            if (after.isPresent()) {
                counts.put(signature, after.get());
            } else {
                counts.remove(signature);
            }
        }

        private void reemit(ByteKey signature) {
            Optional.ofNullable(counts.get(signature))
                    .flatMap(directory::reemit)
                    .ifPresent(
                            reemitted -> {
                                state(reemitted.update());
                                counts.put(signature, reemitted.after());
                            });
        }

        private static <K> void apply(Map<K, KeyScope> scopes, K who, KeyScopeChange scopeChange) {
            assertThat(scopes.getOrDefault(who, KeyScope.LOCAL))
                    .as("known before %s", scopeChange)
                    .isNotEqualTo(scopeChange.scope());
            if (scopeChange.scope() == KeyScope.LOCAL) {
                scopes.remove(who);
            } else {
                scopes.put(who, scopeChange.scope());
            }
        }

        private void state(Update update) {
            if (update instanceof GenericKeyOpen open) {
                assertThat(open.generic()).isNotEqualTo(emitted.put(open.key(), open.generic()));
            } else {
                assertThat(emitted.remove(update.key())).isNotNull();
            }
        }

        /** All that is under way arrives, and what was put off is done. */
        void settle() {
            while (deliverOne()) {
                assertThat(counts.values()).allMatch(each -> each.total() > 0);
            }
            Set.copyOf(counts.keySet()).forEach(this::reemit);
        }

        void compare(int step) {
            Oracle oracle =
                    new Oracle(
                            random.ontology(), Timeline.INTEGER, random.steps().subList(0, step));
            String where = "seed " + random.seed() + ", step " + step;
            Map<ByteKey, Map<Integer, Long>> expected = new HashMap<>();
            Map<Integer, Map<RecordIdentity, List<Descriptor>>> homes = new HashMap<>();
            for (SourceRecord record : oracle.current()) {
                recount(record, homes, expected);
            }
            assertThat(records).as(where).isEqualTo(oracle.current().size());
            assertThat(decisions.values().stream().mapToInt(each -> each).sum()).isEqualTo(step);
            assertThat(held(inOrder)).as("held, " + where).isEqualTo(homes);
            assertThat(heldOfAnyOrder()).as("held in any order, " + where).isEqualTo(homes);

            assertThat(
                            counts.entrySet().stream()
                                    .collect(
                                            Collectors.toMap(
                                                    Map.Entry::getKey,
                                                    each -> each.getValue().records())))
                    .as("counts, " + where)
                    .isEqualTo(expected);
            scopes = new HashMap<>();
            Map<Holder, KeyScope> known = new HashMap<>();
            expected.forEach(
                    (signature, byShard) -> {
                        long total = byShard.values().stream().mapToLong(each -> each).sum();
                        KeyScope scope =
                                keyOf.get(signature).isGeneric(total)
                                        ? KeyScope.GENERIC
                                        : byShard.size() > 1 ? KeyScope.SPANNING : KeyScope.LOCAL;
                        scopes.put(signature, scope);
                        if (scope != KeyScope.LOCAL) {
                            byShard.keySet()
                                    .forEach(
                                            shard ->
                                                    known.put(new Holder(shard, signature), scope));
                        }
                    });
            assertThat(shardScopes).as("reported, " + where).isEqualTo(known);
            assertThat(reconcileScopes)
                    .as("told to reconcile, " + where)
                    .isEqualTo(
                            scopes.entrySet().stream()
                                    .filter(each -> each.getValue() == KeyScope.GENERIC)
                                    .collect(
                                            Collectors.toMap(
                                                    Map.Entry::getKey, Map.Entry::getValue)));
            assertThat(emitted.values())
                    .as("stated, " + where)
                    .containsExactlyInAnyOrderElementsOf(oracle.result().genericKeys());
        }

        private void recount(
                SourceRecord record,
                Map<Integer, Map<RecordIdentity, List<Descriptor>>> homes,
                Map<ByteKey, Map<Integer, Long>> expected) {
            RecordIdentity identity = record.identity();
            EntityTypeRules rules = random.ontology().rules(identity.entityType()).orElseThrow();
            Map<ByteKey, KeyEntry> keys =
                    RecordTerms.keys(
                            NormalizedRecord.of(identity, record.descriptors(), rules), rules);
            int home = new HomeShard(shards).of(identity, keys);
            homes.computeIfAbsent(home, none -> new HashMap<>())
                    .put(identity, record.descriptors());
            keys.forEach(
                    (signature, entry) -> {
                        keyOf.put(signature, rules.identityKeys().get(entry.keyPosition()));
                        expected.computeIfAbsent(signature, none -> new TreeMap<>())
                                .merge(home, 1L, Long::sum);
                    });
        }

        private Map<Integer, Map<RecordIdentity, List<Descriptor>>> heldOfAnyOrder() {
            List<RecordChange> shuffled = new ArrayList<>(inOrder);
            Collections.shuffle(shuffled, dice);
            return held(shuffled);
        }

        /** What each shard holds that ignores what is not greater than the last it saw. */
        private static Map<Integer, Map<RecordIdentity, List<Descriptor>>> held(
                List<RecordChange> changes) {
            Map<Integer, Map<RecordIdentity, SourceRecord>> last = new HashMap<>();
            for (RecordChange change : changes) {
                last.computeIfAbsent(change.shard(), none -> new HashMap<>())
                        .merge(
                                change.record().identity(),
                                change.record(),
                                (a, b) -> number(a) < number(b) ? b : a);
            }
            Map<Integer, Map<RecordIdentity, List<Descriptor>>> held = new HashMap<>();
            last.forEach(
                    (shard, records) ->
                            records.forEach(
                                    (identity, record) -> {
                                        if (record.op() == Op.UPSERT) {
                                            held.computeIfAbsent(shard, none -> new HashMap<>())
                                                    .put(identity, record.descriptors());
                                        }
                                    }));
            return held;
        }

        private static long number(SourceRecord record) {
            return record.version().orElseThrow();
        }
    }
}
