package io.kindred.flink.internal;

/** A failure of the state backend; the message names the state and the operation. */
public final class StateAccessException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    StateAccessException(String state, String operation, Exception cause) {
        super("state '" + state + "': cannot " + operation, cause);
    }
}
