package io.kindred.offline.decide;

import io.kindred.model.RecordIdentity;
import io.kindred.offline.Declaration;
import io.kindred.resolve.ColdShard.Placed;
import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;

/** Merges what {@link DecideTask} finds in all shards, and what {@link RecordsTask} looks up. */
public final class OpenConflicts implements Consumer<byte[]> {

    private final DecideTask task;
    private final Answered answered;
    private final Map<String, OpenConflict> conflicts = new HashMap<>();
    private final Map<RecordIdentity, Placed> records = new HashMap<>();
    private @Nullable Declaration declaration;

    public OpenConflicts(DecideTask task) {
        this.task = task;
        this.answered = task.answered();
    }

    @Override
    public void accept(byte[] row) {
        ConflictRows.read(row, new Rows());
    }

    /** Ontology and timeline of the state; empty if it has no records. */
    public Optional<Declaration> declaration() {
        return Optional.ofNullable(declaration);
    }

    /** The worst conflicts, the worst first, no more than the task's limit. */
    public List<OpenConflict> worst() {
        if (declaration == null) {
            return List.of();
        }
        ConflictOrder order = new ConflictOrder(declaration.ontology());
        return conflicts.values().stream()
                .map(each -> answered.mark(each, order, this::record))
                .filter(each -> !task.isToBeAsked() || each.isToBeAsked())
                .sorted(order)
                .limit(task.limit())
                .toList();
    }

    /**
     * The records of the questions of the {@linkplain #worst worst} conflicts whose values are not
     * known yet.
     */
    public List<RecordIdentity> missing() {
        Set<RecordIdentity> missing = new TreeSet<>();
        for (OpenConflict each : worst()) {
            for (PairQuestion question : each.questions()) {
                missing.add(question.left());
                missing.add(question.right());
            }
        }
        missing.removeAll(records.keySet());
        return new ArrayList<>(missing);
    }

    /** A record of a question, if it was found. */
    public Optional<Placed> record(RecordIdentity identity) {
        return Optional.ofNullable(records.get(identity));
    }

    private final class Rows implements ConflictRows.Listener {

        @Override
        public void declaration(Declaration ofShard) {
            declaration = ofShard;
        }

        @Override
        public void conflict(OpenConflict conflict) {
            conflicts.put(conflict.id(), conflict);
        }

        @Override
        public void record(Placed record) {
            records.put(record.identity(), record);
        }

        @Override
        public void place(RecordIdentity record, String entityId) {
            answered.place(record, entityId);
        }
    }
}
