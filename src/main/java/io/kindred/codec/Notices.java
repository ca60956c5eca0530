package io.kindred.codec;

/** Receives what decoders notice about inputs that they accept. */
@FunctionalInterface
public interface Notices {

    /** In the detail of a {@link Notice#MISSING_FIELD}: before a field of nearly that name. */
    String BUT_HAD = ", but had ";

    /** Ignores all notices. */
    Notices NONE = (notice, detail) -> {};

    /**
     * Called for each input that a notice applies to.
     *
     * @param detail what it is about, such as the name of a column; few different ones in a job
     */
    void add(Notice notice, String detail);
}
