package io.kindred.tools.generate;

import io.kindred.model.SourceRecord.Op;
import io.kindred.tools.generate.FileLayout.Format;
import io.kindred.tools.generate.RecordFactory.Fate;

import java.io.BufferedOutputStream;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.GZIPOutputStream;

/**
 * Writes the records of all sources, the truth, and a matching job file and ontology.
 *
 * <p>The file of a source has the first versions of its records, then the later versions and
 * deletes. Each part has an order of its own. Memory use does not depend on the number of records:
 * for each place in the order, a {@link Permutation} gives the slot, which is a person and a copy.
 * The seed decides whether the source has a record for the slot. The truth lists the records that
 * are not deleted at the end.
 */
public final class Generator {

    static final String TRUTH = "truth.csv";

    private static final int BUFFER = 1 << 16;
    private static final int COPIES = 2;
    private static final long FIRST_ORDER = 20;
    private static final long LATER_ORDER = 21;
    private static final long UIDS = 22;

    private final GeneratorSettings settings;
    private final People people;
    private final RecordFactory factory;
    private final long slots;

    private long records;
    private long identities;

    /** Creates a generator. Nothing is written yet. */
    public Generator(GeneratorSettings settings) {
        this.settings = settings;
        this.people = new People(settings.population(), settings.seed());
        this.factory = new RecordFactory(settings, people);
        this.slots = COPIES * settings.population().people();
    }

    /**
     * Writes all files into a folder, which is created if missing.
     *
     * @throws IOException if a file cannot be written
     */
    public Summary write(Path folder) throws IOException {
        Files.createDirectories(folder);
        List<SourceKind> sources = SourceKind.first(settings.population().sources());
        JobFiles.write(folder, settings.layout(), sources);
        records = 0;
        identities = 0;
        try (BufferedWriter truth = Files.newBufferedWriter(folder.resolve(TRUTH))) {
            truth.write("perspective,uid,person\n");
            for (SourceKind source : sources) {
                try (RecordSink sink = open(folder, source)) {
                    Permutation uids = order(UIDS, source);
                    writeFirstVersions(source, uids, sink, truth);
                    writeLaterVersions(source, uids, sink);
                }
            }
        }
        return new Summary(records, identities, settings.population().people(), sources.size());
    }

    private void writeFirstVersions(
            SourceKind source, Permutation uids, RecordSink sink, BufferedWriter truth)
            throws IOException {
        Permutation order = order(FIRST_ORDER, source);
        for (long place = 0; place < slots; place++) {
            long slot = settings.layout().shuffle() ? order.apply(place) : place;
            if (!hasRecord(source, slot)) {
                continue;
            }
            String uid = source.uid(uids.apply(slot) + 1);
            Person person = people.person(slot / COPIES);
            sink.write(factory.record(source, uid, slot, 1, person));
            records++;
            identities++;
            if (!factory.fate(source, slot).deleted()) {
                truth.append(source.perspective()).append(',').append(uid);
                truth.append(",P").append(Long.toString(person.index())).append('\n');
            }
        }
    }

    private void writeLaterVersions(SourceKind source, Permutation uids, RecordSink sink)
            throws IOException {
        if (settings.noise().updates() == 0 && settings.noise().deletes() == 0) {
            return;
        }
        Permutation order = order(LATER_ORDER, source);
        for (long place = 0; place < slots; place++) {
            long slot = settings.layout().shuffle() ? order.apply(place) : place;
            Fate fate = factory.fate(source, slot);
            if (!(fate.updated() || fate.deleted()) || !hasRecord(source, slot)) {
                continue;
            }
            String uid = source.uid(uids.apply(slot) + 1);
            if (fate.updated()) {
                sink.write(factory.record(source, uid, slot, 2, people.person(slot / COPIES)));
                records++;
            }
            if (fate.deleted()) {
                int version = fate.updated() ? 3 : 2;
                sink.write(new SyntheticRecord(uid, version, Op.DELETE, List.of()));
                records++;
            }
        }
    }

    /** Whether a source has a record for this slot: a person and a copy. */
    private boolean hasRecord(SourceKind source, long slot) {
        long person = slot / COPIES;
        boolean duplicate = slot % COPIES == 1;
        return (!duplicate || factory.isDuplicated(source, person))
                && (people.sourcesOf(person) & (1 << source.ordinal())) != 0;
    }

    private Permutation order(long purpose, SourceKind source) {
        return new Permutation(slots, Draws.mix(settings.seed()) + source.ordinal(), purpose);
    }

    private RecordSink open(Path folder, SourceKind source) throws IOException {
        FileLayout layout = settings.layout();
        Path file = folder.resolve(layout.fileName(source.perspective()));
        OutputStream out = Files.newOutputStream(file);
        out =
                layout.gzip()
                        ? new GZIPOutputStream(out, BUFFER)
                        : new BufferedOutputStream(out, BUFFER);
        return layout.format() == Format.RECORD
                ? new JsonRecordSink(source.perspective(), out)
                : new CsvRecordSink(out);
    }
}
