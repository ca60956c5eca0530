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
 * What a record costs while entities of a size grow: batches of {@value #BATCH} records each 100 ms
 * of a made clock, of which one in ten joins an entity and the others are alone, over tables in
 * memory. {@value #FILLED} records are in entities of the size before, each of which grows by a
 * quarter while it is measured. What is measured lasts for many batches, so that this is a program
 * of its own and no JMH benchmark.
 *
 * <p>Arguments: either how often to measure each kind and size for a table of the best of them, or
 * the kind ({@code shared} key, {@code unique} the same with an attribute that is to be unique,
 * {@code contested}: each record with a strong identifier of its own, joining one component of the
 * size every {@value #CONTESTED_JOIN_EACH} batches), the size, and the bytes to hold.
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
                "%s size=%s held=%s us/record=%.1f statements/record=%.2f%n",
                args[0], args[1], args[2], cost.micros, cost.updates);
    }

    private static void printTable(int times) {
        long held = LargeEntitiesConfig.DEFAULT.cacheBytes();
        // The first run also pays for compiling.
        KINDS.forEach(kind -> measure(kind, SIZES.get(1), held));
        System.out.println("| size | " + String.join(" | ", KINDS) + " |");
        System.out.println("|---|" + "---|".repeat(KINDS.size()));
        for (int size : SIZES) {
            StringBuilder row = new StringBuilder("| " + String.format("%,d", size) + " |");
            for (String kind : KINDS) {
                Cost best =
                        IntStream.range(0, times)
                                .mapToObj(any -> measure(kind, size, held))
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

    /** Of a record. */
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
