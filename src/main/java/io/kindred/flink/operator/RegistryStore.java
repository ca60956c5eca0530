package io.kindred.flink.operator;

import io.kindred.flink.internal.GoneStates;
import io.kindred.flink.internal.GroupKeys;
import io.kindred.flink.internal.KeyGroups;
import io.kindred.flink.internal.KeyedStates;
import io.kindred.model.CarriedErasure;
import io.kindred.model.DigestKey;
import io.kindred.model.RecordIdentity;
import io.kindred.ontology.EntityTypeRules;
import io.kindred.ontology.Ontology;
import io.kindred.resolve.record.DecisionRule;
import io.kindred.resolve.record.Expiry;
import io.kindred.resolve.record.VersionRule;
import io.kindred.storage.ByteCell;
import io.kindred.storage.ByteTable;
import io.kindred.storage.ExpiryIndex;
import io.kindred.storage.ExpiryIndex.Due;
import io.kindred.storage.ShardTables.TermName;
import io.kindred.storage.TermTable;
import io.kindred.storage.keyed.ErasedIdentity;
import io.kindred.storage.keyed.Registration;
import io.kindred.storage.keyed.Registration.Status;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * The keyed state of the registry.
 *
 * <p>{@code registration} and {@code registration-gone} are under the joined identity. What has no
 * identity of its own is under the {@linkplain GroupKeys key of its key group}: {@code
 * erased-identities} and {@code erased-identities-gone} by digest, and {@code expiry-buckets}, an
 * {@link ExpiryIndex} of joined identities in UTF-8. The states {@code …-gone} are used if the job
 * forgets; then all registrations of records that are not there any more are in them.
 *
 * <p>Every method leaves the identity that it is called with as the current key.
 */
final class RegistryStore {

    /** The state of an identity, the bytes of {@link Registration}. */
    static final String REGISTRATION = "registration";

    /** The same of a record that is not there any more, in a job that forgets. */
    static final String GONE = "registration-gone";

    /** What is left of erased identities, the bytes of {@link ErasedIdentity}. */
    static final String ERASED = "erased-identities";

    /** The same in a job that forgets. */
    static final String ERASED_GONE = "erased-identities-gone";

    /** In how many parts the members of a bucket and key group are. */
    private static final int PARTS = 16;

    private static final int KNOWN_PARTS_PER_GROUP = 64;

    private final KeyedStates<Object> states;
    private final Ontology ontology;
    private final GroupKeys groupKeys;
    private final int groups;
    private final DigestKey key;
    private final boolean forgets;
    private final ByteCell registration;
    private final Optional<ByteCell> gone;
    private final ByteTable erased;
    private final Optional<ByteTable> erasedGone;
    private final TermTable expiry;
    private final Map<Integer, ExpiryIndex> indexes = new HashMap<>();

    /** The key groups that may have erased identities: only there one is looked for. */
    private final BitSet withErased = new BitSet();

    /**
     * Opens all states.
     *
     * @param groups the number of key groups
     * @param key makes the digests of erased identities
     * @param goneStates how long it is remembered that a record was there
     */
    RegistryStore(
            KeyedStates<Object> states,
            Ontology ontology,
            int groups,
            DigestKey key,
            GoneStates goneStates)
            throws Exception {
        this.states = states;
        this.ontology = ontology;
        this.groups = groups;
        this.groupKeys = new GroupKeys(groups);
        this.key = key;
        Optional<Duration> forgetAfter = goneStates.forgetAfter();
        this.forgets = forgetAfter.isPresent();
        gone =
                goneStates.areUsed()
                        ? Optional.of(states.cell(GONE, forgetAfter))
                        : Optional.empty();
        erasedGone =
                goneStates.areUsed()
                        ? Optional.of(states.table(ERASED_GONE, forgetAfter))
                        : Optional.empty();
        registration = states.cell(REGISTRATION);
        erased = states.table(ERASED);
        expiry = states.terms(TermName.EXPIRY_BUCKETS.id());
        states.keyGroups()
                .forEach(
                        group -> {
                            states.setKey(groupKeys.ofGroup(group));
                            withErased.set(
                                    group,
                                    erased.scan().hasNext()
                                            || erasedGone
                                                    .filter(table -> table.scan().hasNext())
                                                    .isPresent());
                        });
    }

    /** Where a registration is. */
    private enum Slot {
        NOWHERE,
        REGISTRATION,
        GONE,
        ERASED,
        ERASED_GONE
    }

    /**
     * What is stored of an identity.
     *
     * @param joined the identity, the current key
     */
    record Known(String joined, Optional<Registration> registration, Slot slot) {

        RecordIdentity identity() {
            return RecordIdentity.ofJoined(joined);
        }
    }

    /** What is stored of an identity, which is the current key. */
    Known load(String joined) {
        byte[] bytes = registration.get();
        if (bytes != null) {
            return known(joined, Registration.FORMAT.read(bytes), Slot.REGISTRATION);
        }
        bytes = gone.isPresent() ? gone.get().get() : null;
        if (bytes != null) {
            return known(joined, Registration.FORMAT.read(bytes), Slot.GONE);
        }
        if (!withErased.get(group(joined))) {
            return new Known(joined, Optional.empty(), Slot.NOWHERE);
        }
        return loadErased(joined);
    }

    private Known loadErased(String joined) {
        byte[] digest = key.digest(joined).bytes();
        states.setKey(groupKeys.near(joined));
        byte[] bytes = erased.get(digest);
        Slot slot = Slot.ERASED;
        if (bytes == null && erasedGone.isPresent()) {
            bytes = erasedGone.get().get(digest);
            slot = Slot.ERASED_GONE;
        }
        states.setKey(joined);
        return bytes == null
                ? new Known(joined, Optional.empty(), Slot.NOWHERE)
                : known(joined, ErasedIdentity.FORMAT.read(bytes).registration(), slot);
    }

    private static Known known(String joined, Registration registered, Slot slot) {
        return new Known(joined, Optional.of(registered), slot);
    }

    /** Stores what is known of an identity from now on. */
    void store(Known before, Registration after) {
        Slot slot = slot(after);
        if (before.slot() != slot) {
            remove(before);
        }
        String joined = before.joined();
        switch (slot) {
            case REGISTRATION -> registration.put(Registration.FORMAT.write(after));
            case GONE -> gone.orElseThrow().put(Registration.FORMAT.write(after));
            case ERASED -> putErased(joined, erased, after);
            case ERASED_GONE -> putErased(joined, erasedGone.orElseThrow(), after);
            case NOWHERE -> throw new IllegalStateException("no place for " + after.status());
        }
        EntityTypeRules rules =
                ontology.rules(before.identity().entityType())
                        .orElseThrow(() -> new IllegalStateException("no rules of " + joined));
        index(joined, times(before.registration(), rules), times(Optional.of(after), rules));
    }

    private Slot slot(Registration registered) {
        if (registered.status() == Status.ERASED) {
            return forgets ? Slot.ERASED_GONE : Slot.ERASED;
        }
        return forgets && registered.isForgettable() ? Slot.GONE : Slot.REGISTRATION;
    }

    private void remove(Known before) {
        switch (before.slot()) {
            case REGISTRATION -> registration.clear();
            case GONE -> gone.orElseThrow().clear();
            case ERASED -> removeErased(before.joined(), erased);
            case ERASED_GONE -> removeErased(before.joined(), erasedGone.orElseThrow());
            case NOWHERE -> {}
        }
    }

    private void putErased(String joined, ByteTable table, Registration after) {
        withErased.set(group(joined));
        states.setKey(groupKeys.near(joined));
        table.put(
                key.digest(joined).bytes(), ErasedIdentity.FORMAT.write(ErasedIdentity.of(after)));
        states.setKey(joined);
    }

    /**
     * Adds what a saved state remembered of an erased identity of a key group. The greater version
     * holds.
     *
     * @param carried sent by a key of the key group
     */
    void carry(CarriedErasure carried) {
        ByteTable table = erasedGone.filter(unused -> forgets).orElse(erased);
        int group = group(carried.key());
        withErased.set(group);
        states.setKey(groupKeys.ofGroup(group));
        byte[] digest = carried.digest().bytes();
        byte[] bytes = table.get(digest);
        Registration known =
                bytes == null
                        ? Registration.UNSEEN
                        : ErasedIdentity.FORMAT.read(bytes).registration();
        table.put(
                digest,
                ErasedIdentity.FORMAT.write(
                        new ErasedIdentity(
                                VersionRule.greater(known.version(), carried.version()),
                                known.change(),
                                known.decisions()
                                        .and(
                                                carried.decisions(),
                                                DecisionRule::current,
                                                (before, now) -> {}))));
        states.setKey(carried.key());
    }

    private void removeErased(String joined, ByteTable table) {
        states.setKey(groupKeys.near(joined));
        table.remove(key.digest(joined).bytes());
        states.setKey(joined);
    }

    private static SortedSet<Long> times(Optional<Registration> registered, EntityTypeRules rules) {
        return registered.isPresent()
                ? Expiry.times(registered.get().descriptors(), rules)
                : new TreeSet<>();
    }

    private void index(String joined, Set<Long> before, Set<Long> after) {
        if (before.isEmpty() && after.isEmpty() || before.equals(after)) {
            return;
        }
        ExpiryIndex index = enter(group(joined));
        byte[] member = joined.getBytes(StandardCharsets.UTF_8);
        before.stream()
                .filter(at -> !after.contains(at))
                .forEach(at -> index.remove(at, part(joined), member));
        after.stream()
                .filter(at -> !before.contains(at))
                .forEach(at -> index.add(at, part(joined), member));
        states.setKey(joined);
    }

    /**
     * Enters an identity in the index by time, which is not yet there since its values could not
     * expire when it was stored.
     */
    void enter(Known known) {
        EntityTypeRules rules = ontology.rules(known.identity().entityType()).orElseThrow();
        index(known.joined(), Set.of(), times(known.registration(), rules));
    }

    /** Whether a registration is not where {@link #store} would put it. */
    boolean isMisplaced(Known known) {
        return known.registration().isPresent() && slot(known.registration().get()) != known.slot();
    }

    /** The members of a key group whose time has come; sets another current key. */
    List<Due> due(int group, long now, int max) {
        return enter(group).due(now, max);
    }

    /** The identity of a member, which becomes the current key. */
    Known load(Due due) {
        String joined = new String(due.member(), StandardCharsets.UTF_8);
        states.setKey(joined);
        return load(joined);
    }

    /** Removes a member from the index, also one of which nothing is left. */
    void remove(Due due) {
        String joined = new String(due.member(), StandardCharsets.UTF_8);
        enter(group(joined)).remove(due.at(), part(joined), due.member());
        states.setKey(joined);
    }

    private ExpiryIndex enter(int group) {
        states.setKey(groupKeys.ofGroup(group));
        return indexes.computeIfAbsent(
                group, unused -> new ExpiryIndex(expiry, KNOWN_PARTS_PER_GROUP));
    }

    private int group(String joined) {
        return KeyGroups.of(joined, groups);
    }

    private static long part(String joined) {
        return Math.floorMod(joined.hashCode(), PARTS);
    }
}
