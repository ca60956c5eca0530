package io.kindred.resolve.entity;

import io.kindred.model.Conflict;
import io.kindred.model.Digest;
import io.kindred.model.RecordIdentity;
import io.kindred.model.Update;
import io.kindred.storage.ByteKey;
import io.kindred.storage.keyed.EncodedUpdate;
import io.kindred.temporal.Interval;
import io.kindred.temporal.Timeline;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * Computes the ids of conflicts, and encodes conflicts under their ids.
 *
 * <p>An id is a hash of what the conflict is about and its start. So a conflict keeps its id while
 * its other content changes.
 *
 * <p>Groups of a key with a test may have equal values and starts. Such an id also has the least
 * record of the group, which is in no other group of that start. A scored link is about its two
 * records: there is one such link between them at most, whichever key found it.
 */
public final class ConflictIds {

    private final Timeline timeline;

    public ConflictIds(Timeline timeline) {
        this.timeline = timeline;
    }

    /** The id: 32 hex digits, equal for the same contradiction in any shard and any run. */
    public String of(Conflict conflict) {
        List<String> fields = new ArrayList<>();
        if (conflict instanceof Conflict.Indirect link && link.score().isPresent()) {
            fields.addAll(List.of("link", link.entityType()));
            records(link).forEach(record -> add(record, fields));
            return Digest.hex(fields);
        }
        if (conflict instanceof Conflict.Direct direct) {
            fields.addAll(List.of("direct", direct.entityId(), direct.attribute()));
        } else if (conflict instanceof Conflict.Indirect indirect) {
            fields.addAll(List.of("indirect", indirect.entityType(), indirect.key()));
            fields.addAll(indirect.keyValues());
        } else if (conflict instanceof Conflict.Uniqueness unique) {
            fields.addAll(
                    List.of(
                            "constraint",
                            unique.entityType(),
                            unique.constraint(),
                            unique.perspective().orElse(""),
                            unique.value()));
        }
        fields.add(start(conflict.interval()));
        if (conflict instanceof Conflict.Indirect indirect && indirect.isTested()) {
            add(records(indirect).get(0), fields);
        }
        return Digest.hex(fields);
    }

    private static List<RecordIdentity> records(Conflict.Indirect conflict) {
        return conflict.sides().stream().flatMap(side -> side.records().stream()).sorted().toList();
    }

    private static void add(RecordIdentity record, List<String> fields) {
        fields.add(record.perspective());
        fields.add(record.uid());
    }

    /** The update that opens the conflict. */
    public EncodedUpdate open(Conflict conflict) {
        return EncodedUpdate.of(new Update.ConflictOpen(of(conflict), conflict));
    }

    /**
     * The update of that digest that opened the conflict. Earlier releases emitted it without which
     * record is in which entity, and it was not emitted again if nothing has changed since.
     *
     * @param emitted the digests emitted last, by id
     * @return empty if the conflict was not emitted, or not as it is now
     */
    public Optional<EncodedUpdate> openedAs(
            Map<ByteKey, ByteKey> emitted, Conflict.Uniqueness conflict) {
        return Stream.of(conflict, conflict.undivided())
                .map(this::open)
                .filter(
                        update ->
                                update.shown()
                                        .orElseThrow()
                                        .equals(emitted.get(ByteKey.ofHex(update.key().id()))))
                .findFirst();
    }

    /**
     * Emits the conflicts that are new or have changed, and resolves those that are gone.
     *
     * @param before the digests emitted last, by id
     * @return the digests emitted now, by id
     */
    public Map<ByteKey, ByteKey> emit(
            Map<ByteKey, ByteKey> before,
            List<Conflict.Uniqueness> now,
            Consumer<EncodedUpdate> output) {
        Map<ByteKey, ByteKey> digests = new LinkedHashMap<>();
        for (Conflict conflict : now) {
            EncodedUpdate update = open(conflict);
            ByteKey id = ByteKey.ofHex(update.key().id());
            ByteKey digest = update.shown().orElseThrow();
            digests.put(id, digest);
            if (!digest.equals(before.get(id))) {
                output.accept(update);
            }
        }
        for (ByteKey id : before.keySet()) {
            if (!digests.containsKey(id)) {
                output.accept(EncodedUpdate.of(new Update.ConflictResolved(id.toString())));
            }
        }
        return digests;
    }

    private String start(Interval interval) {
        return timeline.formatBound(interval.start());
    }
}
