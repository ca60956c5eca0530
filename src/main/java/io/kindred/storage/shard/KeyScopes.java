package io.kindred.storage.shard;

import io.kindred.storage.ByteKey;
import io.kindred.storage.ByteReader;
import io.kindred.storage.ByteTable;
import io.kindred.storage.ByteWriter;
import io.kindred.storage.CorruptStateException;
import io.kindred.storage.KeyScope;
import io.kindred.storage.MappingIterator;
import io.kindred.storage.ShardTables;

import java.util.Iterator;
import java.util.List;

/**
 * The scopes of key values, as received from the directory. Ordinary values have no entry.
 *
 * <p>Format, key 16 bytes of signature: version byte; a byte for the scope (1 spanning, 2 generic).
 */
public final class KeyScopes {

    private static final int VERSION = 1;
    private static final int SPANNING = 1;
    private static final int GENERIC = 2;

    private final ByteTable table;

    public KeyScopes(ShardTables tables) {
        this.table = tables.bytes(ShardTables.Name.KEY_STANDINGS);
    }

    /** Announces signatures that will be read soon. */
    public void prefetch(List<byte[]> signatures) {
        table.prefetch(signatures);
    }

    /** The scope of a value. */
    public KeyScope get(ByteKey signature) {
        byte[] stored = table.get(signature.bytes());
        if (stored == null) {
            return KeyScope.LOCAL;
        }
        ByteReader reader = new ByteReader("key-standings of " + signature, stored);
        reader.version(VERSION);
        int number = reader.raw();
        reader.end();
        return switch (number) {
            case SPANNING -> KeyScope.SPANNING;
            case GENERIC -> KeyScope.GENERIC;
            default ->
                    throw new CorruptStateException(
                            "key-standings of " + signature, "unknown key scope " + number);
        };
    }

    /** Iterates over the values that are not ordinary with a cursor; none may change meanwhile. */
    public Iterator<ByteKey> signatures() {
        return new MappingIterator<>(table.scan(), entry -> new ByteKey(entry.key()));
    }

    /** Sets the scope of a value. */
    public void set(ByteKey signature, KeyScope scope) {
        switch (scope) {
            case LOCAL -> table.remove(signature.bytes());
            case SPANNING -> put(signature, SPANNING);
            case GENERIC -> put(signature, GENERIC);
        }
    }

    private void put(ByteKey signature, int number) {
        table.put(signature.bytes(), new ByteWriter().raw(VERSION).raw(number).toBytes());
    }
}
