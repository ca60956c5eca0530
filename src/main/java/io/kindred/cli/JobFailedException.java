package io.kindred.cli;

import java.util.ArrayList;
import java.util.List;

/** A job started and failed; the message is what a user needs to know of why. */
final class JobFailedException extends Exception {

    private static final long serialVersionUID = 1L;

    JobFailedException(String job, Throwable failure) {
        super("job '" + job + "' failed: " + reasons(failure), failure);
    }

    /** The messages of the causes that are not Flink's reports that something failed. */
    private static String reasons(Throwable failure) {
        List<String> reasons = new ArrayList<>();
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            boolean isReport =
                    cause.getClass().getName().startsWith("org.apache.flink.runtime")
                            || cause instanceof java.util.concurrent.ExecutionException
                            || cause instanceof java.util.concurrent.CompletionException;
            String message = cause.getMessage();
            if (!isReport && message != null && !reasons.contains(message)) {
                reasons.add(message);
            }
        }
        return reasons.isEmpty() ? failure.toString() : String.join(": ", reasons);
    }
}
