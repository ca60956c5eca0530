package io.kindred.flink.connector;

import org.apache.flink.core.fs.Path;

import java.io.Serializable;
import java.time.Instant;

/**
 * A file as it was when it was listed or opened.
 *
 * @param size in bytes, not decompressed
 * @param modified the modification time in milliseconds since 1970, or {@link #UNKNOWN}
 * @param key what identifies a local file, whatever its name; empty if unknown. On Unix, device and
 *     inode: another machine may see another device
 */
public record InputFile(Path path, long size, long modified, String key) implements Serializable {

    /** The modification time of a pipe, or of a file in a state that did not have it. */
    static final long UNKNOWN = -1;

    /** Whether nothing says that the files differ. What is unknown says nothing. */
    boolean looksLike(InputFile other) {
        return hasSizeAndTimeOf(other) && mayBeSameAs(other);
    }

    boolean hasSizeAndTimeOf(InputFile other) {
        return size == other.size
                && (modified == other.modified || modified == UNKNOWN || other.modified == UNKNOWN);
    }

    /** Whether the keys are equal, as far as they are known. */
    boolean mayBeSameAs(InputFile other) {
        return key.isEmpty() || other.key.isEmpty() || key.equals(other.key);
    }

    /** Size, time and key as text. */
    String describe() {
        return size
                + " bytes"
                + (modified == UNKNOWN ? "" : " of " + Instant.ofEpochMilli(modified))
                + (key.isEmpty() ? "" : " " + key);
    }
}
