package io.kindred.flink.internal;

/** The state backend failed; the message names the state and what was tried. */
public final class StateAccessException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    StateAccessException(String state, String attempt, Exception cause) {
        super("state '" + state + "': cannot " + attempt, cause);
    }
}
