package io.kindred.storage;

/** What the values of an identity key are across all shards. */
public enum KeyScope {
    /** They link records, and all that have them live in one shard. */
    ORDINARY(0),
    /** They link records that live in several shards. */
    SPANNING(1),
    /** Too many records have them: they link nothing. */
    GENERIC(2);

    private final int number;

    KeyScope(int number) {
        this.number = number;
    }

    /** Writes its number, which is part of formats. */
    public void write(ByteWriter writer) {
        writer.raw(number);
    }

    /**
     * Reads a number.
     *
     * @throws CorruptStateException if none has it
     */
    public static KeyScope read(ByteReader reader) {
        int number = reader.raw();
        return reader.checked(() -> of(number));
    }

    private static KeyScope of(int number) {
        return switch (number) {
            case 0 -> ORDINARY;
            case 1 -> SPANNING;
            case 2 -> GENERIC;
            default -> throw new IllegalArgumentException("no standing has the number " + number);
        };
    }
}
