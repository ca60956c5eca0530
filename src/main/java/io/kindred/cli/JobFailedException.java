package io.kindred.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;

/** A job that failed while it ran; the message gives the user the reasons. */
public final class JobFailedException extends Exception {

    private static final long serialVersionUID = 1L;
    private static final String OUT_OF_MEMORY = OutOfMemoryError.class.getName();
    private static final String MORE_HEAP =
            "; give it more heap with KINDRED_HEAP, such as KINDRED_HEAP=4g";

    /** Creates it from a job's name and the exception that it failed with. */
    public JobFailedException(String job, Throwable failure) {
        this(failure, "job '" + job + "' failed: " + reasons(failure));
    }

    private JobFailedException(Throwable failure, String message) {
        super(message, failure);
    }

    /** Creates it with a message that says all. */
    static JobFailedException because(String message, Throwable failure) {
        return new JobFailedException(failure, message);
    }

    /** Creates it for a job that ended, but not as it should. */
    JobFailedException(String job, String reason) {
        super("job '" + job + "' failed: " + reason);
    }

    /**
     * The messages of all causes except Flink's wrappers, which only report that something failed.
     */
    private static String reasons(Throwable failure) {
        List<String> reasons = new ArrayList<>();
        boolean outOfMemory = false;
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            boolean isReport =
                    cause.getClass().getName().startsWith("org.apache.flink.runtime")
                            || cause instanceof ExecutionException
                            || cause instanceof CompletionException;
            // By name, because Flink passes on as text what it cannot deserialize.
            outOfMemory |= cause.toString().contains(OUT_OF_MEMORY);
            String reason = reason(cause);
            if (!isReport && !reasons.contains(reason)) {
                reasons.add(reason);
            }
        }
        String all = reasons.isEmpty() ? failure.toString() : String.join(": ", reasons);
        return outOfMemory ? all + MORE_HEAP : all;
    }

    /** The message, with the class name for errors and for exceptions without a message. */
    private static String reason(Throwable cause) {
        String message = cause.getMessage();
        return message == null || cause instanceof Error ? cause.toString() : message;
    }
}
