package io.kindred.flink.operator;

import io.kindred.flink.internal.GroupKeys;
import io.kindred.flink.internal.KeyedStates;
import io.kindred.model.DigestKey;
import io.kindred.storage.ByteTable;
import io.kindred.storage.keyed.GoneRevision;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The last revisions of output keys of erased records. They are kept with a key of the key group's
 * own, so that nothing in the state has the text of the output key.
 *
 * <p>Keyed state: {@code erased-outputs}, of a {@linkplain GroupKeys group's key}: the digest of
 * the output key to {@link GoneRevision}.
 *
 * <p>A look-up in a group without erased records reads nothing, once that is known.
 */
final class ErasedOutputs {

    private static final String ERASED_OUTPUTS = "erased-outputs";

    private final KeyedStates<Object> states;
    private final ByteTable table;
    private final GroupKeys groups;
    private final DigestKey digests;
    private final Map<String, Boolean> hasAny = new HashMap<>();

    /**
     * Opens the state.
     *
     * @param forgetAfter how long a revision is remembered; empty: for ever
     * @param keyGroups the number of key groups of the operator
     */
    ErasedOutputs(
            KeyedStates<Object> states,
            Optional<Duration> forgetAfter,
            int keyGroups,
            DigestKey digests)
            throws Exception {
        this.states = states;
        this.table = states.table(ERASED_OUTPUTS, forgetAfter);
        this.groups = new GroupKeys(keyGroups);
        this.digests = digests;
    }

    /** The revision of the current key; 0 if there is none. */
    long find() {
        String key = key();
        String group = groups.near(key);
        return inGroup(
                key,
                group,
                () -> {
                    if (!hasAny.computeIfAbsent(group, unused -> table.scan().hasNext())) {
                        return 0L;
                    }
                    byte[] bytes = table.get(digest(key));
                    return bytes == null ? 0L : GoneRevision.FORMAT.read(bytes).revision();
                });
    }

    /** Keeps the revision of the current key. */
    void keep(long revision) {
        String key = key();
        String group = groups.near(key);
        hasAny.put(group, true);
        inGroup(
                key,
                group,
                () -> {
                    table.put(digest(key), GoneRevision.FORMAT.write(new GoneRevision(revision)));
                    return revision;
                });
    }

    /** Removes the revision of the current key. */
    void forget() {
        String key = key();
        String group = groups.near(key);
        if (hasAny.getOrDefault(group, true)) {
            inGroup(
                    key,
                    group,
                    () -> {
                        table.remove(digest(key));
                        return 0L;
                    });
        }
    }

    private long inGroup(String key, String group, Supplier<Long> action) {
        if (!hasAny.getOrDefault(group, true)) {
            return 0;
        }
        states.setKey(group);
        try {
            return action.get();
        } finally {
            states.setKey(key);
        }
    }

    private byte[] digest(String key) {
        return digests.digest(key).bytes();
    }

    private String key() {
        return (String) states.key();
    }
}
