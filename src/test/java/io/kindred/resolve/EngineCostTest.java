package io.kindred.resolve;

import io.kindred.model.Descriptor;
import io.kindred.model.SourceRecord;
import io.kindred.storage.CountingTables;
import io.kindred.storage.memory.InMemoryShardTables;
import io.kindred.temporal.Interval;
import io.kindred.temporal.Timeline;
import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;

/** What a record costs does not depend on how many others the shard holds. */
class EngineCostTest {

    private static final int FEW = 1_000;
    private static final int MANY = 30_000;
    private static final int BATCH = 500;

    @Test
    void takingARecordCostsTheSameHoweverManyOthersThereAre() {
        Map<String, Cost> amongFew = costs(FEW);
        Map<String, Cost> amongMany = costs(MANY);

        assertThat(amongMany).isEqualTo(amongFew);
        assertThat(amongFew.values())
                .allSatisfy(
                        cost -> {
                            assertThat(cost.reads()).isPositive();
                            assertThat(cost.writes()).isPositive();
                        });
    }

    private static Map<String, Cost> costs(int others) {
        Shard shard = new Shard();
        shard.fill(others);
        for (int i = 1; i <= 3; i++) {
            shard.take(upsert("three-" + i, 1, "email=three@x.org", "city=Ulm"));
        }
        Map<String, Cost> costs = new LinkedHashMap<>();
        costs.put("links to nothing", shard.take(upsert("alone", 1, "email=alone@x.org")));
        costs.put(
                "links to nothing, common value",
                shard.take(upsert("common", 1, "email=common@x.org", "city=Ulm")));
        costs.put(
                "joins three",
                shard.take(upsert("three-4", 1, "email=three@x.org", "city=Ulm", "ssn=4")));
        costs.put(
                "changes a value that is no key",
                shard.take(upsert("three-2", 2, "email=three@x.org", "city=Bonn")));
        costs.put("leaves three", shard.take(delete("three-4", 2)));
        costs.put("is gone", shard.take(delete("alone", 2)));
        return costs;
    }

    private static SourceRecord upsert(String uid, long version, String... values) {
        return SourceRecord.upsert(
                Sample.identity("crm", uid),
                OptionalLong.of(version),
                Stream.of(values).map(EngineCostTest::descriptor).toList());
    }

    private static SourceRecord delete(String uid, long version) {
        return SourceRecord.delete(Sample.identity("crm", uid), OptionalLong.of(version));
    }

    private static Descriptor descriptor(String text) {
        String[] value = text.split("=", -1);
        return new Descriptor(value[0], value[1], Interval.ALWAYS);
    }

    private record Cost(int reads, int writes, int scans, int walked) {}

    private static final class Shard {
        private final CountingTables tables = new CountingTables(new InMemoryShardTables());
        private final ShardEngine engine =
                new ShardEngine(Sample.ONTOLOGY, Timeline.INTEGER, tables);

        /** Puts others in, linked two by two; many values are common to all. */
        void fill(int others) {
            for (int i = 0; i < others; i++) {
                List<String> values = new ArrayList<>();
                values.add("email=other" + i / 2 + "@x.org");
                values.add("name=Name");
                values.add("dob=" + i);
                values.add("ssn=other" + i / 2);
                values.add("city=Ulm");
                engine.accept(upsert("other" + i, 1, values.toArray(String[]::new)));
                if (i % BATCH == BATCH - 1) {
                    engine.flush(update -> {});
                }
            }
            engine.flush(update -> {});
        }

        /** Takes one record and settles it. */
        Cost take(SourceRecord record) {
            tables.reset();
            engine.accept(record);
            engine.flush(update -> {});
            return new Cost(tables.reads(), tables.writes(), tables.scans(), tables.walked());
        }
    }
}
