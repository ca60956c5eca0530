package io.kindred.tools.store;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kindred.codec.OntologyDocument;
import io.kindred.flink.config.SinksConfig.Output;
import io.kindred.model.Digest;
import io.kindred.ontology.Ontology;
import io.kindred.temporal.Timeline;
import io.kindred.tools.store.StoreDatabase.Family;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * The store of a job's outputs in a folder.
 *
 * <p>Rows are applied in batches by one thread. A batch is written with the positions of the reader
 * behind it, all or nothing, so that after a crash reading goes on where the store is. Others read
 * while it is written.
 */
public final class OutputStore implements AutoCloseable {

    /** The layout of the store's entries; a store of another one is made anew. */
    private static final String LAYOUT = "1";

    private static final byte[] MADE_FOR = bytes("made-for");
    private static final byte[] COUNTS = bytes("counts");

    private final StoreDatabase database;
    private final Ontology ontology;
    private final RecordRows recordRows;
    private final ValueIndex values;
    private final AttributeNames attributes = new AttributeNames();
    private final Map<Output, RowWriter> writers = new EnumMap<>(Output.class);
    private final Timeline timeline;
    private final Set<Output> outputs;
    private volatile StoreCounts counts;

    private OutputStore(
            StoreDatabase database, Ontology ontology, Timeline timeline, Set<Output> outputs) {
        this.database = database;
        this.ontology = ontology;
        this.timeline = timeline;
        this.outputs = Set.copyOf(outputs);
        this.recordRows = new RecordRows(timeline);
        this.values = new ValueIndex(ontology);
        try (StoreView view = view()) {
            attributes.load(view);
            this.counts =
                    view.get(Family.META, COUNTS).map(StoreCounts::read).orElse(StoreCounts.none());
        }
        boolean hasRecords = outputs.contains(Output.RECORDS);
        writers.put(Output.ENTITIES, new EntityWriter(values, attributes, !hasRecords));
        writers.put(Output.ASSIGNMENTS, new AssignmentWriter());
        writers.put(Output.RECORDS, new RecordWriter(ontology, recordRows, values, attributes));
        writers.put(Output.CONFLICTS, new ConflictWriter(new ConflictRank(ontology)));
        writers.put(Output.GENERIC_KEYS, new GenericKeyWriter());
    }

    /**
     * Opens a store, or creates it. One that was made for other rules, outputs or by another
     * release is emptied first: it then reads all rows again.
     *
     * @param outputs those that there are
     * @param memory bytes of cache and memtables
     * @throws StoreException if the folder cannot be used
     */
    public static OutputStore open(
            Path folder,
            OntologyDocument ontology,
            Timeline timeline,
            Set<Output> outputs,
            long memory) {
        String madeFor =
                Digest.hex(
                        List.of(
                                LAYOUT,
                                ontology.json(),
                                timeline.name(),
                                outputs.stream().sorted().toList().toString()));
        StoreDatabase database = StoreDatabase.open(folder, memory);
        if (!madeFor.equals(madeFor(database))) {
            database.clear();
            try (StoreBatch batch = new StoreBatch(database, StoreCounts.none())) {
                batch.put(Family.META, MADE_FOR, bytes(madeFor));
                batch.write();
            }
        }
        return new OutputStore(database, ontology.ontology(), timeline, outputs);
    }

    /**
     * Makes a store that is used once.
     *
     * @param folder empty, or not there
     * @throws StoreException if the folder cannot be used
     */
    public static OutputStore openNew(
            Path folder, Ontology ontology, Timeline timeline, Set<Output> outputs, long memory) {
        return new OutputStore(StoreDatabase.open(folder, memory), ontology, timeline, outputs);
    }

    private static String madeFor(StoreDatabase database) {
        try (StoreView view = new StoreView(database, new RecordRows(Timeline.MILLIS))) {
            return view.get(Family.META, MADE_FOR)
                    .map(each -> new String(each, StandardCharsets.UTF_8))
                    .orElse("");
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** The outputs that it follows. */
    public Set<Output> outputs() {
        return outputs;
    }

    public Ontology ontology() {
        return ontology;
    }

    /** How times are written. */
    public Timeline timeline() {
        return timeline;
    }

    /** The store as it is now; to be closed. */
    public StoreView view() {
        return new StoreView(database, recordRows);
    }

    /** The normalised value; empty if it says nothing. */
    public Optional<String> normalized(String entityType, String attribute, String value) {
        return values.normalized(entityType, attribute, value);
    }

    /** A text without case and accents, as values are found by. */
    public static String folded(String text) {
        return ValueIndex.folded(text);
    }

    /** The entity types and attributes that there are or were values of. */
    public AttributeNames attributes() {
        return attributes;
    }

    /** How many rows of each output hold, by its name. */
    public Map<String, Long> counts() {
        return counts.all();
    }

    /** Bytes of its files. */
    public long fileBytes() {
        return database.fileBytes();
    }

    /** A position that was written with rows. */
    public Optional<String> position(String name) {
        try (StoreView view = view()) {
            return view.get(Family.META, positionKey(name))
                    .map(each -> new String(each, StandardCharsets.UTF_8));
        }
    }

    /** All positions whose names begin so, by name. */
    public Map<String, String> positions(String beginning) {
        Map<String, String> positions = new TreeMap<>();
        try (StoreView view = view()) {
            byte[] from = positionKey(beginning);
            view.scan(
                    Family.META,
                    from,
                    (key, value) -> {
                        positions.put(
                                StoreKeys.rest(key, 1), new String(value, StandardCharsets.UTF_8));
                        return true;
                    });
        }
        return positions;
    }

    private static byte[] positionKey(String name) {
        return bytes('@' + name);
    }

    /** Removes everything, so that all rows are read again. */
    public void clear() {
        Optional<byte[]> madeFor;
        try (StoreView view = view()) {
            madeFor = view.get(Family.META, MADE_FOR);
        }
        database.clear();
        counts = StoreCounts.none();
        attributes.clear();
        try (StoreBatch batch = new StoreBatch(database, StoreCounts.none())) {
            madeFor.ifPresent(each -> batch.put(Family.META, MADE_FOR, each));
            batch.write();
        }
    }

    /**
     * Applies rows in their order, and sets positions, all or nothing.
     *
     * @param rows a row without an output key, or that is not one of its output, is an error
     * @param positions by name
     * @throws StoreException if a row is wrong, or the disk is full
     */
    public synchronized void apply(List<FedRow> rows, Map<String, String> positions) {
        StoreCounts next = counts.copy();
        try (StoreBatch batch = new StoreBatch(database, next);
                StoreView view = view()) {
            List<ObjectNode> nodes = new ArrayList<>(rows.size());
            List<byte[]> keys = new ArrayList<>(rows.size());
            for (FedRow row : rows) {
                ObjectNode node = StoredRow.parse(row.json());
                nodes.add(node);
                if (writers.containsKey(row.output())) {
                    keys.add(key(row.output(), node));
                }
            }
            batch.prefetch(keys);
            for (int i = 0; i < rows.size(); i++) {
                apply(batch, view, rows.get(i), nodes.get(i));
            }
            positions.forEach((name, at) -> batch.put(Family.META, positionKey(name), bytes(at)));
            batch.put(Family.META, COUNTS, next.bytes());
            batch.write();
        }
        counts = next;
    }

    private byte[] key(Output output, ObjectNode node) {
        String key = writers.get(output).key(node);
        if (key.isEmpty()) {
            throw new StoreException(
                    "a row of "
                            + output.name().toLowerCase(Locale.ROOT)
                            + " does not have its output key");
        }
        return StoreKeys.row(output, key);
    }

    private void apply(StoreBatch batch, StoreView view, FedRow fed, ObjectNode row) {
        if (fed.output() == Output.ERASURES) {
            Erasures.apply(batch, view, row);
            return;
        }
        RowWriter writer = writers.get(fed.output());
        if (writer == null) {
            return;
        }
        byte[] key = key(fed.output(), row);
        Optional<StoredRow> stored = batch.row(key);
        Optional<ObjectNode> before = stored.map(StoredRow::node);
        long revision = row.path("revision").asLong();
        boolean wasGone = before.map(StoredRow::isGone).orElse(true);
        if (stored.isPresent()
                && !fed.isOrdered()
                && revision <= stored.get().revision()
                && !wasGone) {
            return;
        }
        boolean isGone = StoredRow.isGone(row);
        if (isGone && wasGone && stored.isPresent() && revision <= stored.get().revision()) {
            return;
        }
        StoredRow next = new StoredRow(revision, at(row, fed), stored.isEmpty(), fed.json());
        writer.replace(batch, before, stored, row, next, isGone);
        batch.putRow(key, next);
        batch.counts()
                .add(
                        fed.output().name().toLowerCase(Locale.ROOT),
                        (isGone ? 0 : 1) - (wasGone ? 0 : 1));
    }

    private static long at(ObjectNode row, FedRow fed) {
        String recordedAt = row.path("recorded_at").asText();
        try {
            return recordedAt.isEmpty() ? fed.at() : Instant.parse(recordedAt).toEpochMilli();
        } catch (DateTimeParseException notOurs) {
            return fed.at();
        }
    }

    @Override
    public void close() {
        database.close();
    }
}
