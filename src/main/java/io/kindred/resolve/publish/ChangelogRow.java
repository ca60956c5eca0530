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
import io.kindred.storage.keyed.OutputKeyState.Held;
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
 * Makes one row after another of what several owners say about an output key.
 *
 * <p>Each owner speaks for itself, and its last update stands until it withdraws it. The one of the
 * greatest owner is shown, so that the order between owners does not matter; a row with the next
 * revision is told only when what is shown changes. A withdrawal that leaves nothing to show waits:
 * if an owner speaks meanwhile, nothing was withdrawn.
 *
 * <p><b>Successors.</b> An owner that withdraws an entity cannot know where its records are shown
 * next, since that may be up to another owner. So the assignments, wherever one comes to show
 * another entity, tell both of them, and also those that lesser owners name, which may have a row
 * of the record though its assignment never showed them. An entity that does not have the record
 * keeps where it is, and one that gets it forgets where it was. When an entity is retired, its
 * successors are where the records of its last row went. As soon as that is known of all of them
 * the withdrawal waits no longer.
 *
 * <p>A move may come before the row that first has the record, or that has it no more. Therefore it
 * is kept, whatever the last row says, and forgotten when the record comes back, and once it is
 * older than the wait and a new row of the entity does not have the record or the entity is
 * retired. A move that comes after the entity was retired does not change that row any more.
 *
 * <p>Costs: an update reads the state of the key and writes it if it is news; so does a move, but
 * for one more entry. When an entity is withdrawn and when it is retired, its records are looked up
 * one by one if any of its moves is known.
 */
public final class ChangelogRow implements Publisher {

    private final OutputKeyStore store;
    private final long delay;
    private final Listener listener;

    /**
     * With what is kept of a key, and whom to tell.
     *
     * @param delay how long a withdrawal waits, in milliseconds; from 0
     */
    public ChangelogRow(OutputTables tables, long delay, Listener listener) {
        this.store = new OutputKeyStore(tables);
        this.delay = delay;
        this.listener = listener;
    }

    @Override
    public Optional<ShownRow> shown() {
        return store.load().row();
    }

    @Override
    public void accept(OwnedUpdate owned, long now) {
        OutputKeyState before = store.load();
        EncodedUpdate said = owned.encoded();
        if (said.isWithdrawal()) {
            withdraw(before, owned.owner(), said.key().stream(), now);
        } else if (!before.isSaidBy(owned.owner(), said.shown().orElseThrow())) {
            state(before, owned.owner(), said, now);
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
        if (before.updates().isEmpty()) {
            listener.schedule(delay);
        }
        if (!before.hasMoves()) {
            store.save(after);
        }
    }

    @Override
    public void due(long now) {
        OutputKeyState before = store.load();
        if (before.waiting().isPresent()) {
            long left = before.waiting().get().since() + delay - now;
            if (left > 0) {
                listener.schedule(left);
            } else {
                retire(before, store.shown(before), now);
            }
        } else if (before.updates().isEmpty() && before.hasMoves()) {
            forgetMoves(before, Set.of(), now);
        }
    }

    @Override
    public void end() {
        OutputKeyState before = store.load();
        if (before.waiting().isPresent()) {
            Update last = store.shown(before);
            tellGone(before, last);
            if (before.hasMoves()) {
                store.forgetMoves((record, move) -> true);
            }
            store.save(gone(before).withMoves(false));
        }
    }

    private void state(OutputKeyState before, int owner, EncodedUpdate said, long now) {
        Optional<Update> was = shownAssignment(before, said.key().stream());
        SortedMap<Integer, Held> updates = new TreeMap<>(before.updates());
        if (before.waiting().isPresent()) {
            listener.handedOver();
            listener.waiting(-1);
            store.drop(updates, updates.lastKey());
        }
        store.put(updates, owner, said);
        show(before, before.saying(updates), was, now);
    }

    private void withdraw(OutputKeyState before, int owner, Stream stream, long now) {
        if (before.waiting().isPresent() || !before.updates().containsKey(owner)) {
            return;
        }
        if (before.updates().size() == 1) {
            await(before, now);
            return;
        }
        Optional<Update> was = shownAssignment(before, stream);
        SortedMap<Integer, Held> updates = new TreeMap<>(before.updates());
        store.drop(updates, owner);
        show(before, before.saying(updates), was, now);
    }

    /** The assignment that is shown; nothing of other outputs. */
    private Optional<Update> shownAssignment(OutputKeyState state, Stream stream) {
        return stream == Stream.ASSIGNMENTS && state.shown().isPresent()
                ? Optional.of(store.shown(state))
                : Optional.empty();
    }

    /**
     * Shows what is said now, if it is something else.
     *
     * @param was what is shown of the assignment of a record, if anything is
     */
    private void show(OutputKeyState before, OutputKeyState after, Optional<Update> was, long now) {
        Optional<ByteKey> digest = before.shown().map(Held::digest);
        if (digest.equals(after.shown().map(Held::digest))) {
            store.save(after);
            was.ifPresent(shown -> tellOthers(after, (Update.Assigned) shown, was));
            return;
        }
        OutputKeyState next = after.nextRevision();
        Update update = store.shown(next);
        listener.row(update, next.revision());
        if (update instanceof Update.Assigned assigned) {
            tellMove(was, assigned, before.revision() > 0);
            tellOthers(next, assigned, was);
        }
        if (next.hasMoves() && update instanceof Update.EntityUpsert emitted) {
            forgetMoves(next, new HashSet<>(emitted.entity().records()), now);
        } else {
            store.save(next);
        }
    }

    private void tellMove(Optional<Update> was, Update.Assigned assigned, boolean wasShownOnce) {
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

    /** Tells the entities that other owners name, and which may be shown, where the record is. */
    private void tellOthers(OutputKeyState state, Update.Assigned shown, Optional<Update> was) {
        for (int owner : state.updates().headMap(state.updates().lastKey()).keySet()) {
            Update said = store.update(state, owner);
            String entityId = ((Update.Assigned) said).entityId();
            if (!entityId.equals(shown.entityId()) && !was.equals(Optional.of(said))) {
                listener.move(
                        new RecordMove(shown.record(), entityId, Optional.of(shown.entityId())));
            }
        }
    }

    private void await(OutputKeyState before, long now) {
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

    /** Of how many records of an entity it is not known where they went. */
    private long missing(OutputKeyState state, Update last) {
        List<RecordIdentity> records = records(last);
        if (!state.hasMoves()) {
            return records.size();
        }
        return records.stream().filter(record -> store.move(record).isEmpty()).count();
    }

    private void retire(OutputKeyState before, Update last, long now) {
        tellGone(before, last);
        forgetMoves(gone(before), Set.of(), now);
    }

    private void tellGone(OutputKeyState before, Update last) {
        listener.row(withdrawal(before, last), before.revision() + 1);
        if (last instanceof Update.Assigned assigned) {
            listener.move(new RecordMove(assigned.record(), assigned.entityId(), Optional.empty()));
        }
    }

    private OutputKeyState gone(OutputKeyState before) {
        if (before.waiting().isPresent()) {
            listener.waiting(-1);
        }
        SortedMap<Integer, Held> updates = new TreeMap<>(before.updates());
        store.drop(updates, updates.lastKey());
        return before.saying(updates).nextRevision();
    }

    private Update withdrawal(OutputKeyState state, Update last) {
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
        throw new IllegalStateException("a withdrawal is shown: " + last);
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
        if (areLeft && state.updates().isEmpty()) {
            listener.schedule(delay);
        }
    }

    private boolean isOld(KeptMove move, long now) {
        return move.at() <= now - delay;
    }
}
