package io.kindred.storage.shard;

import io.kindred.storage.ByteKey;
import io.kindred.storage.ByteReader;
import io.kindred.storage.ByteWriter;
import io.kindred.storage.CorruptStateException;
import io.kindred.storage.EmittedDigests;
import io.kindred.storage.TermTable;

import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;

/**
 * The emitted digests of components with many output keys: an entry for each output key, so that
 * only changes are written.
 *
 * <p>Format: term as the component's key; key a byte 0 and the 16 bytes of an entity id, a byte 1
 * and those of a conflict id, or a byte 2 and those of an entity id with golden values; value the
 * 16 bytes of digest.
 */
final class FurtherDigests {

    private static final String WHAT = "components-stated";
    private static final int ENTITY = 0;
    private static final int CONFLICT = 1;
    private static final int GOLDEN = 2;

    private final TermTable table;

    FurtherDigests(TermTable table) {
        this.table = table;
    }

    EmittedDigests all(byte[] component) {
        Map<ByteKey, ByteKey> entities = new HashMap<>();
        Map<ByteKey, ByteKey> conflicts = new HashMap<>();
        Map<ByteKey, ByteKey> golden = new HashMap<>();
        Iterator<TermTable.Entry> entries = table.scan(component);
        while (entries.hasNext()) {
            TermTable.Entry entry = entries.next();
            ByteReader key = new ByteReader(WHAT, entry.key());
            int kind = key.raw();
            ByteKey id = new ByteKey(key.raw(EmittedDigests.BYTES));
            key.end();
            ByteReader value = new ByteReader(WHAT, entry.value());
            ByteKey digest = new ByteKey(value.raw(EmittedDigests.BYTES));
            value.end();
            switch (kind) {
                case ENTITY -> entities.put(id, digest);
                case CONFLICT -> conflicts.put(id, digest);
                case GOLDEN -> golden.put(id, digest);
                default -> throw new CorruptStateException(WHAT, "unknown kind of key " + kind);
            }
        }
        return EmittedDigests.of(entities, conflicts, golden);
    }

    /** Replaces the digests of a component; writes only the differences. */
    void replace(byte[] component, EmittedDigests before, EmittedDigests now) {
        replace(component, ENTITY, before.entities(), now.entities());
        replace(component, CONFLICT, before.conflicts(), now.conflicts());
        replace(component, GOLDEN, before.golden(), now.golden());
    }

    private void replace(
            byte[] component, int kind, Map<ByteKey, ByteKey> before, Map<ByteKey, ByteKey> now) {
        for (ByteKey id : before.keySet()) {
            if (!now.containsKey(id)) {
                table.remove(component, key(kind, id));
            }
        }
        now.forEach(
                (id, digest) -> {
                    if (!digest.equals(before.get(id))) {
                        table.put(component, key(kind, id), digest.bytes());
                    }
                });
    }

    private static byte[] key(int kind, ByteKey id) {
        return new ByteWriter().raw(kind).raw(id.bytes()).toBytes();
    }
}
