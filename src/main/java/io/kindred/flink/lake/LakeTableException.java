package io.kindred.flink.lake;

/** A table that an output cannot be written to, with what to do about it. */
final class LakeTableException extends Exception {

    private static final long serialVersionUID = 1L;

    LakeTableException(String message) {
        super(message);
    }
}
