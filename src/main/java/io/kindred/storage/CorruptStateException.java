package io.kindred.storage;

/** Stored bytes that are not valid; to continue could spread the damage. */
public final class CorruptStateException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /**
     * Creates it.
     *
     * @param what the state or message concerned
     * @param problem what is wrong with it
     */
    public CorruptStateException(String what, String problem) {
        super(what + ": " + problem);
    }
}
