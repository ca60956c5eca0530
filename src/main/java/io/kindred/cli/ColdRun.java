package io.kindred.cli;

import io.kindred.flink.topology.SavedState;
import io.kindred.offline.InvalidRequestException;
import io.kindred.offline.ShardTask;
import org.apache.flink.util.ExceptionUtils;

import java.io.IOException;
import java.io.PrintWriter;
import java.util.Optional;
import java.util.function.Consumer;

/** Runs a tool on a state, in this process. */
final class ColdRun {

    private final String tool;
    private final String path;
    private final Optional<PrintWriter> notes;

    private ColdRun(String tool, String path, Optional<PrintWriter> notes) {
        this.tool = tool;
        this.path = path;
        this.notes = notes;
    }

    /** Of a tool, by its name, that is to see all there is, on the state at a path. */
    static ColdRun onAll(String tool, String path) {
        return new ColdRun(tool, path, Optional.empty());
    }

    /** Of one that tells what it finds, and notes if there may be more. */
    static ColdRun onWhatIsThere(String tool, String path, PrintWriter notes) {
        return new ColdRun(tool, path, Optional.of(notes));
    }

    /**
     * Runs a task on every shard of the state.
     *
     * @throws InvalidRequestException if the state cannot be asked that
     * @throws JobFailedException if anything else goes wrong
     */
    void run(ShardTask task, Consumer<byte[]> rows)
            throws IOException, InterruptedException, JobFailedException {
        SavedState state = notes.isEmpty() ? SavedState.openSettled(path) : SavedState.open(path);
        if (!state.isSettled()) {
            notes.orElseThrow()
                    .println(
                            tool
                                    + ": "
                                    + path
                                    + " is an unaligned checkpoint; records that were between"
                                    + " operators when it was taken are not seen");
        }
        try (ScratchFolder folder = new ScratchFolder()) {
            state.run(task, folder.path(), rows);
        } catch (InterruptedException e) {
            throw e;
        } catch (Exception e) {
            InvalidRequestException invalid =
                    ExceptionUtils.findSerializedThrowable(
                                    e,
                                    InvalidRequestException.class,
                                    ColdRun.class.getClassLoader())
                            .orElse(null);
            if (invalid != null) {
                throw invalid;
            }
            throw new JobFailedException(tool, e);
        }
    }
}
