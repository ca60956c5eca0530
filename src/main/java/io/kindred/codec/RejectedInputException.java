package io.kindred.codec;

/** An input does not become a record; the message says why and what was expected. */
public final class RejectedInputException extends Exception {

    private static final long serialVersionUID = 1L;

    /** With the reason as it is shown in the dead letter. */
    public RejectedInputException(String reason) {
        super(reason);
    }

    /** The same, naming the part of the input that it is about. */
    RejectedInputException within(String part) {
        return new RejectedInputException(part + ": " + getMessage());
    }
}
