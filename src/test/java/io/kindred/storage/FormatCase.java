package io.kindred.storage;

import java.util.List;

/**
 * One byte format and what its stored rows hold. The same rows are expected of every version from
 * the oldest on: a format that can hold more than its last version needs another case for that.
 */
public interface FormatCase {

    /** The name of its files. */
    String name();

    /** The first version that can hold the rows. */
    default int oldest() {
        return 1;
    }

    /** The version that is written. */
    int newest();

    /** The newest version that is read, which may be one that only other values are written in. */
    default int newestRead() {
        return newest();
    }

    /** Whether a writer is left; what nobody writes any more is only read. */
    default boolean isWritten() {
        return true;
    }

    /** What the writer of today makes of the expected values. */
    List<String> write();

    /** Fails if the rows do not hold the expected values. */
    void check(List<List<ByteKey>> rows);

    /** Whether the values begin with their version. */
    boolean isVersioned();

    /** Whether the values tell where they end. */
    boolean isDelimited();
}
