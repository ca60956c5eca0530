package io.kindred.flink.internal;

import java.io.IOException;

/** A savepoint or checkpoint that is incomplete or damaged; the message names it and says how. */
public final class DamagedStateException extends IOException {

    private static final long serialVersionUID = 1L;

    DamagedStateException(String path, String problem, Throwable cause) {
        super(path + ": " + problem, cause);
    }

    DamagedStateException(String path, String problem) {
        super(path + ": " + problem);
    }
}
