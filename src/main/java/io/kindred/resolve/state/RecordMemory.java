package io.kindred.resolve.state;

import io.kindred.model.DigestKey;
import io.kindred.model.HeldDecision;
import io.kindred.model.HeldDecisions;
import io.kindred.model.RecordDigest;
import io.kindred.model.RecordIdentity;
import io.kindred.resolve.record.DecisionRule;
import io.kindred.resolve.record.VersionRule;
import io.kindred.storage.ShardTables.Name;
import io.kindred.storage.keyed.KeyGroup;
import io.kindred.storage.shard.ErasedRecords;
import io.kindred.storage.shard.ErasedRecords.Erased;
import io.kindred.storage.shard.RecordStore;
import io.kindred.storage.shard.RecordStore.Current;
import io.kindred.storage.shard.ShardMeta.Count;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.BiConsumer;

/**
 * What a shard knows of an identity, wherever it is kept: under the identity, or under its keyed
 * digest once the record was erased; for ever, or, of records that are not there, for some time.
 *
 * <p>Reading an identity costs one look-up as long as nothing was ever erased and nothing is
 * forgotten.
 */
public final class RecordMemory {

    private static final Remembered NOTHING =
            new Remembered(
                    new Current(
                            OptionalLong.empty(),
                            OptionalLong.empty(),
                            List.of(),
                            HeldDecisions.NONE,
                            false),
                    Place.NOWHERE);

    private final ShardState state;
    private final DigestKey key;
    private final boolean forgets;

    /**
     * Whether {@code gone-records} may have entries. A job that forgets nothing has some if it was
     * restored from one that did.
     */
    private final boolean mayHavePassing;

    private final ErasedRecords erased;

    /**
     * @param key makes the digests
     * @param forgets whether records that are not there are forgotten some time; if not, what is
     *     still remembered of a time when they were counts
     */
    public RecordMemory(ShardState state, DigestKey key, boolean forgets) {
        this.state = state;
        this.key = key;
        this.forgets = forgets;
        this.mayHavePassing = forgets || state.tables().bytes(Name.GONE_RECORDS).scan().hasNext();
        this.erased = new ErasedRecords(state.tables());
    }

    private enum Place {
        NOWHERE,
        RECORD_IDS,
        GONE_BY_IDENTITY,
        ERASED_RECORDS,
        GONE_BY_DIGEST;

        boolean isOfDigest() {
            return this == ERASED_RECORDS || this == GONE_BY_DIGEST;
        }
    }

    /** What is known of an identity. */
    public static final class Remembered {
        private final Current current;
        private final Place place;

        private Remembered(Current current, Place place) {
            this.current = current;
            this.place = place;
        }

        public Current current() {
            return current;
        }

        /** Whether the record was erased. */
        public boolean isErased() {
            return place.isOfDigest();
        }
    }

    /** What is known of an identity, perhaps nothing. */
    public Remembered of(RecordIdentity identity) {
        RecordStore records = state.records();
        Optional<Remembered> found =
                records.current(identity).map(current -> new Remembered(current, Place.RECORD_IDS));
        if (found.isEmpty() && mayHavePassing) {
            found =
                    records.absent(identity)
                            .map(current -> new Remembered(current, Place.GONE_BY_IDENTITY));
        }
        if (found.isEmpty() && state.meta().get(Count.ERASED) > 0) {
            found =
                    erased.find(key.digest(identity))
                            .map(left -> remembered(left, Place.ERASED_RECORDS));
        }
        if (found.isEmpty() && mayHavePassing) {
            found =
                    erased.findPassing(key.digest(identity))
                            .map(left -> remembered(left, Place.GONE_BY_DIGEST));
        }
        return found.orElse(NOTHING);
    }

    private static Remembered remembered(Erased left, Place place) {
        return new Remembered(
                new Current(
                        left.version(), OptionalLong.empty(), List.of(), left.decisions(), true),
                place);
    }

    /**
     * Sets what is known of an identity.
     *
     * @param before what was known
     * @param isErased whether it is known under its digest from now on, and without reasons of
     *     decisions
     */
    public void set(RecordIdentity identity, Remembered before, Current now, boolean isErased) {
        Place place = place(now, isErased);
        if (before.place != place) {
            remove(identity, before.place);
            count(place, 1);
        }
        switch (place) {
            case RECORD_IDS -> state.records().setCurrent(identity, now);
            case GONE_BY_IDENTITY -> state.records().setAbsent(identity, now);
            case ERASED_RECORDS -> erased.put(key.digest(identity), left(identity, now));
            case GONE_BY_DIGEST -> erased.putPassing(key.digest(identity), left(identity, now));
            case NOWHERE -> throw new IllegalStateException("nothing to remember");
        }
    }

    /**
     * Adds what a saved state remembered of an erased record, whose identity is not known. The
     * greater version holds.
     *
     * @param decided called with each decision that replaces another, if there is one, or is new
     */
    public void carry(
            RecordDigest digest,
            Erased carried,
            BiConsumer<Optional<HeldDecision>, HeldDecision> decided) {
        Optional<Erased> known = forgets ? erased.findPassing(digest) : erased.find(digest);
        HeldDecisions decisions =
                known.map(Erased::decisions)
                        .orElse(HeldDecisions.NONE)
                        .and(carried.decisions(), DecisionRule::current, decided);
        OptionalLong version =
                VersionRule.greater(
                        known.map(Erased::version).orElseGet(OptionalLong::empty),
                        carried.version());
        Erased now = new Erased(carried.group(), version, decisions);
        if (forgets) {
            erased.putPassing(digest, now);
        } else {
            erased.put(digest, now);
            count(Place.ERASED_RECORDS, known.isPresent() ? 0 : 1);
        }
    }

    private Place place(Current now, boolean isErased) {
        if (isErased) {
            return forgets ? Place.GONE_BY_DIGEST : Place.ERASED_RECORDS;
        }
        boolean isAbsent = now.isSeen() && now.recordId().isEmpty();
        return isAbsent && forgets ? Place.GONE_BY_IDENTITY : Place.RECORD_IDS;
    }

    private static Erased left(RecordIdentity identity, Current now) {
        HeldDecisions decisions = now.decisions();
        return new Erased(
                KeyGroup.of(identity.joined()),
                now.version(),
                decisions.isEmpty() ? decisions : decisions.withoutReasons());
    }

    private void remove(RecordIdentity identity, Place place) {
        count(place, -1);
        RecordDigest digest = place.isOfDigest() ? key.digest(identity) : RecordDigest.ZERO;
        switch (place) {
            case NOWHERE -> {}
            case RECORD_IDS -> state.records().forget(identity);
            case GONE_BY_IDENTITY -> state.records().forgetAbsent(identity);
            case ERASED_RECORDS -> erased.remove(digest);
            case GONE_BY_DIGEST -> erased.removePassing(digest);
        }
    }

    private void count(Place place, int difference) {
        if (place == Place.ERASED_RECORDS) {
            state.meta().add(Count.ERASED, difference);
        }
    }
}
