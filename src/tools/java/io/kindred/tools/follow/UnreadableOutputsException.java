package io.kindred.tools.follow;

/** The outputs of a job cannot be read from where it writes them. The message is one line. */
public final class UnreadableOutputsException extends Exception {

    private static final long serialVersionUID = 1L;

    UnreadableOutputsException(String message) {
        super(message);
    }
}
