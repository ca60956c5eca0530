package io.kindred.codec;

/**
 * An invalid input, which becomes a dead letter. The message says what is wrong and what was
 * expected.
 */
public class RejectedInputException extends Exception {

    private static final long serialVersionUID = 1L;

    public RejectedInputException(String reason) {
        super(reason);
    }

    /** The same error with the part of the input before it. */
    RejectedInputException within(String part) {
        return new RejectedInputException(part + ": " + getMessage());
    }
}
