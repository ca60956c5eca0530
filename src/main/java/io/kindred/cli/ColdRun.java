package io.kindred.cli;

import io.kindred.flink.topology.SavedState;
import io.kindred.offline.InvalidRequestException;
import io.kindred.offline.ShardTask;
import org.apache.flink.util.ExceptionUtils;

import java.io.IOException;
import java.util.function.Consumer;

/** Runs a tool on a state, in this process. */
final class ColdRun {

    private final String tool;
    private final String path;

    /** With the name of the tool and where the state is. */
    ColdRun(String tool, String path) {
        this.tool = tool;
        this.path = path;
    }

    /**
     * Runs a task on every shard of the state.
     *
     * @throws InvalidRequestException if the state cannot be asked that
     * @throws JobFailedException if anything else goes wrong
     */
    void run(ShardTask task, Consumer<byte[]> rows)
            throws IOException, InterruptedException, JobFailedException {
        SavedState state = SavedState.open(path);
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
