package io.kindred.storage;

/** The scope of an identity key's value over all shards. */
public enum KeyScope {
    /** The value links records that are all in one shard. */
    LOCAL(0),
    /** The value links records of several shards. */
    SPANNING(1),
    /** Too many records have the value: it links nothing. */
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
     * Reads a scope.
     *
     * @throws CorruptStateException if the number is unknown
     */
    public static KeyScope read(ByteReader reader) {
        int number = reader.raw();
        return reader.checked(() -> of(number));
    }

    private static KeyScope of(int number) {
        return switch (number) {
            case 0 -> LOCAL;
            case 1 -> SPANNING;
            case 2 -> GENERIC;
            default -> throw new IllegalArgumentException("unknown key scope " + number);
        };
    }
}
