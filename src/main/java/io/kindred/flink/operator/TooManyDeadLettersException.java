package io.kindred.flink.operator;

/** Too many inputs are dead letters. The message gives the commonest reasons. */
public final class TooManyDeadLettersException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    TooManyDeadLettersException(String message) {
        super(message);
    }
}
