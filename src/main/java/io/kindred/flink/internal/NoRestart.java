package io.kindred.flink.internal;

import org.apache.flink.runtime.execution.SuppressRestartsException;

/** Failures that a restart of the job cannot fix. */
public final class NoRestart {

    private NoRestart() {}

    /** An exception that fails the job without a restart. */
    public static RuntimeException because(Throwable cause) {
        return new SuppressRestartsException(cause);
    }
}
