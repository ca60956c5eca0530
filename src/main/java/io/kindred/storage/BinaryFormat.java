package io.kindred.storage;

/**
 * The bytes of a kind of value. They begin with their version, so that whatever holds them needs to
 * know no more.
 */
public interface BinaryFormat<T> {

    /** The value's bytes in the newest version; equal values have equal bytes. */
    byte[] write(T value);

    /**
     * The value that bytes of any version hold.
     *
     * @throws CorruptStateException if they hold none
     */
    T read(byte[] bytes);
}
