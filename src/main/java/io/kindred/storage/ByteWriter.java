package io.kindred.storage;

import io.kindred.temporal.Interval;
import io.kindred.temporal.IntervalSet;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collection;
import java.util.function.BiConsumer;

/**
 * Writes values as bytes, which {@link ByteReader} reads.
 *
 * <p>Integers are LEB128 (seven bits per byte, least significant first); signed ones are
 * zigzag-encoded first. Strings are the length of their UTF-8 bytes and the bytes. An interval has
 * a byte of flags for infinite bounds, see {@link #interval}.
 */
public final class ByteWriter {

    static final int START_INFINITE = 1;
    static final int END_INFINITE = 2;

    private byte[] buffer;
    private int size;

    /** Creates a writer with an initial capacity of 64 bytes. */
    public ByteWriter() {
        this(64);
    }

    /** Creates a writer with an initial capacity in bytes. */
    public ByteWriter(int capacity) {
        buffer = new byte[capacity];
    }

    /** Writes one byte. */
    public ByteWriter raw(int value) {
        ensure(1);
        buffer[size++] = (byte) value;
        return this;
    }

    /** Writes bytes without their length. */
    public ByteWriter raw(byte[] bytes) {
        ensure(bytes.length);
        System.arraycopy(bytes, 0, buffer, size, bytes.length);
        size += bytes.length;
        return this;
    }

    public ByteWriter bool(boolean value) {
        return raw(value ? 1 : 0);
    }

    /** Writes a non-negative number: one byte up to 127, two up to 16383, and so on. */
    public ByteWriter unsigned(long value) {
        ensure(10);
        long rest = value;
        while ((rest & ~0x7fL) != 0) {
            buffer[size++] = (byte) (rest | 0x80);
            rest >>>= 7;
        }
        buffer[size++] = (byte) rest;
        return this;
    }

    /** Writes a signed number; the nearer to zero, the shorter. */
    public ByteWriter signed(long value) {
        return unsigned((value << 1) ^ (value >> 63));
    }

    /** Writes bytes after their length. */
    public ByteWriter bytes(byte[] bytes) {
        return unsigned(bytes.length).raw(bytes);
    }

    public ByteWriter string(String text) {
        return bytes(text.getBytes(StandardCharsets.UTF_8));
    }

    /**
     * Writes a byte of flags, the start if finite, and the end if finite, as the distance from a
     * finite start.
     */
    public ByteWriter interval(Interval interval) {
        boolean fromMin = interval.start() == Interval.MIN;
        boolean toMax = interval.end() == Interval.MAX;
        raw((fromMin ? START_INFINITE : 0) | (toMax ? END_INFINITE : 0));
        if (!fromMin) {
            signed(interval.start());
        }
        if (!toMax) {
            if (fromMin) {
                signed(interval.end());
            } else {
                unsigned(interval.end() - interval.start());
            }
        }
        return this;
    }

    public ByteWriter intervals(IntervalSet set) {
        unsigned(set.intervals().size());
        for (Interval interval : set.intervals()) {
            interval(interval);
        }
        return this;
    }

    public <T> ByteWriter list(Collection<T> items, BiConsumer<ByteWriter, T> writeItem) {
        unsigned(items.size());
        for (T item : items) {
            writeItem.accept(this, item);
        }
        return this;
    }

    /** The written bytes. */
    public byte[] toBytes() {
        return Arrays.copyOf(buffer, size);
    }

    private void ensure(int more) {
        if (buffer.length - size < more) {
            buffer = Arrays.copyOf(buffer, Math.max(buffer.length * 2, size + more));
        }
    }
}
