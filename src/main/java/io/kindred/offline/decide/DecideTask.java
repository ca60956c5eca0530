package io.kindred.offline.decide;

import io.kindred.model.Conflict;
import io.kindred.model.Entity;
import io.kindred.model.RecordIdentity;
import io.kindred.model.Update;
import io.kindred.offline.Declaration;
import io.kindred.offline.KeyTask;
import io.kindred.offline.OfflineShard;
import io.kindred.offline.ShardTask;
import io.kindred.resolve.ColdShard;
import io.kindred.resolve.ColdShard.Placed;
import io.kindred.resolve.shards.UniqueClaims;
import io.kindred.storage.ByteTable;
import io.kindred.storage.ClaimTables;
import io.kindred.storage.shard.ShardMeta;
import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Consumer;

/**
 * Finds the worst open conflicts of every shard, and the records that a person has to see to answer
 * them. {@link OpenConflicts} merges them.
 *
 * <p>A shard keeps {@code limit} conflicts in memory. Constraint conflicts across shards are found
 * apart from the shards, without the values of their records; all of them are emitted, because only
 * {@link OpenConflicts} knows which are answered.
 *
 * @param entityType the only entity type, or null for all
 * @param kind the only kind, or null for all
 * @param conflictId the only conflict, or null for all
 * @param limit the most conflicts of a shard
 * @param isToBeAsked whether only conflicts count that have an unanswered question
 * @param decided the pairs that were decided about: two joined identities for each
 */
public record DecideTask(
        @Nullable String entityType,
        @Nullable ConflictKind kind,
        @Nullable String conflictId,
        int limit,
        boolean isToBeAsked,
        List<String> decided)
        implements ShardTask, KeyTask {

    public DecideTask {
        decided = List.copyOf(decided);
    }

    /** The form of pairs in {@link #decided}. */
    public static List<String> joined(Collection<RecordPair> pairs) {
        List<String> joined = new ArrayList<>(2 * pairs.size());
        for (RecordPair pair : pairs) {
            joined.add(pair.lesser().joined());
            joined.add(pair.greater().joined());
        }
        return joined;
    }

    /** The decisions, without the entities that their records are in. */
    Answered answered() {
        Answered answered = new Answered();
        for (int i = 0; i < decided.size(); i += 2) {
            answered.add(
                    RecordPair.of(
                            RecordIdentity.ofJoined(decided.get(i)),
                            RecordIdentity.ofJoined(decided.get(i + 1))));
        }
        return answered;
    }

    @Override
    public void run(OfflineShard shard, Consumer<byte[]> rows) {
        Optional<String> text = ShardMeta.declaration(shard.tables());
        if (text.isPresent()) {
            rows.accept(ConflictRows.declaration(text.get()));
            Declaration declaration = Declaration.read(text.get());
            find(shard.results(declaration), declaration, rows);
        }
    }

    private void find(ColdShard shard, Declaration declaration, Consumer<byte[]> rows) {
        Answered answered = answered();
        for (RecordIdentity record : answered.records()) {
            shard.record(record)
                    .ifPresent(
                            placed -> {
                                answered.place(record, placed.entityId());
                                rows.accept(ConflictRows.place(record, placed.entityId()));
                            });
        }
        Worst worst = new Worst(this, declaration, answered, shard);
        shard.forEach(type -> entityType == null || entityType.equals(type), worst);
        worst.emit(rows);
    }

    boolean isSelected(String id, Conflict conflict) {
        return (entityType == null || entityType.equals(conflict.entityType()))
                && (kind == null || kind == ConflictKind.of(conflict))
                && (conflictId == null || conflictId.equals(id));
    }

    /** Constraint conflicts across shards are only in the uniqueness operator. */
    @Override
    public boolean wants(Part part) {
        return part == Part.UNIQUENESS && (kind == null || kind == ConflictKind.CONSTRAINT);
    }

    @Override
    public Visitor visit(Part part, Consumer<byte[]> rows) {
        return (key, stored) ->
                stored.declaration().ifPresent(by -> emit(by, claimTables(stored), rows));
    }

    private static ClaimTables claimTables(Stored stored) {
        List<ByteTable> tables = stored.tables();
        return new ClaimTables(tables.get(0), tables.get(1), tables.get(2));
    }

    private void emit(Declaration by, ClaimTables tables, Consumer<byte[]> rows) {
        List<Update.ConflictOpen> violations =
                UniqueClaims.readOnly(by.ontology(), by.timeline(), tables).violations().stream()
                        .filter(each -> isSelected(each.conflictId(), each.conflict()))
                        .toList();
        if (violations.isEmpty()) {
            return;
        }
        Map<RecordIdentity, Placed> claiming = new HashMap<>();
        UniqueClaims.forEachRecord(
                tables,
                UniqueClaims.kept(tables).orElseThrow(),
                (record, claims) ->
                        claims.counting()
                                .ifPresent(
                                        made ->
                                                claiming.put(
                                                        record,
                                                        new Placed(
                                                                record,
                                                                made.entityId(),
                                                                List.of()))));
        QuestionFinder finder =
                new QuestionFinder(
                        by.ontology(), record -> Optional.ofNullable(claiming.get(record)));
        for (Update.ConflictOpen open : violations) {
            rows.accept(
                    ConflictRows.conflict(
                            new OpenConflict(
                                    open.conflictId(),
                                    open.conflict(),
                                    finder.of(open.conflict()))));
        }
    }

    /** Keeps the worst conflicts of a shard. */
    private static final class Worst implements ColdShard.Results {

        private final DecideTask task;
        private final Answered answered;
        private final ColdShard shard;
        private final QuestionFinder finder;
        private final ConflictOrder order;
        private final TreeSet<OpenConflict> kept;

        Worst(DecideTask task, Declaration declaration, Answered answered, ColdShard shard) {
            this.task = task;
            this.answered = answered;
            this.shard = shard;
            this.finder = new QuestionFinder(declaration.ontology(), shard::record);
            this.order = new ConflictOrder(declaration.ontology());
            this.kept = new TreeSet<>(order);
        }

        @Override
        public void entity(Entity entity) {}

        @Override
        public void record(Placed record) {}

        @Override
        public void conflict(String id, Conflict conflict) {
            OpenConflict bare = new OpenConflict(id, conflict, List.of());
            if (!task.isSelected(id, conflict)
                    || kept.size() >= task.limit() && order.compare(bare, kept.last()) > 0) {
                return;
            }
            OpenConflict open =
                    answered.mark(
                            new OpenConflict(id, conflict, finder.of(conflict)),
                            order,
                            shard::record);
            if (task.isToBeAsked() && !open.isToBeAsked()) {
                return;
            }
            kept.add(open);
            if (kept.size() > task.limit()) {
                kept.pollLast();
            }
        }

        void emit(Consumer<byte[]> rows) {
            for (OpenConflict each : kept) {
                rows.accept(ConflictRows.conflict(each));
                for (PairQuestion question : each.questions()) {
                    emit(question.left(), rows);
                    emit(question.right(), rows);
                }
            }
        }

        private void emit(RecordIdentity record, Consumer<byte[]> rows) {
            shard.record(record).map(ConflictRows::record).ifPresent(rows);
        }
    }
}
