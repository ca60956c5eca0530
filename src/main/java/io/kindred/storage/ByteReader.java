package io.kindred.storage;

import io.kindred.temporal.Interval;
import io.kindred.temporal.IntervalSet;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;

/** Reads bytes written by {@link ByteWriter}. Truncated or surplus bytes are an error. */
public final class ByteReader {

    private final String what;
    private final byte[] bytes;
    private int position;

    /**
     * Creates a reader at the first byte.
     *
     * @param what what the bytes are, for errors
     */
    public ByteReader(String what, byte[] bytes) {
        this.what = what;
        this.bytes = bytes;
    }

    /** Reads one byte, 0 to 255. */
    public int raw() {
        require(1);
        return bytes[position++] & 0xff;
    }

    /** Reads {@code length} bytes. */
    public byte[] raw(int length) {
        require(length);
        position += length;
        return Arrays.copyOfRange(bytes, position - length, position);
    }

    public boolean bool() {
        int value = raw();
        if (value > 1) {
            throw corrupt("a boolean is " + value);
        }
        return value == 1;
    }

    /**
     * Reads a byte of flags.
     *
     * @throws CorruptStateException if there are others than {@code known}
     */
    public int flags(int known) {
        int flags = raw();
        if ((flags & ~known) != 0) {
            throw corrupt("unknown flags in " + flags);
        }
        return flags;
    }

    /** Reads a non-negative number. */
    public long unsigned() {
        long value = 0;
        for (int shift = 0; shift < 64; shift += 7) {
            int next = raw();
            if (shift == 63 && next > 1) {
                break;
            }
            value |= (long) (next & 0x7f) << shift;
            if ((next & 0x80) == 0) {
                return value;
            }
        }
        throw corrupt("a number has more than 64 bits");
    }

    /** Reads a signed number. */
    public long signed() {
        long value = unsigned();
        return (value >>> 1) ^ -(value & 1);
    }

    /** Reads length-prefixed bytes. */
    public byte[] bytes() {
        return raw(length());
    }

    public String string() {
        int length = length();
        require(length);
        position += length;
        return new String(bytes, position - length, length, StandardCharsets.UTF_8);
    }

    public Interval interval() {
        int flags = raw();
        if (flags == (ByteWriter.START_INFINITE | ByteWriter.END_INFINITE)) {
            return Interval.ALWAYS;
        }
        boolean fromMin = (flags & ByteWriter.START_INFINITE) != 0;
        boolean toMax = (flags & ByteWriter.END_INFINITE) != 0;
        long start = fromMin ? Interval.MIN : signed();
        long end = toMax ? Interval.MAX : fromMin ? signed() : start + unsigned();
        if (start >= end || flags > (ByteWriter.START_INFINITE | ByteWriter.END_INFINITE)) {
            throw corrupt("not an interval: " + start + " to " + end);
        }
        return new Interval(start, end);
    }

    public IntervalSet intervals() {
        int count = length();
        if (count == 0) {
            return IntervalSet.EMPTY;
        }
        Interval first = interval();
        if (count == 1) {
            return first == Interval.ALWAYS ? IntervalSet.ALWAYS : IntervalSet.of(first);
        }
        List<Interval> all = new ArrayList<>(count);
        all.add(first);
        while (all.size() < count) {
            all.add(interval());
        }
        return IntervalSet.of(all);
    }

    public <T> List<T> list(Function<ByteReader, T> readItem) {
        int count = length();
        List<T> items = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            items.add(readItem.apply(this));
        }
        return items;
    }

    /** An exception for bytes that cannot be right. */
    public CorruptStateException corrupt(String problem) {
        return new CorruptStateException(what, problem);
    }

    /**
     * Creates a value whose constructor checks its fields.
     *
     * @throws CorruptStateException if the check fails
     */
    public <T> T checked(Supplier<T> value) {
        try {
            return value.get();
        } catch (IllegalArgumentException e) {
            throw corrupt(String.valueOf(e.getMessage()));
        }
    }

    /**
     * Reads the format version.
     *
     * @throws CorruptStateException if it is not from 1 to {@code newest}
     */
    public int version(int newest) {
        int version = raw();
        if (version < 1 || version > newest) {
            throw corrupt("format version " + version + "; this release reads 1 to " + newest);
        }
        return version;
    }

    /** Reads all remaining bytes. */
    public byte[] rest() {
        return raw(bytes.length - position);
    }

    public boolean isAtEnd() {
        return position == bytes.length;
    }

    /**
     * Checks that all bytes have been read; to be called after the last field.
     *
     * @throws CorruptStateException if there are bytes left
     */
    public void end() {
        if (!isAtEnd()) {
            throw corrupt((bytes.length - position) + " bytes left over after the last field");
        }
    }

    /** Reads a count or length. It must not exceed the number of remaining bytes. */
    public int length() {
        long length = unsigned();
        if (length < 0 || length > bytes.length - position) {
            throw corrupt(
                    "a length of " + length + " with " + (bytes.length - position) + " bytes left");
        }
        return (int) length;
    }

    private void require(int length) {
        if (length > bytes.length - position) {
            throw corrupt("truncated after " + bytes.length + " bytes");
        }
    }
}
