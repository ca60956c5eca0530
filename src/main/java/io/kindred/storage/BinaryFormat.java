package io.kindred.storage;

/**
 * A binary format of a type. The bytes begin with their version, so that every stored value can be
 * read without knowing when it was written.
 */
public interface BinaryFormat<T> {

    /** The value's bytes in the newest version. Equal values have equal bytes. */
    byte[] write(T value);

    /**
     * Reads bytes of any version.
     *
     * @throws CorruptStateException if they are not a value
     */
    T read(byte[] bytes);
}
