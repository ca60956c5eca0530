package io.kindred.resolve.publish;

import io.kindred.model.CodePointOrder;
import io.kindred.model.OutputKey.Stream;
import io.kindred.model.RecordIdentity;
import io.kindred.model.Update;
import io.kindred.storage.ByteKey;
import io.kindred.storage.OutputTables;
import io.kindred.storage.keyed.EncodedUpdate;
import io.kindred.storage.keyed.KeptMove;
import io.kindred.storage.keyed.OutputKeyState;
import io.kindred.storage.keyed.OutputKeyState.OwnerUpdate;
import io.kindred.storage.keyed.OutputKeyState.Waiting;
import io.kindred.storage.keyed.ShownRow;
import io.kindred.storage.wire.OwnedUpdate;
import io.kindred.storage.wire.RecordMove;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Merges the updates of several owners for one output key into a changelog of rows.
 *
 * <p>Each owner emits independently, and its last update stands until it retracts it. The update of
 * the greatest owner is shown, so the arrival order between owners does not matter. A row with the
 * next revision is emitted only when the shown content changes. A retraction that leaves nothing to
 * show is delayed. If an owner emits the key meanwhile, no retraction is emitted.
 *
 * <p>Example: shard 3 retires an entity that reconcile takes over. If the update of reconcile
 * arrives within the delay, the output has one upsert (or none, if the content is equal) and no
 * {@code retired} row.
 *
 * <p><b>Successors.</b> An owner that retracts an entity cannot know where its records are shown
 * next: another owner may decide that. So when the assignment of a record shows another entity,
 * both entities are sent a move. So are the entities in the updates of lesser owners, which may
 * have a row with the record. An entity without the record stores where it went; an entity that
 * receives it forgets the move. The successors of a retired entity are where the records of its
 * last row went. A retraction stops waiting as soon as the moves of all of them are known.
 *
 * <p>A move may arrive before the row that first has the record, or that no longer has it. So every
 * move is stored. It is forgotten when the record comes back. Otherwise it is forgotten once it is
 * older than the delay and the row of the entity, if there is one, is without the record. So
 * nothing of a record stays with entities that it left. A move that arrives after the entity was
 * retired does not change that row.
 *
 * <p><b>Erased records.</b> When an owner emits that a record was erased, the key is marked. Once
 * the retraction is emitted, only the revision is kept, without the text of the key.
 *
 * <p>Costs: an update reads the state of its key, and writes it if it changes; a move also writes
 * one entry. Retracting and retiring an entity look up its records one by one, if any of its moves
 * is known.
 */
public final class ChangelogRow implements Publisher {

    /** A record that is shown though it moved will not be for long. */
    private static final long LEAST_WAIT = 100;

    private final OutputKeyStore store;
    private final long delay;
    private final Listener listener;

    /**
     * Rows over the stored state of the current key.
     *
     * @param delay how long to delay a retraction, in milliseconds; at least 0
     */
    public ChangelogRow(OutputTables tables, long delay, Listener listener) {
        this(tables, GoneRevisions.NONE, delay, listener);
    }

    /**
     * Rows over the stored state of the current key.
     *
     * @param gone the revisions of keys that are not shown
     * @param delay how long to delay a retraction, in milliseconds; at least 0
     */
    public ChangelogRow(OutputTables tables, GoneRevisions gone, long delay, Listener listener) {
        this.store = new OutputKeyStore(tables, gone);
        this.delay = delay;
        this.listener = listener;
    }

    @Override
    public Optional<ShownRow> shown() {
        return store.shownRow();
    }

    @Override
    public void accept(OwnedUpdate owned, long now) {
        OutputKeyState before = store.load();
        EncodedUpdate update = owned.encoded();
        if (update.isErasure()) {
            erase(before, owned.owner(), update.key().stream(), now);
        } else if (update.isRetraction()) {
            retract(before, owned.owner(), update.key().stream(), now);
        } else if (!before.isCurrentUpdate(owned.owner(), update.shown().orElseThrow())) {
            put(before, owned.owner(), update, now);
        }
    }

    @Override
    public void accept(RecordMove move, long now) {
        OutputKeyState before = store.load();
        if (move.isArrival()) {
            if (before.hasMoves()) {
                store.forgetMove(move.record());
            }
            return;
        }
        store.keepMove(move.record(), new KeptMove(move.to(), now));
        OutputKeyState after = before.withMoves(true);
        if (before.waiting().isPresent()) {
            Waiting waiting = before.waiting().get();
            long missing = waiting.missing() - 1;
            if (missing <= 0) {
                Update last = store.shown(before);
                missing = missing(after, last);
                if (missing == 0) {
                    retire(after, last, now);
                    return;
                }
            }
            store.save(after.waiting(waiting.since(), missing));
            return;
        }
        // The row without the record may be there already, and no other may come.
        listener.schedule(delay);
        if (!before.hasMoves()) {
            store.save(after);
        }
    }

    /**
     * Retracts an update of a record that was erased. A record that was deleted before is not
     * shown, but its key is still known.
     */
    private void erase(OutputKeyState before, int owner, Stream stream, long now) {
        if (before.equals(OutputKeyState.NONE)) {
            return;
        }
        OutputKeyState erased = before.erased();
        if (before.waiting().isPresent() || !before.updates().containsKey(owner)) {
            store.save(erased);
        } else {
            retract(erased, owner, stream, now);
        }
    }

    @Override
    public void repeat() {
        OutputKeyState state = store.load();
        if (state.shown().isPresent()) {
            Update update = store.shown(state);
            long fill = listener.fill(update.key().stream());
            if (state.fill() < fill) {
                listener.row(update, state.revision());
                store.save(state.inFill(fill));
            }
        }
    }

    @Override
    public void onTimer(long now) {
        OutputKeyState before = store.load();
        if (before.waiting().isPresent()) {
            long left = before.waiting().get().since() + delay - now;
            if (left > 0) {
                listener.schedule(left);
            } else {
                retire(before, store.shown(before), now);
            }
        } else if (before.hasMoves()) {
            forgetMoves(before, shownRecords(before), now);
        }
    }

    private Set<RecordIdentity> shownRecords(OutputKeyState state) {
        return state.shown().isPresent() ? new HashSet<>(records(store.shown(state))) : Set.of();
    }

    @Override
    public void end() {
        OutputKeyState before = store.load();
        if (before.waiting().isPresent()) {
            Update last = store.shown(before);
            emitRetraction(before, last);
            if (before.hasMoves()) {
                store.forgetMoves((record, move) -> true);
            }
            store.save(gone(before).withMoves(false));
        } else if (before.hasMoves()) {
            Set<RecordIdentity> shown = shownRecords(before);
            store.save(
                    before.withMoves(store.forgetMoves((record, move) -> !shown.contains(record))));
        }
    }

    private void put(OutputKeyState before, int owner, EncodedUpdate update, long now) {
        Optional<Update> was = shownAssignment(before, update.key().stream());
        SortedMap<Integer, OwnerUpdate> updates = new TreeMap<>(before.updates());
        if (before.waiting().isPresent()) {
            listener.handedOver();
            listener.waiting(-1);
            store.drop(updates, updates.lastKey());
        }
        store.put(updates, owner, update);
        show(before, before.withUpdates(updates), was, now);
    }

    private void retract(OutputKeyState before, int owner, Stream stream, long now) {
        if (before.waiting().isPresent() || !before.updates().containsKey(owner)) {
            return;
        }
        if (before.updates().size() == 1) {
            delayRetraction(before, now);
            return;
        }
        Optional<Update> was = shownAssignment(before, stream);
        SortedMap<Integer, OwnerUpdate> updates = new TreeMap<>(before.updates());
        store.drop(updates, owner);
        show(before, before.withUpdates(updates), was, now);
    }

    /** The assignment that is shown; empty for other streams. */
    private Optional<Update> shownAssignment(OutputKeyState state, Stream stream) {
        return stream == Stream.ASSIGNMENTS && state.shown().isPresent()
                ? Optional.of(store.shown(state))
                : Optional.empty();
    }

    /**
     * Emits a row if the shown content changed.
     *
     * @param was the shown assignment before, if this is the key of a record
     */
    private void show(OutputKeyState before, OutputKeyState after, Optional<Update> was, long now) {
        Optional<ByteKey> digest = before.shown().map(OwnerUpdate::digest);
        if (digest.equals(after.shown().map(OwnerUpdate::digest))) {
            store.save(after);
            was.ifPresent(shown -> notifyOtherEntities(after, (Update.Assigned) shown, was));
            return;
        }
        Update update = store.shown(after);
        OutputKeyState next = after.nextRevision(listener.fill(update.key().stream()));
        listener.row(update, next.revision());
        if (update instanceof Update.Assigned assigned) {
            emitMove(was, assigned, before.revision() > 0);
            notifyOtherEntities(next, assigned, was);
        }
        if (next.hasMoves() && update instanceof Update.EntityUpsert emitted) {
            forgetMoves(next, new HashSet<>(emitted.entity().records()), now);
        } else {
            store.save(next);
        }
    }

    private void emitMove(Optional<Update> was, Update.Assigned assigned, boolean wasShownOnce) {
        RecordIdentity record = assigned.record();
        String entityId = assigned.entityId();
        Optional<String> from = was.map(each -> ((Update.Assigned) each).entityId());
        if (from.isPresent() && !from.get().equals(entityId)) {
            listener.move(new RecordMove(record, from.get(), Optional.of(entityId)));
        }
        if (wasShownOnce && !from.equals(Optional.of(entityId))) {
            listener.move(RecordMove.arrival(record, entityId));
        }
    }

    /** Sends moves to the entities in the updates of other owners, which may be shown. */
    private void notifyOtherEntities(
            OutputKeyState state, Update.Assigned shown, Optional<Update> was) {
        for (int owner : state.updates().headMap(state.updates().lastKey()).keySet()) {
            Update update = store.update(state, owner);
            String entityId = ((Update.Assigned) update).entityId();
            if (!entityId.equals(shown.entityId()) && !was.equals(Optional.of(update))) {
                listener.move(
                        new RecordMove(shown.record(), entityId, Optional.of(shown.entityId())));
            }
        }
    }

    private void delayRetraction(OutputKeyState before, long now) {
        Update last = store.shown(before);
        long missing = missing(before, last);
        if (delay == 0 || (missing == 0 && last instanceof Update.EntityUpsert)) {
            retire(before, last, now);
            return;
        }
        listener.waiting(1);
        store.save(before.waiting(now, missing));
        listener.schedule(delay);
    }

    /** The number of records of an entity whose move is not known yet. */
    private long missing(OutputKeyState state, Update last) {
        List<RecordIdentity> records = records(last);
        if (!state.hasMoves()) {
            return records.size();
        }
        return records.stream().filter(record -> store.move(record).isEmpty()).count();
    }

    private void retire(OutputKeyState before, Update last, long now) {
        emitRetraction(before, last);
        forgetMoves(gone(before), Set.of(), now);
    }

    private void emitRetraction(OutputKeyState before, Update last) {
        listener.row(retraction(before, last), before.revision() + 1);
        if (last instanceof Update.Assigned assigned) {
            listener.move(new RecordMove(assigned.record(), assigned.entityId(), Optional.empty()));
        }
    }

    private OutputKeyState gone(OutputKeyState before) {
        if (before.waiting().isPresent()) {
            listener.waiting(-1);
        }
        SortedMap<Integer, OwnerUpdate> updates = new TreeMap<>(before.updates());
        store.drop(updates, updates.lastKey());
        return before.withUpdates(updates).nextRevision(before.fill());
    }

    private Update retraction(OutputKeyState state, Update last) {
        if (last instanceof Update.EntityUpsert emitted) {
            return new Update.EntityRetired(
                    emitted.entity().entityType(), emitted.entity().id(), successors(state, last));
        }
        if (last instanceof Update.Assigned assigned) {
            return new Update.Unassigned(assigned.record());
        }
        if (last instanceof Update.ConflictOpen open) {
            return new Update.ConflictResolved(open.conflictId());
        }
        if (last instanceof Update.GenericKeyOpen open) {
            return new Update.GenericKeyResolved(
                    open.generic().entityType(), open.generic().key(), open.generic().values());
        }
        if (last instanceof Update.GoldenUpsert emitted) {
            return new Update.GoldenRetired(emitted.entityType(), emitted.entityId());
        }
        if (last instanceof Update.RecordUpsert emitted) {
            return new Update.RecordRetired(emitted.record(), false);
        }
        throw new IllegalStateException("a retraction is shown: " + last);
    }

    private List<String> successors(OutputKeyState state, Update last) {
        SortedSet<String> successors = new TreeSet<>(CodePointOrder.STRINGS);
        if (state.hasMoves()) {
            for (RecordIdentity record : records(last)) {
                store.move(record).flatMap(KeptMove::to).ifPresent(successors::add);
            }
        }
        return List.copyOf(successors);
    }

    private static List<RecordIdentity> records(Update update) {
        return update instanceof Update.EntityUpsert emitted
                ? emitted.entity().records()
                : List.of();
    }

    /** Forgets old moves of records that are not shown, and saves the state. */
    private void forgetMoves(OutputKeyState state, Set<RecordIdentity> shown, long now) {
        boolean areLeft =
                state.hasMoves()
                        && store.forgetMoves(
                                (record, move) -> !shown.contains(record) && isOld(move, now));
        store.save(state.withMoves(areLeft));
        if (areLeft) {
            listener.schedule(Math.max(delay, LEAST_WAIT));
        }
    }

    private boolean isOld(KeptMove move, long now) {
        return move.at() <= now - delay;
    }
}
