package io.kindred.tools.bench;

import io.kindred.codec.OntologyReader;
import io.kindred.flink.config.LargeEntitiesConfig;
import io.kindred.model.Descriptor;
import io.kindred.model.RecordIdentity;
import io.kindred.model.SourceRecord;
import io.kindred.ontology.Ontology;
import io.kindred.resolve.ShardEngine;
import io.kindred.resolve.emit.EmissionLimit;
import io.kindred.resolve.emit.LargeEntityBudget;
import io.kindred.storage.memory.InMemoryShardTables;
import io.kindred.temporal.Interval;
import io.kindred.temporal.Timeline;

import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.IntStream;

/**
 * Measures what a record costs while entities of a given size grow. The tables are in memory. First
 * {@value #FILLED} records fill entities of that size. Then batches of {@value #BATCH} records
 * arrive every 100 ms of a simulated clock. One record in ten joins an entity, the others are
 * alone, and each entity grows by a quarter. It is not a JMH benchmark, since a run spans many
 * batches.
 *
 * <p>Arguments are either a number of runs, or a kind, a size and the bytes of the cache. With a
 * number of runs it measures each kind and size that often, and prints a table of the best. The
 * kinds are {@code shared} (a shared key), {@code unique} (the same with a unique attribute) and
 * {@code contested}: each record has its own strong identifier, and one record joins the only
 * component every {@value #CONTESTED_JOIN_EACH} batches.
 */
public final class EntitySizes {

    private static final int BATCH = 500;
    private static final int JOINING = 50;
    private static final int BATCHES = 500;
    private static final int FILLED = 100_000;
    private static final int CONTESTED_JOIN_EACH = 50;
    private static final long BATCH_MILLIS = 100;
    private static final List<String> KINDS = List.of("shared", "unique", "contested");
    private static final List<Integer> SIZES = List.of(1, 10, 100, 1_000, 10_000);

    private final boolean isContested;
    private final int size;
    private final ShardEngine engine;
    private long now = 1_000_000;
    private int records;
    private int joined;
    private long updates;

    private EntitySizes(String kind, int size, long cacheBytes) {
        this.isContested = kind.equals("contested");
        this.size = size;
        this.engine =
                new ShardEngine(
                        ontology(kind),
                        Timeline.MILLIS,
                        new InMemoryShardTables(),
                        new EmissionLimit(
                                1000, Duration.ofSeconds(5), new LargeEntityBudget(cacheBytes)),
                        () -> now);
    }

    /** Measures one size and prints a line, or all and prints a table. */
    public static void main(String[] args) {
        if (args.length == 1) {
            printTable(Integer.parseInt(args[0]));
            return;
        }
        Cost cost = measure(args[0], Integer.parseInt(args[1]), Long.parseLong(args[2]));
        System.out.printf(
                "%s size=%s cache_bytes=%s us/record=%.1f updates/record=%.2f%n",
                args[0], args[1], args[2], cost.micros, cost.updates);
    }

    private static void printTable(int times) {
        long cacheBytes = LargeEntitiesConfig.DEFAULT.cacheBytes();
        // The first run also pays for compiling.
        KINDS.forEach(kind -> measure(kind, SIZES.get(1), cacheBytes));
        System.out.println("| size | " + String.join(" | ", KINDS) + " |");
        System.out.println("|---|" + "---|".repeat(KINDS.size()));
        for (int size : SIZES) {
            StringBuilder row = new StringBuilder("| " + String.format("%,d", size) + " |");
            for (String kind : KINDS) {
                Cost best =
                        IntStream.range(0, times)
                                .mapToObj(any -> measure(kind, size, cacheBytes))
                                .min(Comparator.comparingDouble(Cost::micros))
                                .orElseThrow();
                row.append(String.format(" %.1f µs, %.2f |", best.micros, best.updates));
            }
            System.out.println(row);
        }
    }

    private static Cost measure(String kind, int size, long cacheBytes) {
        EntitySizes measured = new EntitySizes(kind, size, cacheBytes);
        measured.fill();
        double records = BATCHES * BATCH;
        long start = System.nanoTime();
        measured.grow();
        double micros = (System.nanoTime() - start) / 1e3;
        return new Cost(micros / records, measured.updates / records);
    }

    /** The mean cost of a record. */
    private record Cost(double micros, double updates) {}

    private static Ontology ontology(String kind) {
        String constraints =
                kind.equals("unique")
                        ? "    constraints: [{name: one, kind: unique, attribute: email}]\n"
                        : "";
        return OntologyReader.read(
                "ontology.yaml",
                "entity_types:\n"
                        + "  person:\n"
                        + "    identity_keys:\n"
                        + "      - {name: email, attributes: [email], max_records: null}\n"
                        + "    strong_identifiers: [{attribute: ssn}]\n"
                        + "    attributes: {phone: {cardinality: many}}\n"
                        + constraints);
    }

    private void fill() {
        int all = isContested ? size : FILLED;
        while (records < all) {
            engine.accept(joining());
            if (records % (10 * BATCH) == 0) {
                flush();
            }
        }
        flush();
        engine.flushAll(update -> {});
        for (int i = 0; i < 20; i++) {
            alone(BATCH);
        }
        updates = 0;
    }

    private void grow() {
        for (int batch = 0; batch < BATCHES; batch++) {
            int joining = isContested ? batch % CONTESTED_JOIN_EACH == 0 ? 1 : 0 : JOINING;
            for (int i = 0; i < joining; i++) {
                engine.accept(joining());
            }
            alone(BATCH - joining);
        }
    }

    private void alone(int several) {
        for (int i = 0; i < several; i++) {
            engine.accept(record("alone" + records, "alone" + records));
        }
        flush();
    }

    private void flush() {
        now += BATCH_MILLIS;
        engine.flush(update -> updates++);
    }

    private SourceRecord joining() {
        int entities = isContested ? 1 : FILLED / size;
        int entity = joined++ % entities;
        return record("entity" + entity, isContested ? "own" + joined : "of" + entity);
    }

    private SourceRecord record(String email, String ssn) {
        int id = records++;
        return SourceRecord.upsert(
                new RecordIdentity("person", "crm", "r" + id),
                OptionalLong.of(1),
                List.of(
                        value("city", "city of " + email),
                        value("email", email + "@example.org"),
                        value("name", "name of " + email),
                        value("phone", "030 " + id % 20),
                        value("ssn", ssn)));
    }

    private static Descriptor value(String attribute, String value) {
        return new Descriptor(attribute, value, Interval.ALWAYS);
    }
}
