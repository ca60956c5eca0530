package io.kindred.resolve;

import io.kindred.model.Digest;
import io.kindred.storage.ByteKey;
import io.kindred.storage.ByteWriter;
import io.kindred.storage.OutputKeyState;
import io.kindred.storage.OutputKeyState.Held;
import io.kindred.storage.OutputTables;
import io.kindred.storage.Owners;
import io.kindred.storage.Published;
import io.kindred.storage.TermTable;

import java.util.Iterator;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Checks that what is shown of one output key is what its owners stated of it last. What they
 * stated is given as digests by owner, without what they withdrew.
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
            OutputTables tables, SortedMap<Integer, ByteKey> stated, boolean isDeferred) {
        OutputKeyState state = new OutputKeyStore(tables).load();
        int further = 0;
        for (Map.Entry<Integer, Held> each : state.statements().entrySet()) {
            Optional<ByteKey> kept = each.getValue().bytes();
            if (kept.isEmpty()) {
                further++;
                byte[] bytes =
                        tables.statements()
                                .get(new ByteWriter(4).unsigned(each.getKey()).toBytes());
                kept = Optional.ofNullable(bytes).map(ByteKey::new);
            }
            if (!isOf(kept, each.getValue().digest())) {
                return Optional.of(
                        "does not keep the statement of " + Owners.name(each.getKey()) + " whole");
            }
        }
        if (count(tables.statements().scan()) != further) {
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
            state.statements().forEach((owner, held) -> shown.put(owner, held.digest()));
        }
        return difference(shown, stated);
    }

    /**
     * Checks what is kept where there is only one shard to speak.
     *
     * @param published nothing if nothing is kept
     * @return what is wrong, in a few words; empty if nothing is
     */
    public static Optional<String> check(
            Optional<Published> published, SortedMap<Integer, ByteKey> stated) {
        SortedMap<Integer, ByteKey> shown = new TreeMap<>();
        published.flatMap(Published::shown).ifPresent(digest -> shown.put(ONLY_OWNER, digest));
        if (published
                .filter(each -> each.statement().isPresent())
                .filter(each -> !isOf(each.statement(), shown.get(ONLY_OWNER)))
                .isPresent()) {
            return Optional.of("does not keep the statement that it shows");
        }
        return difference(shown, stated);
    }

    private static boolean isOf(Optional<ByteKey> statement, ByteKey digest) {
        return statement
                .filter(bytes -> new ByteKey(Digest.of(bytes.bytes())).equals(digest))
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
            SortedMap<Integer, ByteKey> shown, SortedMap<Integer, ByteKey> stated) {
        for (Map.Entry<Integer, ByteKey> each : stated.entrySet()) {
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
            if (!stated.containsKey(owner)) {
                return Optional.of(
                        "is shown as "
                                + Owners.name(owner)
                                + " stated it, which does not state it any more");
            }
        }
        return Optional.empty();
    }
}
