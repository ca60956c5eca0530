package io.kindred.tools.follow;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kindred.flink.config.SinksConfig.Output;
import io.kindred.offline.ContentsTask;
import io.kindred.offline.Declaration;
import io.kindred.tools.store.FedRow;
import io.kindred.tools.store.OutputStore;
import io.kindred.tools.store.StoredRow;
import org.jspecify.annotations.Nullable;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/** Brings the rows of a {@link ContentsTask} into a new store. Called by one thread at a time. */
final class SavedRows implements Consumer<byte[]> {

    private static final Set<Output> OUTPUTS =
            EnumSet.of(Output.ENTITIES, Output.ASSIGNMENTS, Output.CONFLICTS, Output.RECORDS);

    private static final int BATCH = 2_000;

    private final Path folder;
    private final long memory;
    private final long now;
    private final List<FedRow> waiting = new ArrayList<>();
    private @Nullable OutputStore store;

    /**
     * @param now epoch ms, for rows that do not say when they were emitted
     */
    SavedRows(Path folder, long memory, long now) {
        this.folder = folder;
        this.memory = memory;
        this.now = now;
    }

    @Override
    public synchronized void accept(byte[] row) {
        String text = new String(row, 1, row.length - 1, StandardCharsets.UTF_8);
        if (row[0] == ContentsTask.DECLARATION) {
            if (store == null) {
                Declaration declaration = Declaration.read(text);
                store =
                        OutputStore.openNew(
                                folder,
                                declaration.ontology(),
                                declaration.timeline(),
                                OUTPUTS,
                                memory);
            }
            return;
        }
        Arrays.stream(text.split("\n"))
                .map(line -> line.getBytes(StandardCharsets.UTF_8))
                .forEach(
                        line ->
                                output(StoredRow.parse(line))
                                        .ifPresent(
                                                output ->
                                                        waiting.add(
                                                                new FedRow(
                                                                        output, line, now,
                                                                        false))));
        if (waiting.size() >= BATCH) {
            flush();
        }
    }

    /** The output that a row is of; empty for decisions. */
    private static Optional<Output> output(ObjectNode row) {
        if (row.has("decision") || row.has("decided")) {
            return Optional.empty();
        }
        if (row.has("conflict_id")) {
            return Optional.of(Output.CONFLICTS);
        }
        if (row.has("descriptors")) {
            return Optional.of(Output.RECORDS);
        }
        return Optional.of(row.has("uid") ? Output.ASSIGNMENTS : Output.ENTITIES);
    }

    /** Constraint conflicts across shards may come before any shard says what its rules are. */
    private void flush() {
        if (store != null) {
            store.apply(waiting, Map.of());
            waiting.clear();
        }
    }

    /** The store with all rows; empty if the state has no records. */
    synchronized Optional<OutputStore> end() {
        flush();
        return Optional.ofNullable(store);
    }
}
