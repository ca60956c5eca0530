package io.kindred.tools.follow;

import io.kindred.codec.OntologyDocument;
import io.kindred.flink.config.SinksConfig.Output;
import io.kindred.offline.ContentsTask;
import io.kindred.offline.Declaration;
import io.kindred.tools.store.FedRow;
import io.kindred.tools.store.OutputStore;
import org.jspecify.annotations.Nullable;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Brings the rows of a {@link ContentsTask} into a new store, in batches. Called by one thread at a
 * time.
 */
final class SavedRows implements Consumer<byte[]> {

    /** How many rows may come before the first declaration. */
    static final int MOST_WAITING = 100_000;

    private static final Set<Output> OUTPUTS =
            EnumSet.of(Output.ENTITIES, Output.ASSIGNMENTS, Output.CONFLICTS, Output.RECORDS);

    private static final int BATCH = 2_000;

    private final Path folder;
    private final long memory;
    private final long now;
    private final List<FedRow> waiting = new ArrayList<>();
    private @Nullable OutputStore store;
    private @Nullable String declaration;

    /**
     * @param now epoch ms, for rows that do not say when they were emitted
     */
    SavedRows(Path folder, long memory, long now) {
        this.folder = folder;
        this.memory = memory;
        this.now = now;
    }

    /**
     * Adds a row of the state to the store, once the store can be made.
     *
     * @throws IllegalStateException if there are more than {@value #MOST_WAITING} rows, and still
     *     no declaration
     */
    @Override
    public synchronized void accept(byte[] row) {
        byte[] content = Arrays.copyOfRange(row, 1, row.length);
        if (row[0] == ContentsTask.DECLARATION) {
            open(new String(content, StandardCharsets.UTF_8));
            return;
        }
        waiting.add(new FedRow(output(row[0]), content, now, false));
        if (store != null && waiting.size() >= BATCH) {
            flush(store);
        }
        // Only a few come before: constraint conflicts across shards, which are found last.
        if (waiting.size() > MOST_WAITING) {
            throw new IllegalStateException(
                    "more than " + MOST_WAITING + " rows of the state came before its rules");
        }
    }

    private void open(String text) {
        if (store == null) {
            declaration = text;
            Declaration read = Declaration.read(text);
            store = OutputStore.openNew(folder, read.ontology(), read.timeline(), OUTPUTS, memory);
        }
    }

    private static Output output(byte what) {
        return switch (what) {
            case ContentsTask.ENTITY -> Output.ENTITIES;
            case ContentsTask.ASSIGNMENT -> Output.ASSIGNMENTS;
            case ContentsTask.RECORD -> Output.RECORDS;
            case ContentsTask.CONFLICT -> Output.CONFLICTS;
            default -> throw new IllegalArgumentException("not a row of an output: " + what);
        };
    }

    private void flush(OutputStore into) {
        into.apply(waiting, Map.of());
        waiting.clear();
    }

    /** The store with all rows; empty if the state has no records. */
    synchronized Optional<OutputStore> end() {
        if (store != null) {
            flush(store);
        }
        return Optional.ofNullable(store);
    }

    /** The rules of the state; to be called if there is a store. */
    synchronized OntologyDocument ontology() {
        return Declaration.document(Objects.requireNonNull(declaration));
    }
}
