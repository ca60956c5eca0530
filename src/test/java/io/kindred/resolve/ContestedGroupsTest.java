package io.kindred.resolve;

import io.kindred.model.Descriptor;
import io.kindred.model.RecordIdentity;
import io.kindred.model.SourceRecord;
import io.kindred.ontology.EntityTypeRules;
import io.kindred.ontology.IdentityKey;
import io.kindred.ontology.IdentityKey.KeyAttribute;
import io.kindred.ontology.Ontology;
import io.kindred.ontology.Scope;
import io.kindred.ontology.StrongIdentifier;
import io.kindred.oracle.Oracle;
import io.kindred.resolve.cluster.ComponentResolver;
import io.kindred.resolve.match.Matcher;
import io.kindred.resolve.record.NormalizedRecord;
import io.kindred.storage.memory.InMemoryShardTables;
import io.kindred.temporal.Interval;
import io.kindred.temporal.Timeline;
import io.kindred.testkit.FoldedUpdates;
import io.kindred.testkit.Seeds;
import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Random;

import static org.assertj.core.api.Assertions.assertThat;

/** Groups of many clusters that strong identifiers keep apart. */
class ContestedGroupsTest {

    private static final int CASES = Seeds.CASES * 2;
    private static final int MANY = 5_000;

    private static final Ontology ONTOLOGY =
            new Ontology(
                    Map.of(
                            "person",
                            new EntityTypeRules(
                                    List.of(key("phone"), key("email")),
                                    List.of(
                                            new StrongIdentifier("ssn", Scope.GLOBAL),
                                            new StrongIdentifier("badge", Scope.PERSPECTIVE)),
                                    List.of(),
                                    Map.of())),
                    Map.of());

    @Test
    void equalTheOracleWithManyClustersAGroup() {
        int severalAgreed = 0;
        for (long seed : Seeds.halfFixed(CASES)) {
            Random dice = new Random(seed);
            List<SourceRecord> records = randomRecords(dice);
            FoldedUpdates folded = new FoldedUpdates();
            ShardEngine engine = engine();
            records.forEach(engine::accept);
            engine.flush(folded);
            Oracle oracle = new Oracle(ONTOLOGY, Timeline.INTEGER, records);
            assertThat(folded.result()).as("seed %d", seed).isEqualTo(oracle.result());
            int entities = oracle.result().entities().size();
            if (entities > 3 && entities < records.size() - 3) {
                severalAgreed++;
            }
        }
        assertThat(severalAgreed).as("cases of many sides").isPositive();
    }

    /** Comparing all pairs of clusters would not end here. */
    @Test
    void finishesWithTooManyClustersToCompareAllPairs() {
        List<NormalizedRecord> different = new ArrayList<>();
        List<NormalizedRecord> twoEach = new ArrayList<>();
        List<NormalizedRecord> inTurn = new ArrayList<>();
        for (int i = 0; i < MANY * 10; i++) {
            different.add(record(i, "ssn=" + i));
            twoEach.add(record(i, "ssn=" + i / 2));
            inTurn.add(record(i, "ssn=" + i % 2 + "-" + i / 40, i / 40 * 10, i / 40 * 10 + 10));
        }
        assertThat(resolve(different)).isEqualTo(MANY * 10);
        assertThat(resolve(twoEach)).isEqualTo(MANY * 5);
        assertThat(resolve(inTurn)).isEqualTo(MANY * 10 / 20);
    }

    private static int resolve(List<NormalizedRecord> records) {
        return ComponentResolver.resolve(
                        records, Matcher.of(ONTOLOGY.entityTypes().get("person")), key -> false)
                .entities()
                .size();
    }

    private static NormalizedRecord record(int number, String strong) {
        return record(number, strong, Interval.MIN, Interval.MAX);
    }

    private static NormalizedRecord record(int number, String strong, long start, long end) {
        String[] value = strong.split("=", -1);
        return NormalizedRecord.of(
                identity("crm", number),
                List.of(
                        new Descriptor("phone", "1", Interval.ALWAYS),
                        new Descriptor(value[0], value[1], new Interval(start, end))),
                ONTOLOGY.entityTypes().get("person"));
    }

    private static List<SourceRecord> randomRecords(Random dice) {
        int count = 8 + dice.nextInt(16);
        int values = 2 + dice.nextInt(8);
        int span = 1 + dice.nextInt(12);
        List<SourceRecord> records = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            Map<String, Integer> howMany = new HashMap<>();
            howMany.put("phone", 1);
            howMany.put("email", dice.nextInt(3) / 2);
            howMany.put("ssn", dice.nextInt(10) < 7 ? 1 + dice.nextInt(2) : 0);
            howMany.put("badge", dice.nextInt(10) < 4 ? 1 + dice.nextInt(2) : 0);
            List<Descriptor> descriptors = new ArrayList<>();
            howMany.forEach(
                    (attribute, times) -> {
                        int choices = attribute.equals("phone") ? 1 : values;
                        for (int j = 0; j < times; j++) {
                            String value = Integer.toString(dice.nextInt(choices));
                            descriptors.add(new Descriptor(attribute, value, time(dice, span)));
                        }
                    });
            String perspective = dice.nextInt(3) == 0 ? "hr" : "crm";
            records.add(
                    SourceRecord.upsert(identity(perspective, i), OptionalLong.of(1), descriptors));
        }
        return records;
    }

    private static Interval time(Random dice, int span) {
        if (dice.nextInt(4) == 0) {
            return Interval.ALWAYS;
        }
        int start = dice.nextInt(20);
        return new Interval(start, start + 1 + dice.nextInt(span));
    }

    private static ShardEngine engine() {
        return new ShardEngine(ONTOLOGY, Timeline.INTEGER, new InMemoryShardTables());
    }

    private static RecordIdentity identity(String perspective, int number) {
        return new RecordIdentity("person", perspective, "R-" + number);
    }

    private static IdentityKey key(String attribute) {
        return new IdentityKey(
                attribute, List.of(new KeyAttribute(attribute, List.of())), OptionalLong.empty());
    }
}
