package io.kindred.resolve.publish;

import io.kindred.model.CodePointOrder;
import io.kindred.model.Entity;
import io.kindred.model.RecordIdentity;
import io.kindred.model.Update;
import io.kindred.storage.ByteKey;
import io.kindred.storage.OutputTables;
import io.kindred.storage.ShardTables;
import io.kindred.storage.keyed.Owners;
import io.kindred.storage.memory.InMemoryShardTables;
import io.kindred.storage.wire.OwnedUpdate;
import io.kindred.storage.wire.RecordMove;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;

import static org.assertj.core.api.Assertions.assertThat;

class ChangelogRowPropertyTest {

    private static final List<Integer> OWNERS = List.of(0, 5, Owners.RECONCILE);

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void everyOrderOfOwnersEndsInTheSame(long seed) {
        Random random = new Random(seed);
        for (int history = 0; history < 100; history++) {
            List<List<OwnedUpdate>> said =
                    OWNERS.stream().map(owner -> saidBy(owner, random)).toList();
            Optional<Update> expected = Optional.empty();
            for (List<OwnedUpdate> byOne : said) {
                if (!byOne.isEmpty() && !byOne.get(byOne.size() - 1).encoded().isRetraction()) {
                    expected = Optional.of(byOne.get(byOne.size() - 1).update());
                }
            }
            for (int order = 0; order < 5; order++) {
                List<OwnedUpdate> inOrder = interleaved(said, random);
                assertThat(shownAfter(inOrder, random)).as("%s", inOrder).isEqualTo(expected);
                assertThat(shownAtTheEnd(inOrder)).as("%s", inOrder).isEqualTo(expected);
            }
        }
    }

    private static List<OwnedUpdate> saidBy(int owner, Random random) {
        RecordIdentity record = new RecordIdentity("person", "crm", "1");
        List<OwnedUpdate> said = new ArrayList<>();
        int count = random.nextInt(5);
        for (int i = 0; i < count; i++) {
            said.add(
                    OwnedUpdate.of(
                            owner,
                            random.nextInt(3) == 0
                                    ? new Update.Unassigned(record)
                                    : new Update.Assigned(record, "E" + random.nextInt(3))));
        }
        return said;
    }

    /** One of the orders that keep that of each owner. */
    private static List<OwnedUpdate> interleaved(List<List<OwnedUpdate>> said, Random random) {
        List<Deque<OwnedUpdate>> left = new ArrayList<>();
        said.forEach(byOne -> left.add(new ArrayDeque<>(byOne)));
        List<OwnedUpdate> inOrder = new ArrayList<>();
        left.removeIf(Deque::isEmpty);
        while (!left.isEmpty()) {
            inOrder.add(left.get(random.nextInt(left.size())).remove());
            left.removeIf(Deque::isEmpty);
        }
        return inOrder;
    }

    private static Optional<Update> shownAfter(List<OwnedUpdate> inOrder, Random random) {
        PublishedKey key = new PublishedKey();
        for (OwnedUpdate owned : inOrder) {
            key.say(owned.owner(), owned.update());
            if (random.nextInt(3) == 0) {
                key.pass(random.nextInt(120));
            }
            if (random.nextInt(4) == 0) {
                key.restart();
            }
        }
        SortedMap<Integer, ByteKey> emitted = new TreeMap<>();
        for (OwnedUpdate owned : inOrder) {
            emitted.remove(owned.owner());
            owned.encoded().shown().ifPresent(digest -> emitted.put(owned.owner(), digest));
        }
        assertThat(key.findings(emitted)).isEmpty();
        key.end();
        assertThat(key.findings(emitted)).isEmpty();
        Optional<Update> shown = Optional.empty();
        long revision = 0;
        for (PublishedKey.Row row : key.rows) {
            assertThat(row.revision()).isEqualTo(++revision);
            Optional<Update> now = Optional.of(row.update()).filter(each -> !each.isRetraction());
            assertThat(now).as("a row without change").isNotEqualTo(shown);
            shown = now;
        }
        if (!key.moves.isEmpty()) {
            assertThat(key.moves.get(key.moves.size() - 1).to())
                    .isEqualTo(shown.map(each -> ((Update.Assigned) each).entityId()));
        }
        return shown;
    }

    private static Optional<Update> shownAtTheEnd(List<OwnedUpdate> inOrder) {
        InMemoryShardTables tables = new InMemoryShardTables();
        OutputTables output =
                new OutputTables(
                        tables.bytes(ShardTables.Name.RECORDS),
                        tables.bytes(ShardTables.Name.COMPONENTS),
                        tables.bytes(ShardTables.Name.UNIQUENESS));
        inOrder.forEach(owned -> new FinalRow(output).accept(owned, 0));
        Optional<Update> shown = new FinalRow(output).last();
        assertThat(new FinalRow(output).last()).as("an end that is repeated").isEmpty();
        return shown;
    }

    /**
     * Records change entities and owners, and everything comes in any order that keeps that of each
     * channel, but within the wait.
     */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void successorsAreExactlyWhereTheRecordsAre(long seed) {
        Random random = new Random(seed);
        for (int history = 0; history < 50; history++) {
            World world = new World(random);
            for (int round = 0; round < 8; round++) {
                world.change();
                world.settle();
                world.check();
            }
        }
    }

    /** The next change comes while much of the last is still on its way. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void noEntityVanishesWithoutSuccessorsWhileItsRecordsAreThere(long seed) {
        Random random = new Random(seed);
        for (int history = 0; history < 100; history++) {
            World world = new World(random);
            world.losesRecords = false;
            for (int round = 0; round < 6; round++) {
                world.change();
                world.deliver(random.nextInt(12));
            }
            world.settle();
            world.checkShown();
            for (Update retired : world.retired()) {
                assertThat(((Update.EntityRetired) retired).successors())
                        .as("%s", retired)
                        .isNotEmpty()
                        .doesNotContain(((Update.EntityRetired) retired).entityId());
            }
        }
    }

    /** Some records in some entities, who speaks of each, and all that is on its way. */
    private static final class World {

        private static final int RECORDS = 5;
        private static final int ENTITIES = 4;

        private final Random random;
        private final SortedMap<RecordIdentity, String> entityOf = new TreeMap<>();
        private SortedMap<String, List<RecordIdentity>> before = new TreeMap<>();
        private SortedMap<String, List<RecordIdentity>> now = new TreeMap<>();
        private final Map<String, Integer> ownerOf = new HashMap<>();
        private final Map<String, PublishedKey> keys = new TreeMap<>();
        private final Map<String, Deque<Runnable>> channels = new TreeMap<>();
        private final Map<String, Integer> seen = new HashMap<>();
        private boolean losesRecords = true;

        World(Random random) {
            this.random = random;
        }

        void change() {
            SortedMap<RecordIdentity, String> was = new TreeMap<>(entityOf);
            for (int i = 0; i < RECORDS; i++) {
                if (random.nextInt(2) == 0) {
                    RecordIdentity record = new RecordIdentity("person", "crm", "R" + i);
                    int entity = random.nextInt(ENTITIES + (losesRecords ? 1 : 0));
                    if (entity == ENTITIES) {
                        entityOf.remove(record);
                    } else {
                        entityOf.put(record, "person-" + entity);
                    }
                }
            }
            before = now;
            now = new TreeMap<>();
            entityOf.forEach(
                    (record, entity) ->
                            now.computeIfAbsent(entity, unused -> new ArrayList<>()).add(record));
            tell(
                    was,
                    entityOf,
                    RecordIdentity::joined,
                    record -> new Update.Assigned(record, entityOf.get(record)),
                    Update.Unassigned::new);
            tell(
                    before,
                    now,
                    id -> id,
                    id -> new Update.EntityUpsert(new Entity(id, "person", now.get(id), List.of())),
                    id -> new Update.EntityRetired("person", id, List.of()));
        }

        private <K> void tell(
                SortedMap<K, ?> was,
                SortedMap<K, ?> is,
                Function<K, String> nameOf,
                Function<K, Update> emitted,
                Function<K, Update> retracted) {
            TreeMap<K, Object> all = new TreeMap<>(was);
            all.putAll(is);
            for (K each : all.keySet()) {
                String name = nameOf.apply(each);
                Integer owner = ownerOf.get(name);
                int next =
                        owner != null && random.nextBoolean()
                                ? owner
                                : OWNERS.get(random.nextInt(OWNERS.size()));
                if (is.containsKey(each)) {
                    say(next, name, emitted.apply(each));
                    ownerOf.put(name, next);
                }
                if (owner != null && (owner != next || !is.containsKey(each))) {
                    say(owner, name, retracted.apply(each));
                    if (!is.containsKey(each)) {
                        ownerOf.remove(name);
                    }
                }
            }
        }

        private void say(int owner, String name, Update update) {
            send(owner + ">" + name, () -> key(name).say(owner, update));
        }

        private void send(String channel, Runnable message) {
            channels.computeIfAbsent(channel, unused -> new ArrayDeque<>()).add(message);
        }

        private PublishedKey key(String name) {
            return keys.computeIfAbsent(name, unused -> new PublishedKey());
        }

        void settle() {
            deliver();
            // Half the time a retraction of a record, then that of its entity, is over.
            keys.forEach(
                    (name, key) -> {
                        if (!name.startsWith("person-")) {
                            key.pass(PublishedKey.DELAY);
                        }
                    });
            deliver();
            keys.forEach(
                    (name, key) -> {
                        if (name.startsWith("person-")) {
                            key.pass(PublishedKey.DELAY);
                        }
                    });
            assertThat(keys.values()).noneMatch(PublishedKey::isDeferred);
        }

        private void deliver() {
            deliver(Integer.MAX_VALUE);
        }

        void deliver(int messages) {
            forwardMoves();
            for (int i = 0; i < messages && !channels.isEmpty(); i++) {
                List<String> names = new ArrayList<>(channels.keySet());
                String name = names.get(random.nextInt(names.size()));
                Deque<Runnable> channel = channels.get(name);
                channel.remove().run();
                if (channel.isEmpty()) {
                    channels.remove(name);
                }
                forwardMoves();
            }
        }

        private void forwardMoves() {
            for (Map.Entry<String, PublishedKey> entry : new TreeMap<>(keys).entrySet()) {
                for (RecordMove move : entry.getValue().moves) {
                    send(entry.getKey() + ">" + move.from(), () -> key(move.from()).tell(move));
                }
                entry.getValue().moves.clear();
            }
        }

        List<Update> retired() {
            return keys.values().stream()
                    .flatMap(key -> key.updates().stream())
                    .filter(Update.EntityRetired.class::isInstance)
                    .toList();
        }

        void checkShown() {
            entityOf.forEach(
                    (record, entity) ->
                            assertThat(last(record.joined()))
                                    .isEqualTo(new Update.Assigned(record, entity)));
            now.forEach(
                    (id, records) ->
                            assertThat(last(id))
                                    .isEqualTo(
                                            new Update.EntityUpsert(
                                                    new Entity(id, "person", records, List.of()))));
        }

        void check() {
            checkShown();
            before.forEach(
                    (id, records) -> {
                        if (!now.containsKey(id)) {
                            TreeSet<String> successors = new TreeSet<>(CodePointOrder.STRINGS);
                            records.forEach(
                                    record ->
                                            Optional.ofNullable(entityOf.get(record))
                                                    .ifPresent(successors::add));
                            assertThat(last(id))
                                    .isEqualTo(
                                            new Update.EntityRetired(
                                                    "person", id, List.copyOf(successors)));
                        }
                    });
            keys.forEach(
                    (name, key) -> {
                        long revision = 0;
                        for (PublishedKey.Row row : key.rows) {
                            assertThat(row.revision()).isEqualTo(++revision);
                        }
                        if (staysInPart(name)) {
                            assertThat(key.rows.size() - seen.getOrDefault(name, 0))
                                    .as("a change is seen once")
                                    .isLessThanOrEqualTo(1);
                        }
                        seen.put(name, key.rows.size());
                    });
        }

        /** An entity whose records all left is retired, even if others come at the same time. */
        private boolean staysInPart(String name) {
            return !name.startsWith("person-")
                    || !Collections.disjoint(
                            before.getOrDefault(name, List.of()),
                            now.getOrDefault(name, List.of()));
        }

        private Update last(String name) {
            List<Update> shown = keys.get(name).updates();
            return shown.get(shown.size() - 1);
        }
    }
}
