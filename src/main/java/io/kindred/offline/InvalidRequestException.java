package io.kindred.offline;

/** A tool was asked for something that the state cannot be asked; the message is one line. */
public final class InvalidRequestException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** With what was asked and what was expected. */
    public InvalidRequestException(String message) {
        super(message);
    }
}
