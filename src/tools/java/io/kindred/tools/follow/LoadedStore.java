package io.kindred.tools.follow;

import io.kindred.cli.ColdRun;
import io.kindred.cli.JobFailedException;
import io.kindred.codec.OntologyDocument;
import io.kindred.flink.config.JobConfig;
import io.kindred.flink.config.JobConfigReader;
import io.kindred.flink.config.RetentionConfig;
import io.kindred.offline.ContentsTask;
import io.kindred.ontology.Ontology;
import io.kindred.tools.store.OutputStore;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;

/**
 * A store with all rows that there are, for tools that look once.
 *
 * @param name of the job, or of the folder of the state
 * @param ontology the rules as text
 * @param rules the same, with attributes in the order of the file if there is one
 * @param retention when values expire
 * @param asOf all rows that there were then are in the store
 */
public record LoadedStore(
        OutputStore store,
        String name,
        OntologyDocument ontology,
        Ontology rules,
        RetentionConfig retention,
        Instant asOf)
        implements AutoCloseable {

    /** The file that every saved state has. */
    private static final String METADATA = "_metadata";

    /** Bytes of cache that tools use. */
    private static final long MEMORY = 128L << 20;

    /**
     * Reads the outputs of a job, or a saved state.
     *
     * @param place a job file, or the folder of a savepoint or retained checkpoint
     * @param folder of the store
     * @throws UnreadableOutputsException if the outputs are written to where they cannot be read,
     *     or the state has no records
     * @throws IOException if they cannot be read
     */
    public static LoadedStore of(Path place, Path folder)
            throws IOException, InterruptedException, UnreadableOutputsException {
        return isState(place)
                ? ofState(place, folder)
                : ofOutputs(JobConfigReader.read(place), folder);
    }

    /** Whether a path is the folder of a saved state. */
    public static boolean isState(Path place) {
        return Files.exists(place.resolve(METADATA));
    }

    private static LoadedStore ofState(Path state, Path folder)
            throws IOException, InterruptedException, UnreadableOutputsException {
        Instant now = Instant.now();
        SavedRows rows = new SavedRows(folder, MEMORY, now.toEpochMilli());
        try {
            ColdRun.onCompleteState("load", state.toString()).run(new ContentsTask(), rows);
        } catch (JobFailedException failure) {
            rows.end().ifPresent(OutputStore::close);
            throw new IOException(failure.getMessage(), failure);
        } catch (InterruptedException | RuntimeException failure) {
            rows.end().ifPresent(OutputStore::close);
            throw failure;
        }
        OutputStore store =
                rows.end()
                        .orElseThrow(
                                () -> new UnreadableOutputsException(state + " has no records"));
        return new LoadedStore(
                store,
                state.getFileName().toString(),
                rows.ontology(),
                store.ontology(),
                RetentionConfig.DEFAULT,
                now);
    }

    /**
     * Reads the outputs of a job.
     *
     * @param folder of the store
     * @throws UnreadableOutputsException if they are written to where they cannot be read, or not
     *     written yet
     * @throws IOException if they cannot be read
     */
    public static LoadedStore ofOutputs(JobConfig job, Path folder)
            throws IOException, UnreadableOutputsException {
        OutputFolders.check(job);
        OutputStore store =
                OutputStore.open(
                        folder,
                        job.ontologyDocument(),
                        job.timeline(),
                        Follower.outputs(job),
                        MEMORY);
        try (Follower follower = new Follower(job, store)) {
            follower.catchUp();
            return new LoadedStore(
                    store,
                    job.name(),
                    job.ontologyDocument(),
                    job.ontology(),
                    job.retention(),
                    follower.freshness().asOf().orElseThrow());
        } catch (IOException | RuntimeException failure) {
            store.close();
            throw failure;
        }
    }

    @Override
    public void close() {
        store.close();
    }
}
