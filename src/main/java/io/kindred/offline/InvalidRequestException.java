package io.kindred.offline;

/** A request that cannot be answered from a state; the message is one line. */
public final class InvalidRequestException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** Creates it with a message that names the request and what was expected. */
    public InvalidRequestException(String message) {
        super(message);
    }
}
