package io.kindred.storage;

import io.kindred.temporal.Interval;
import io.kindred.temporal.IntervalSet;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collection;
import java.util.function.BiConsumer;

/**
 * Writes values as bytes, to be read back by {@link ByteReader}.
 *
 * <p>Whole numbers are LEB128 (seven bits a byte, least first), signed ones zigzag before that.
 * Strings are their length in UTF-8 bytes and the bytes. A bound is one byte that says whether it
 * is infinite, joined with the other bound's in {@link #interval}.
 */
public final class ByteWriter {

    static final int START_INFINITE = 1;
    static final int END_INFINITE = 2;

    private byte[] buffer;
    private int size;

    /** Grows as it needs to. */
    public ByteWriter() {
        this(64);
    }

    /** With room for so many bytes before it has to grow. */
    public ByteWriter(int room) {
        buffer = new byte[room];
    }

    /** One byte. */
    public ByteWriter raw(int value) {
        ensure(1);
        buffer[size++] = (byte) value;
        return this;
    }

    /** The bytes as they are, without their length. */
    public ByteWriter raw(byte[] bytes) {
        ensure(bytes.length);
        System.arraycopy(bytes, 0, buffer, size, bytes.length);
        size += bytes.length;
        return this;
    }

    /** A boolean as one byte. */
    public ByteWriter bool(boolean value) {
        return raw(value ? 1 : 0);
    }

    /** A number that is not negative: one byte up to 127, two up to 16383, and so on. */
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

    /** Any number, short if it is near zero. */
    public ByteWriter signed(long value) {
        return unsigned((value << 1) ^ (value >> 63));
    }

    /** The bytes after their length. */
    public ByteWriter bytes(byte[] bytes) {
        return unsigned(bytes.length).raw(bytes);
    }

    /** The UTF-8 bytes after their number. */
    public ByteWriter string(String text) {
        return bytes(text.getBytes(StandardCharsets.UTF_8));
    }

    /**
     * A byte of flags, the finite start, and the finite end as the distance from a finite start.
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

    /** The number of intervals, then each. */
    public ByteWriter intervals(IntervalSet set) {
        unsigned(set.intervals().size());
        for (Interval interval : set.intervals()) {
            interval(interval);
        }
        return this;
    }

    /** The number of items, then each. */
    public <T> ByteWriter list(Collection<T> items, BiConsumer<ByteWriter, T> writeItem) {
        unsigned(items.size());
        for (T item : items) {
            writeItem.accept(this, item);
        }
        return this;
    }

    /** A copy of what was written. */
    public byte[] toBytes() {
        return Arrays.copyOf(buffer, size);
    }

    private void ensure(int more) {
        if (buffer.length - size < more) {
            buffer = Arrays.copyOf(buffer, Math.max(buffer.length * 2, size + more));
        }
    }
}
