package io.kindred.resolve.check;

import io.kindred.codec.OntologyDocument;
import io.kindred.codec.OntologyReader;
import io.kindred.model.Descriptor;
import io.kindred.model.RecordIdentity;
import io.kindred.model.SourceRecord;
import io.kindred.ontology.Ontology;
import io.kindred.resolve.ShardEngine;
import io.kindred.resolve.ShardNetwork;
import io.kindred.resolve.emit.EmissionLimit;
import io.kindred.storage.ByteKey;
import io.kindred.storage.ByteTable;
import io.kindred.storage.EmittedDigests;
import io.kindred.storage.ShardTables.Name;
import io.kindred.storage.ShardTables.TermName;
import io.kindred.storage.StoredShards;
import io.kindred.storage.StoredShards.StoredShard;
import io.kindred.storage.TermTable;
import io.kindred.storage.memory.InMemoryShardTables;
import io.kindred.temporal.Interval;
import io.kindred.temporal.Timeline;
import io.kindred.testkit.FoldedUpdates;
import io.kindred.testkit.RandomCase;
import io.kindred.testkit.RandomHistories;
import io.kindred.testkit.RandomOptions;
import io.kindred.testkit.Seeds;
import io.kindred.testkit.Vector;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.OptionalLong;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;

class ShardCheckTest {

    private static final int CASES = Seeds.CASES / 20;

    private static final String ONTOLOGY_TEXT =
            """
            entity_types:
              person:
                identity_keys:
                  - {name: email, attributes: [email], max_records: null}
                  - {name: name, attributes: [name], max_records: 3}
                strong_identifiers: [{attribute: ssn, scope: global}]
                constraints: [{name: one_phone, attribute: phone, kind: unique, scope: global}]
            """;

    private static final Ontology ONTOLOGY = OntologyReader.read("ontology", ONTOLOGY_TEXT);

    /** What is emitted of these components later, and nothing else, may be missing. */
    private static final EmissionLimit LARGE_WAIT = new EmissionLimit(18, Duration.ofDays(1));

    /** What the engine takes long for. */
    private static final Shard WHOLE = whole();

    static Stream<Vector> vectors() {
        return Vector.all();
    }

    @ParameterizedTest
    @MethodSource("vectors")
    void findsNothingWrongWithTheWorkedCases(Vector vector) {
        Shard shard = new Shard();
        ShardEngine engine = new ShardEngine(vector.ontology(), Timeline.INTEGER, shard.tables);
        vector.records().forEach(engine::accept);
        engine.flush(shard.emitted);

        assertThat(check(vector.ontology(), shard)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"mixed", "unversioned", "contested", "generic"})
    void findsNothingWrongWithShardsOfLayout1(String name) {
        for (StoredShard stored : StoredShards.ofLayout1(name)) {
            Ontology ontology = new OntologyDocument("stored", stored.ontology()).ontology();
            // Nobody knows what it emitted.
            assertThat(check(ontology, new Shard(stored.tables(), new FoldedUpdates())))
                    .as(name)
                    .allSatisfy(line -> assertThat(line).startsWith("publish: "));
        }
    }

    @Test
    void findsNothingWrongWithRandomHistories() {
        for (long seed : Seeds.take(CASES)) {
            RandomCase random =
                    RandomHistories.generate(
                            seed,
                            (seed % 2 == 0 ? RandomOptions.MIXED : RandomOptions.GENERIC)
                                    .withSizes(14, 60));
            EmissionLimit limit =
                    seed % 3 == 0 ? new EmissionLimit(2, Duration.ofDays(1)) : EmissionLimit.NONE;
            Shard shard = new Shard();
            ShardEngine engine =
                    new ShardEngine(
                            random.ontology(), Timeline.INTEGER, shard.tables, limit, () -> 1);
            for (SourceRecord step : random.steps()) {
                engine.accept(step);
                engine.flush(shard.emitted);
            }
            assertThat(check(random.ontology(), shard)).as("seed %d", seed).isEmpty();
        }
    }

    @Test
    void findsNothingWrongWithSeveralShardsOfRandomHistories() {
        for (long seed : Seeds.take(CASES)) {
            RandomCase random =
                    RandomHistories.generate(seed, RandomOptions.MIXED.withSizes(14, 60));
            ShardNetwork network = new ShardNetwork(random.ontology(), 3, new Random(seed));
            random.steps().forEach(network::accept);
            network.settle();
            assertThat(network.findings()).as("seed %d", seed).isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = Name.class,
            mode = EnumSource.Mode.EXCLUDE,
            names = {"COMPONENT_MEMBERS", "KEY_STANDINGS", "ERASED_RECORDS", "GONE_RECORDS"})
    void findsEveryEntryThatIsMissingOrBroken(Name name) {
        List<TermTable.Entry> entries = entries(shard().tables.bytes(name).scan());
        assertThat(entries).isNotEmpty();
        for (TermTable.Entry entry : entries) {
            // A note that all claims are of one entity saves work and need not be there.
            boolean isNote =
                    name == Name.UNIQUENESS
                            && EmittedDigests.fromBytes("note", entry.value())
                                    .conflicts()
                                    .isEmpty();
            if (!isNote) {
                Shard lacking = shard();
                lacking.tables.bytes(name).remove(entry.key());
                assertThat(check(ONTOLOGY, lacking)).as("without %s", shown(entry)).isNotEmpty();
            }

            Shard broken = shard();
            byte[] longer = Arrays.copyOf(entry.value(), entry.value().length + 1);
            broken.tables.bytes(name).put(entry.key(), longer);
            assertThat(check(ONTOLOGY, broken)).as("longer %s", shown(entry)).isNotEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource(value = TermName.class, mode = EnumSource.Mode.EXCLUDE, names = "EXPIRY_BUCKETS")
    void findsEveryEntryOfATermThatIsMissingOrBroken(TermName name) {
        InMemoryShardTables whole = shard().tables;
        Set<ByteKey> terms = new HashSet<>();
        whole.scanTerms(name).forEachRemaining(term -> terms.add(new ByteKey(term)));
        assertThat(terms).isNotEmpty();
        for (ByteKey term : terms) {
            for (TermTable.Entry entry : entries(whole.terms(name).scan(term.bytes()))) {
                Shard lacking = shard();
                lacking.tables.terms(name).remove(term.bytes(), entry.key());
                assertThat(check(ONTOLOGY, lacking))
                        .as("%s without %s", term, shown(entry))
                        .isNotEmpty();

                Shard broken = shard();
                byte[] longer = Arrays.copyOf(entry.value(), entry.value().length + 1);
                broken.tables.terms(name).put(term.bytes(), entry.key(), longer);
                assertThat(check(ONTOLOGY, broken))
                        .as("%s, longer %s", term, shown(entry))
                        .isNotEmpty();

                Shard stray = shard();
                byte[] other = term.bytes().clone();
                other[other.length - 1] ^= 0x40;
                stray.tables.terms(name).put(other, entry.key(), entry.value());
                assertThat(check(ONTOLOGY, stray))
                        .as("%s with the stray %s", new ByteKey(other), shown(entry))
                        .isNotEmpty();
            }
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = Name.class,
            names = {
                "INTERNER_IDS",
                "INTERNER_STRINGS",
                "RECORDS",
                "RECORD_IDS",
                "ENTITY_IDS",
                "KEY_POSTINGS",
                "COMPONENTS",
                "UNIQUENESS",
                "UNIQUE_CLAIMS"
            })
    void findsEveryEntryThatIsWhereNothingLeadsTo(Name name) {
        for (TermTable.Entry entry : entries(shard().tables.bytes(name).scan())) {
            Shard stray = shard();
            ByteTable table = stray.tables.bytes(name);
            byte[] other = entry.key().clone();
            do {
                other[other.length - 1]++;
                other[other.length - 1] &= 0x7f;
            } while (table.get(other) != null);
            table.put(other, entry.value());
            assertThat(check(ONTOLOGY, stray))
                    .as("%s under %s", shown(entry), new ByteKey(other))
                    .isNotEmpty();
        }
    }

    @Test
    void findsValuesThatOtherRecordsSay() {
        // Each has the entry of the other, which can be read and is complete.
        for (Name name :
                EnumSet.of(Name.RECORDS, Name.RECORD_IDS, Name.ENTITY_IDS, Name.COMPONENTS)) {
            List<TermTable.Entry> entries = entries(shard().tables.bytes(name).scan());
            Shard swapped = shard();
            TermTable.Entry one = entries.get(0);
            TermTable.Entry other = entries.get(1);
            swapped.tables.bytes(name).put(one.key(), other.value());
            swapped.tables.bytes(name).put(other.key(), one.value());
            assertThat(check(ONTOLOGY, swapped)).as("%s", name).isNotEmpty();
        }
    }

    /** One of one's own, with all that {@link #WHOLE} has. */
    private static Shard shard() {
        Shard shard = new Shard(new InMemoryShardTables(), WHOLE.emitted);
        for (Name name : Name.values()) {
            WHOLE.tables
                    .bytes(name)
                    .scan()
                    .forEachRemaining(
                            entry -> shard.tables.bytes(name).put(entry.key(), entry.value()));
        }
        for (TermName name : TermName.values()) {
            TermTable terms = shard.tables.terms(name);
            WHOLE.tables
                    .scanTerms(name)
                    .forEachRemaining(
                            term ->
                                    WHOLE.tables
                                            .terms(name)
                                            .scan(term)
                                            .forEachRemaining(
                                                    entry ->
                                                            terms.put(
                                                                    term,
                                                                    entry.key(),
                                                                    entry.value())));
        }
        return shard;
    }

    /** A shard in which every table has entries but those of older layouts and other shards. */
    private static Shard whole() {
        Shard shard = new Shard();
        ShardEngine engine =
                new ShardEngine(ONTOLOGY, Timeline.INTEGER, shard.tables, LARGE_WAIT, () -> 1);
        // One entity with more records than are in a head, then more while it waits.
        for (int i = 0; i < 19; i++) {
            engine.accept(record("a" + i, "email", "a@x.org", "phone", "1"));
        }
        // Records apart by a strong identifier, with more conflicts than are in a component.
        for (int i = 0; i < 5; i++) {
            engine.accept(
                    record("b" + i, "email", "b@x.org", "ssn", "s" + i, "phone", "2", "job", "j"));
        }
        for (int i = 0; i < 18; i++) {
            engine.accept(record("c" + i, "email", "c@x.org", "ssn", "t" + i));
        }
        for (int i = 0; i < 5; i++) {
            engine.accept(record("d" + i, "name", "Dee", "job", "job " + i));
        }
        engine.accept(record("e", "name", "Eve", "name", "Eva"));
        engine.accept(record("f", "phone", "1"));
        for (int i = 0; i < 18; i++) {
            engine.accept(record("g" + i, "phone", "3", "name", "g" + i));
        }
        engine.flush(shard.emitted);
        engine.accept(record("a19", "email", "a@x.org", "phone", "1"));
        engine.flush(shard.emitted);
        return shard;
    }

    private static SourceRecord record(String uid, String... says) {
        List<Descriptor> descriptors = new ArrayList<>();
        for (int i = 0; i < says.length; i += 2) {
            Interval when = uid.equals("e") ? new Interval(i, 10) : Interval.ALWAYS;
            descriptors.add(new Descriptor(says[i], says[i + 1], when));
        }
        return SourceRecord.upsert(
                new RecordIdentity("person", "crm", uid), OptionalLong.of(1), descriptors);
    }

    /** A shard and what an output shows of it. */
    private record Shard(InMemoryShardTables tables, FoldedUpdates emitted) {
        Shard() {
            this(new InMemoryShardTables(), new FoldedUpdates());
        }
    }

    private static List<String> check(Ontology ontology, Shard shard) {
        return ShardChecks.findings(ontology, shard.tables, shard.emitted);
    }

    private static List<TermTable.Entry> entries(Iterator<TermTable.Entry> all) {
        List<TermTable.Entry> entries = new ArrayList<>();
        all.forEachRemaining(entries::add);
        return entries;
    }

    private static String shown(TermTable.Entry entry) {
        return new ByteKey(entry.key()) + " = " + new ByteKey(entry.value());
    }
}
