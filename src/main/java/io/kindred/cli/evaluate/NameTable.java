package io.kindred.cli.evaluate;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Numbers names in the order they first come, from 0, and keeps them as UTF-8 bytes: a name takes
 * its bytes, 12 for where they are, and 5 to 11 in the hash table.
 */
final class NameTable {

    private static final int PAGE_BITS = 20;
    private static final int PAGE_SIZE = 1 << PAGE_BITS;
    private static final int FREE = -1;

    private byte[][] pages = new byte[16][];
    private int lastPage = -1;
    private int usedOfLastPage = PAGE_SIZE;

    private long[] starts = new long[64];
    private int[] lengths = new int[64];
    private int size;

    /** Open addressing with linear probing; the numbers of names, at most three quarters full. */
    private int[] slots = filled(128);

    /** The number of a name that is not empty, a new one if the name is new. */
    int number(String name) {
        byte[] bytes = name.getBytes(StandardCharsets.UTF_8);
        int slot = find(bytes);
        if (slots[slot] != FREE) {
            return slots[slot];
        }
        int number = size;
        if (number == starts.length) {
            int capacity = number + (number >> 1);
            starts = Arrays.copyOf(starts, capacity);
            lengths = Arrays.copyOf(lengths, capacity);
        }
        starts[number] = store(bytes);
        lengths[number] = bytes.length;
        slots[slot] = number;
        size++;
        if (size > slots.length / 4 * 3) {
            rehash();
        }
        return number;
    }

    /** The name with a number. */
    String name(int number) {
        long start = starts[number];
        return new String(page(start), offset(start), lengths[number], StandardCharsets.UTF_8);
    }

    int size() {
        return size;
    }

    private int find(byte[] bytes) {
        int mask = slots.length - 1;
        int slot = hash(bytes, 0, bytes.length) & mask;
        while (slots[slot] != FREE && !holds(slots[slot], bytes)) {
            slot = (slot + 1) & mask;
        }
        return slot;
    }

    private boolean holds(int number, byte[] bytes) {
        long start = starts[number];
        int from = offset(start);
        return lengths[number] == bytes.length
                && Arrays.equals(page(start), from, from + bytes.length, bytes, 0, bytes.length);
    }

    private long store(byte[] bytes) {
        if (usedOfLastPage + bytes.length > PAGE_SIZE) {
            lastPage++;
            if (lastPage == pages.length) {
                pages = Arrays.copyOf(pages, 2 * lastPage);
            }
            // A name longer than a page has one of its own.
            pages[lastPage] = new byte[Math.max(PAGE_SIZE, bytes.length)];
            usedOfLastPage = 0;
        }
        System.arraycopy(bytes, 0, pages[lastPage], usedOfLastPage, bytes.length);
        long start = ((long) lastPage << PAGE_BITS) + usedOfLastPage;
        usedOfLastPage += bytes.length;
        return start;
    }

    private byte[] page(long start) {
        return pages[(int) (start >>> PAGE_BITS)];
    }

    private static int offset(long start) {
        return (int) start & (PAGE_SIZE - 1);
    }

    private void rehash() {
        slots = filled(2 * slots.length);
        int mask = slots.length - 1;
        for (int number = 0; number < size; number++) {
            int from = offset(starts[number]);
            int slot = hash(page(starts[number]), from, lengths[number]) & mask;
            while (slots[slot] != FREE) {
                slot = (slot + 1) & mask;
            }
            slots[slot] = number;
        }
    }

    private static int hash(byte[] bytes, int from, int length) {
        int hash = 0;
        for (int i = from; i < from + length; i++) {
            hash = 31 * hash + bytes[i];
        }
        hash *= 0x9e3779b9;
        return hash ^ (hash >>> 15);
    }

    private static int[] filled(int length) {
        int[] slots = new int[length];
        Arrays.fill(slots, FREE);
        return slots;
    }
}
