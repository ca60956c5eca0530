package io.kindred.cli;

import io.kindred.flink.topology.SavedState;
import io.kindred.offline.InvalidRequestException;
import io.kindred.offline.OfflineTask;
import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.PrintWriter;
import java.util.Optional;
import java.util.function.Consumer;

/** Runs a tool on a saved state, in this process; several tasks in turn if need be. */
public final class ColdRun {

    private final String tool;
    private final String path;
    private final Optional<PrintWriter> warnings;
    private @Nullable SavedState opened;

    private ColdRun(String tool, String path, Optional<PrintWriter> warnings) {
        this.tool = tool;
        this.path = path;
        this.warnings = warnings;
    }

    /** A run that requires a complete state. */
    public static ColdRun onCompleteState(String tool, String path) {
        return new ColdRun(tool, path, Optional.empty());
    }

    /** A run that accepts an incomplete state and then prints a warning. */
    static ColdRun onAnyState(String tool, String path, PrintWriter warnings) {
        return new ColdRun(tool, path, Optional.of(warnings));
    }

    /**
     * Runs a task on what it reads of the state.
     *
     * @throws InvalidRequestException if the request cannot be answered from the state
     * @throws JobFailedException if anything else fails
     */
    public void run(OfflineTask task, Consumer<byte[]> rows)
            throws IOException, InterruptedException, JobFailedException {
        SavedState state = state();
        try (ScratchFolder folder = new ScratchFolder()) {
            state.run(task, folder.path(), rows);
        } catch (InterruptedException e) {
            throw e;
        } catch (Exception e) {
            StateFailure failure = new StateFailure(e);
            Optional<InvalidRequestException> invalid = failure.find(InvalidRequestException.class);
            if (invalid.isPresent()) {
                throw invalid.get();
            }
            if (failure.isDamage()) {
                throw JobFailedException.because(failure.text(path), e);
            }
            throw new JobFailedException(tool, e);
        }
    }

    /**
     * The state, opened.
     *
     * @throws InvalidRequestException if it cannot be
     */
    SavedState state() {
        if (opened == null) {
            opened = warnings.isEmpty() ? SavedState.openSettled(path) : SavedState.open(path);
            if (!opened.isSettled()) {
                warnings.orElseThrow()
                        .println(
                                tool
                                        + ": "
                                        + path
                                        + " is an unaligned checkpoint; its in-flight records are"
                                        + " not included");
            }
        }
        return opened;
    }
}
