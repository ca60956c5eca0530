package io.kindred.storage;

/** Stored bytes are not what was written; going on could only spread the damage. */
public final class CorruptStateException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /**
     * Something that cannot be.
     *
     * @param what the state or message concerned
     * @param problem what is wrong with it
     */
    public CorruptStateException(String what, String problem) {
        super(what + ": " + problem);
    }
}
