package io.kindred.flink.kafka;

import java.io.IOException;

/** The messages that are next are not there: they were removed, or the topic was made anew. */
public final class RemovedMessagesException extends IOException {

    private static final long serialVersionUID = 1L;

    RemovedMessagesException(String message) {
        super(message);
    }

    RemovedMessagesException(String message, Throwable cause) {
        super(message, cause);
    }
}
