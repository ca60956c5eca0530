package io.kindred.resolve.check;

import io.kindred.codec.OntologyReader;
import io.kindred.model.Descriptor;
import io.kindred.model.RecordIdentity;
import io.kindred.model.SourceRecord;
import io.kindred.ontology.Ontology;
import io.kindred.resolve.ShardNetwork;
import io.kindred.storage.ByteKey;
import io.kindred.storage.KeyScope;
import io.kindred.storage.ShardTables.Name;
import io.kindred.storage.keyed.KeyCounts;
import io.kindred.storage.keyed.Owners;
import io.kindred.storage.keyed.Registration;
import io.kindred.storage.memory.InMemoryShardTables;
import io.kindred.storage.shard.KeyScopes;
import io.kindred.temporal.Interval;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

import static org.assertj.core.api.Assertions.assertThat;

/** What registry, directory, shards and reconcile must agree on, damaged in every way. */
class SeveralShardsCheckTest {

    private static final Ontology ONTOLOGY =
            OntologyReader.read(
                    "ontology",
                    """
                    entity_types:
                      person:
                        identity_keys:
                          - {name: email, attributes: [email]}
                          - {name: name, attributes: [name], max_records: 3}
                        constraints:
                          - {name: one_phone, attribute: phone, kind: unique, scope: global}
                    """);

    private static final RecordIdentity NOBODY = new RecordIdentity("person", "crm", "nobody");

    private enum Damage {
        REGISTERED_AND_NOWHERE(
                "registry: ",
                network -> {
                    Registration any = network.registrations().values().iterator().next();
                    network.registrations().put(NOBODY, any);
                }),
        NOT_REGISTERED("registry: ", network -> firstOf(network.registrations()).remove()),
        REGISTERED_AS_DELETED("registry: ", network -> register(network, false, 0, true)),
        OTHER_CHANGE("registry: ", network -> register(network, true, 1, true)),
        OTHER_CONTENT("registry: ", network -> register(network, true, 0, false)),
        IN_ANOTHER_SHARD("belongs to shard ", network -> network.exchange(0, 1)),
        NOT_RECONCILED(
                "reconcile: ",
                network -> {
                    InMemoryShardTables tables = network.tables().get(Owners.RECONCILE);
                    byte[] record = tables.bytes(Name.RECORDS).scan().next().key();
                    tables.bytes(Name.RECORDS).remove(record);
                }),
        RECONCILED_TOO(
                "reconcile: ", network -> network.reconcileToo(record("h", "email", "h@x.org"))),
        NOT_COUNTED("directory: ", network -> firstOf(network.counts()).remove()),
        COUNTED_OTHERWISE(
                "directory: ",
                network ->
                        firstOf(network.counts())
                                .replace(
                                        counts -> {
                                            SortedMap<Integer, Long> records =
                                                    new TreeMap<>(counts.records());
                                            records.merge(records.firstKey(), 1L, Long::sum);
                                            return new KeyCounts(
                                                    records, counts.scope(), counts.generic());
                                        })),
        SPANNING_IN_ONE_SHARD(
                "is SPANNING in 1 shards",
                network ->
                        network.counts()
                                .replaceAll(
                                        (key, counts) ->
                                                counts.records().size() > 1
                                                        ? counts
                                                        : new KeyCounts(
                                                                counts.records(),
                                                                KeyScope.SPANNING,
                                                                Optional.empty()))),
        STANDING_NOT_KNOWN("directory: ", network -> forget(network, 0)),
        GENERIC_NOT_KNOWN("directory: ", network -> forget(network, Owners.RECONCILE)),
        STANDING_OF_NOTHING("directory: ", network -> makeUp(network, 0)),
        GENERIC_OF_NOTHING("directory: ", network -> makeUp(network, Owners.RECONCILE)),
        NOT_CLAIMED("uniqueness: ", network -> firstOf(network.claims()).remove()),
        NOT_EMITTED("publish: ", network -> network.emitted().clear());

        final String named;
        final Consumer<ShardNetwork> damage;

        Damage(String named, Consumer<ShardNetwork> damage) {
            this.named = named;
            this.damage = damage;
        }
    }

    @Test
    void findsNothingWrongWithWhatIsSound() {
        assertThat(network().findings()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(Damage.class)
    void findsEveryDamage(Damage damage) {
        ShardNetwork network = network();
        damage.damage.accept(network);
        assertThat(network.findings()).anySatisfy(line -> assertThat(line).contains(damage.named));
    }

    /** Pairs over several shards, a name that too many have, and a phone that many claim. */
    private static ShardNetwork network() {
        ShardNetwork network = new ShardNetwork(ONTOLOGY, 3, new Random(5));
        for (int i = 0; i < 20; i++) {
            network.accept(record("s" + i, "email", i + "@x.org", "name", "n" + i / 2));
        }
        for (int i = 0; i < 6; i++) {
            network.accept(record("g" + i, "email", "g" + i, "name", "Generic", "phone", "1"));
        }
        network.accept(record("h", "email", "h@x.org"));
        network.settle();
        assertThat(network.escalated()).isPositive();
        return network;
    }

    private static SourceRecord record(String uid, String... says) {
        List<Descriptor> descriptors = new ArrayList<>();
        for (int i = 0; i < says.length; i += 2) {
            descriptors.add(new Descriptor(says[i], says[i + 1], Interval.ALWAYS));
        }
        return SourceRecord.upsert(
                new RecordIdentity("person", "crm", uid), OptionalLong.of(1), descriptors);
    }

    private static void register(
            ShardNetwork network, boolean isThere, int later, boolean hasContent) {
        firstOf(network.registrations())
                .replace(
                        before ->
                                new Registration(
                                        isThere,
                                        before.version(),
                                        before.change() + later,
                                        isThere && hasContent ? before.descriptors() : List.of()));
    }

    private static void forget(ShardNetwork network, int owner) {
        InMemoryShardTables tables = network.tables().get(owner);
        byte[] scope = tables.bytes(Name.KEY_STANDINGS).scan().next().key();
        tables.bytes(Name.KEY_STANDINGS).remove(scope);
    }

    private static void makeUp(ShardNetwork network, int owner) {
        new KeyScopes(network.tables().get(owner)).set(new ByteKey(new byte[16]), KeyScope.GENERIC);
    }

    private static <K, V> First<K, V> firstOf(Map<K, V> map) {
        return new First<>(map, map.keySet().iterator().next());
    }

    private record First<K, V>(Map<K, V> map, K key) {
        void remove() {
            map.remove(key);
        }

        void replace(UnaryOperator<V> change) {
            map.computeIfPresent(key, (unused, value) -> change.apply(value));
        }
    }
}
