package io.kindred.resolve.check;

import io.kindred.model.Digest;
import io.kindred.resolve.publish.OutputKeyStore;
import io.kindred.storage.ByteKey;
import io.kindred.storage.ByteWriter;
import io.kindred.storage.OutputTables;
import io.kindred.storage.TermTable;
import io.kindred.storage.keyed.OutputKeyState;
import io.kindred.storage.keyed.OutputKeyState.Held;
import io.kindred.storage.keyed.Owners;
import io.kindred.storage.keyed.Published;

import java.util.Iterator;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Checks that what is shown of one output key is what its owners emitted of it last. What they
 * emitted is given as digests by owner, without what they withdrew.
 */
public final class OutputCheck {

    private static final int ONLY_OWNER = 0;

    private OutputCheck() {}

    /** Whether anything is kept where several owners speak. */
    public static boolean isKept(OutputTables tables) {
        return new OutputKeyStore(tables).isKept();
    }

    /**
     * Checks what is kept where several owners speak.
     *
     * @param isDeferred whether the key is to be looked at later
     * @return what is wrong, in a few words; empty if nothing is
     */
    public static Optional<String> check(
            OutputTables tables, SortedMap<Integer, ByteKey> emitted, boolean isDeferred) {
        OutputKeyState state = new OutputKeyStore(tables).load();
        int further = 0;
        for (Map.Entry<Integer, Held> each : state.updates().entrySet()) {
            Optional<ByteKey> kept = each.getValue().bytes();
            if (kept.isEmpty()) {
                further++;
                byte[] bytes =
                        tables.updates().get(new ByteWriter(4).unsigned(each.getKey()).toBytes());
                kept = Optional.ofNullable(bytes).map(ByteKey::new);
            }
            if (!isOf(kept, each.getValue().digest())) {
                return Optional.of(
                        "does not keep the statement of " + Owners.name(each.getKey()) + " whole");
            }
        }
        if (count(tables.updates().scan()) != further) {
            return Optional.of("keeps statements that it does not know of");
        }
        if (!state.hasMoves() && tables.moves().scan().hasNext()) {
            return Optional.of("keeps moves that it does not know of");
        }
        if (state.waiting().isPresent() && !isDeferred) {
            return Optional.of("waits to be withdrawn, and nothing will do it");
        }
        SortedMap<Integer, ByteKey> shown = new TreeMap<>();
        if (state.waiting().isEmpty()) {
            state.updates().forEach((owner, held) -> shown.put(owner, held.digest()));
        }
        return difference(shown, emitted);
    }

    /**
     * Checks what is kept where there is only one shard to speak.
     *
     * @param published nothing if nothing is kept
     * @return what is wrong, in a few words; empty if nothing is
     */
    public static Optional<String> check(
            Optional<Published> published, SortedMap<Integer, ByteKey> emitted) {
        SortedMap<Integer, ByteKey> shown = new TreeMap<>();
        published.flatMap(Published::shown).ifPresent(digest -> shown.put(ONLY_OWNER, digest));
        if (published
                .filter(each -> each.update().isPresent())
                .filter(each -> !isOf(each.update(), shown.get(ONLY_OWNER)))
                .isPresent()) {
            return Optional.of("does not keep the statement that it shows");
        }
        return difference(shown, emitted);
    }

    private static boolean isOf(Optional<ByteKey> update, ByteKey digest) {
        return update.filter(bytes -> new ByteKey(Digest.of(bytes.bytes())).equals(digest))
                .isPresent();
    }

    private static int count(Iterator<TermTable.Entry> entries) {
        int count = 0;
        for (; entries.hasNext(); entries.next()) {
            count++;
        }
        return count;
    }

    private static Optional<String> difference(
            SortedMap<Integer, ByteKey> shown, SortedMap<Integer, ByteKey> emitted) {
        for (Map.Entry<Integer, ByteKey> each : emitted.entrySet()) {
            ByteKey digest = shown.get(each.getKey());
            if (!each.getValue().equals(digest)) {
                return Optional.of(
                        digest == null
                                ? "is not shown, and " + Owners.name(each.getKey()) + " states it"
                                : "is shown otherwise than "
                                        + Owners.name(each.getKey())
                                        + " stated it last");
            }
        }
        for (int owner : shown.keySet()) {
            if (!emitted.containsKey(owner)) {
                return Optional.of(
                        "is shown as "
                                + Owners.name(owner)
                                + " stated it, which does not state it any more");
            }
        }
        return Optional.empty();
    }
}
