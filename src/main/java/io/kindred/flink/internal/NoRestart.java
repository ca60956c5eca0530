package io.kindred.flink.internal;

import org.apache.flink.runtime.execution.SuppressRestartsException;

/** Failures that come again however often the job is started anew. */
public final class NoRestart {

    private NoRestart() {}

    /** What to throw so that the job fails for good. */
    public static RuntimeException because(Throwable cause) {
        return new SuppressRestartsException(cause);
    }
}
