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
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashSet;
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
    private static final String LAYOUT = "3";

    private static final byte[] MADE_FOR = bytes("made-for");

    private final StoreDatabase database;
    private final Ontology ontology;
    private final RecordRows recordRows;
    private final ValueIndex values;
    private final AttributeNames attributes = new AttributeNames();
    private final Map<Output, RowWriter> writers = new EnumMap<>(Output.class);
    private final Timeline timeline;
    private final Set<Output> outputs;
    private volatile StoreCounts counts;

    /** Whether something was written since it was last brought to files, and since when. */
    private boolean isWritten;

    private long writtenSince;

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
            this.counts = view.storedCounts();
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
        try {
            return opened(database, madeFor, ontology.ontology(), timeline, outputs);
        } catch (StoreException failure) {
            database.close();
            if (failure.isNoSpace()) {
                throw failure;
            }
            throw new StoreException(
                    "the store in "
                            + folder
                            + " is damaged; remove the folder, and it is made anew from the"
                            + " outputs (--store)",
                    failure);
        }
    }

    private static OutputStore opened(
            StoreDatabase database,
            String madeFor,
            Ontology ontology,
            Timeline timeline,
            Set<Output> outputs) {
        if (!madeFor.equals(madeFor(database))) {
            try (StoreBatch batch = new StoreBatch(database, StoreCounts.none())) {
                batch.clear();
                batch.put(Family.META, MADE_FOR, bytes(madeFor));
                batch.write();
            }
        }
        return new OutputStore(database, ontology, timeline, outputs);
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

    /** Removes everything, all or nothing, so that all rows are read again. */
    public synchronized void clear() {
        try (StoreView view = view();
                StoreBatch batch = new StoreBatch(database, StoreCounts.none())) {
            batch.clear();
            view.get(Family.META, MADE_FOR)
                    .ifPresent(each -> batch.put(Family.META, MADE_FOR, each));
            batch.write();
        }
        noteWrite();
        counts = StoreCounts.none();
        attributes.clear();
    }

    /**
     * Applies rows in their order, and sets positions, all or nothing.
     *
     * @param positions by name; an empty one is removed
     * @throws RowException if a row is not one of its output
     * @throws StoreException if the store cannot be written, as when the disk is full
     */
    public synchronized void apply(List<FedRow> rows, Map<String, String> positions) {
        StoreCounts next = counts.copy();
        try (StoreBatch batch = new StoreBatch(database, next);
                StoreView view = view()) {
            List<ObjectNode> nodes = rows.stream().map(this::parsed).toList();
            List<byte[]> keys = new ArrayList<>(rows.size());
            for (int i = 0; i < rows.size(); i++) {
                if (writers.containsKey(rows.get(i).output())) {
                    keys.add(key(rows.get(i), nodes.get(i)));
                }
            }
            batch.prefetch(keys);
            for (int i = 0; i < rows.size(); i++) {
                apply(batch, view, rows.get(i), nodes.get(i));
            }
            positions.forEach((name, at) -> position(batch, name, at));
            batch.put(Family.META, StoreCounts.KEY, next.bytes());
            batch.write();
            counts = next;
            noteWrite();
            if (rows.stream().anyMatch(row -> row.output() == Output.ERASURES)) {
                // The log of writes has what was erased until then.
                flush();
            }
        } catch (RuntimeException failure) {
            // Some may have been added that were not written.
            attributes.clear();
            try (StoreView view = view()) {
                attributes.load(view);
            }
            throw failure;
        }
    }

    /**
     * Brings what was written to files if the first of it was written so long ago: only what is in
     * files can leave them. To be called now and then.
     *
     * @throws StoreException if that fails, as when the disk is full
     */
    public synchronized void flushAfter(Duration age) {
        if (isWritten && System.nanoTime() - writtenSince >= age.toNanos()) {
            flush();
        }
    }

    private void noteWrite() {
        if (!isWritten) {
            isWritten = true;
            writtenSince = System.nanoTime();
        }
    }

    private void flush() {
        database.flush();
        isWritten = false;
    }

    private static void position(StoreBatch batch, String name, String at) {
        if (at.isEmpty()) {
            batch.remove(Family.META, positionKey(name));
        } else {
            batch.put(Family.META, positionKey(name), bytes(at));
        }
    }

    /**
     * Whether rows can only be of a job that began anew: one of them repeats what holds, and its
     * revision is not greater.
     *
     * @param rows the first of an output
     */
    public boolean beginsAnew(List<FedRow> rows) {
        Set<String> seen = new HashSet<>();
        try (StoreView view = view()) {
            for (FedRow row : rows) {
                ObjectNode node = parsed(row);
                String key = writers.get(row.output()).key(node);
                if (seen.add(key)
                        && view.stored(row.output(), key)
                                .filter(last -> !StoredRow.isGone(last.node()))
                                .filter(last -> node.path("revision").asLong() <= last.revision())
                                .isPresent()) {
                    return true;
                }
            }
        }
        return false;
    }

    private ObjectNode parsed(FedRow row) {
        try {
            return StoredRow.parse(row.json());
        } catch (StoreException failure) {
            throw new RowException(row, "not a JSON object", failure);
        }
    }

    private byte[] key(FedRow fed, ObjectNode node) {
        String key = writers.get(fed.output()).key(node);
        if (key.isEmpty() || key.indexOf('\0') >= 0) {
            throw wrong(fed, new IllegalArgumentException("no output key"));
        }
        return StoreKeys.row(fed.output(), key);
    }

    private static RowException wrong(FedRow row, RuntimeException failure) {
        return new RowException(
                row, "not a row of " + row.output().name().toLowerCase(Locale.ROOT), failure);
    }

    private void apply(StoreBatch batch, StoreView view, FedRow fed, ObjectNode row) {
        try {
            replace(batch, view, fed, row);
        } catch (IllegalArgumentException | ClassCastException failure) {
            throw wrong(fed, failure);
        }
    }

    private void replace(StoreBatch batch, StoreView view, FedRow fed, ObjectNode row) {
        if (fed.output() == Output.ERASURES) {
            Erasures.apply(batch, view, row, fed.at());
            return;
        }
        RowWriter writer = writers.get(fed.output());
        if (writer == null) {
            return;
        }
        byte[] key = key(fed, row);
        Optional<StoredRow> stored = batch.row(key);
        Optional<ObjectNode> before = stored.map(StoredRow::node);
        long revision = row.path("revision").asLong();
        boolean wasGone = before.map(StoredRow::isGone).orElse(true);
        boolean isGone = StoredRow.isGone(row);
        if (stored.isPresent() && isStale(fed, row, stored.get(), wasGone, isGone)) {
            return;
        }
        StoredRow next = new StoredRow(revision, at(row, fed), stored.isEmpty(), fed.json());
        writer.replace(batch, before, stored, row, next, isGone);
        batch.putRow(key, next);
        if (outputs.contains(Output.ERASURES)) {
            Erasures.replaced(batch, view, fed.output(), key, before, row, next.at());
        }
        batch.counts()
                .add(
                        fed.output().name().toLowerCase(Locale.ROOT),
                        (isGone ? 0 : 1) - (wasGone ? 0 : 1));
    }

    /**
     * Whether a row says less than the last one of its key. Revisions begin anew some time after a
     * row that retracts, if the job forgets what was deleted.
     */
    private static boolean isStale(
            FedRow fed, ObjectNode row, StoredRow last, boolean wasGone, boolean isGone) {
        long revision = row.path("revision").asLong();
        if (revision > last.revision()) {
            return false;
        }
        if (isGone && wasGone || Arrays.equals(fed.json(), last.json())) {
            return true;
        }
        return !fed.isOrdered() && (!wasGone || at(row, fed) < last.at());
    }

    private static long at(ObjectNode row, FedRow fed) {
        String recordedAt = row.path("recorded_at").asText();
        try {
            return recordedAt.isEmpty() ? fed.at() : Instant.parse(recordedAt).toEpochMilli();
        } catch (DateTimeParseException notOurs) {
            return fed.at();
        }
    }

    /** Writes all files anew, without what was removed. */
    void compact() {
        database.flush();
        database.compact();
    }

    @Override
    public void close() {
        database.close();
    }
}
