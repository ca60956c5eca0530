package io.kindred.storage.shard;

import io.kindred.storage.ByteReader;
import io.kindred.storage.ByteTable;
import io.kindred.storage.ByteWriter;
import io.kindred.storage.CorruptStateException;
import io.kindred.storage.ShardTables;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalLong;

/**
 * Short ids for a shard's frequent strings: entity types, perspectives and attribute names. Ids are
 * dense, never reused and only valid in their shard.
 *
 * <p>Each string is written once, in both directions. The {@value #MAX_CACHED} most recently used
 * are cached, so that lookups rarely read.
 *
 * <p>Formats: {@code interner-ids} UTF-8 bytes to unsigned id; {@code interner-strings} unsigned id
 * to UTF-8 bytes.
 */
public final class Interner {

    private static final int MAX_CACHED = 4096;

    private final ByteTable ids;
    private final ByteTable strings;
    private final ShardMeta meta;
    private final Map<String, Long> cachedIds = new Recent<>();
    private final Map<Long, String> cachedStrings = new Recent<>();

    public Interner(ShardTables tables, ShardMeta meta) {
        this.ids = tables.bytes(ShardTables.Name.INTERNER_IDS);
        this.strings = tables.bytes(ShardTables.Name.INTERNER_STRINGS);
        this.meta = meta;
    }

    /** The id of a string, which is created if it has none. */
    public long id(String text) {
        Long known = cachedIds.get(text);
        if (known != null) {
            return known;
        }
        byte[] key = text.getBytes(StandardCharsets.UTF_8);
        byte[] stored = ids.get(key);
        long id;
        if (stored == null) {
            id = meta.nextStringId();
            byte[] value = new ByteWriter().unsigned(id).toBytes();
            ids.put(key, value);
            strings.put(value, key);
        } else {
            id = readId(text, stored);
        }
        cachedIds.put(text, id);
        cachedStrings.put(id, text);
        return id;
    }

    /** The id of a string if it has one. */
    public OptionalLong find(String text) {
        Long known = cachedIds.get(text);
        if (known != null) {
            return OptionalLong.of(known);
        }
        byte[] stored = ids.get(text.getBytes(StandardCharsets.UTF_8));
        return stored == null ? OptionalLong.empty() : OptionalLong.of(readId(text, stored));
    }

    private static long readId(String text, byte[] stored) {
        ByteReader reader = new ByteReader("interner-ids of '" + text + "'", stored);
        long id = reader.unsigned();
        reader.end();
        return id;
    }

    /**
     * The string of an id.
     *
     * @throws CorruptStateException if the id does not exist
     */
    public String string(long id) {
        String known = cachedStrings.get(id);
        if (known != null) {
            return known;
        }
        byte[] stored = strings.get(new ByteWriter().unsigned(id).toBytes());
        if (stored == null) {
            throw new CorruptStateException("interner-strings", "no string with id " + id);
        }
        String text = new String(stored, StandardCharsets.UTF_8);
        cachedStrings.put(id, text);
        return text;
    }

    public boolean isGiven(long id) {
        return cachedStrings.containsKey(id)
                || strings.get(new ByteWriter().unsigned(id).toBytes()) != null;
    }

    private static final class Recent<K, V> extends LinkedHashMap<K, V> {
        private static final long serialVersionUID = 1L;

        Recent() {
            super(64, 0.75f, true);
        }

        @Override
        protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
            return size() > MAX_CACHED;
        }
    }
}
