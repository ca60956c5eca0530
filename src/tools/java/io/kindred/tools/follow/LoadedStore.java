package io.kindred.tools.follow;

import io.kindred.flink.config.JobConfig;
import io.kindred.flink.config.RetentionConfig;
import io.kindred.tools.store.OutputStore;

import java.io.IOException;
import java.nio.file.Path;

/**
 * A store with all rows that there are, for tools that look once.
 *
 * @param name of the job
 * @param retention when values expire
 */
public record LoadedStore(OutputStore store, String name, RetentionConfig retention)
        implements AutoCloseable {

    /** Bytes of cache that tools use. */
    private static final long MEMORY = 128L << 20;

    /**
     * Reads the outputs of a job.
     *
     * @param folder of the store
     * @throws UnreadableOutputsException if they are written to where they cannot be read
     * @throws IOException if they cannot be read
     */
    public static LoadedStore ofOutputs(JobConfig job, Path folder)
            throws IOException, UnreadableOutputsException {
        OutputStore store =
                OutputStore.open(
                        folder,
                        job.ontologyDocument(),
                        job.timeline(),
                        Follower.outputs(job),
                        MEMORY);
        try (Follower follower = new Follower(job, store)) {
            follower.catchUp();
        } catch (IOException | RuntimeException failure) {
            store.close();
            throw failure;
        }
        return new LoadedStore(store, job.name(), job.retention());
    }

    @Override
    public void close() {
        store.close();
    }
}
