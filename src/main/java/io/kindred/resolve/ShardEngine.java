package io.kindred.resolve;

import io.kindred.model.Query;
import io.kindred.model.QueryAnswer;
import io.kindred.model.SourceRecord;
import io.kindred.model.SourceRecord.Op;
import io.kindred.model.Statement;
import io.kindred.ontology.Ontology;
import io.kindred.storage.RecordStore;
import io.kindred.storage.RecordStore.Current;
import io.kindred.storage.ShardMeta;
import io.kindred.storage.ShardMeta.Count;
import io.kindred.storage.ShardTables;
import io.kindred.storage.StoredRecord;
import io.kindred.temporal.Timeline;

import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;

/**
 * Resolves the records of one shard, incrementally: takes records one by one, and on {@link #flush}
 * states what has changed since the last time.
 *
 * <p>All state is in the tables; between {@code flush} and the next {@code accept} there is none in
 * the engine but caches, so that a checkpoint taken there is complete. The statements ever made,
 * the last one of each key, are exactly the results for the records that are current.
 *
 * <p>Taking a record costs as much as its terms have postings within their limits and its component
 * has records; it does not depend on how many records the shard holds. Not safe for use by several
 * threads.
 */
public final class ShardEngine {

    private final ShardState state;
    private final Batch batch = new Batch();
    private final Linker linker;
    private final Restatement restatement;
    private final QueryEvaluator queries;

    /**
     * Over the tables of one shard, empty or from an earlier life with the same ontology.
     *
     * @param timeline how points of time are written, which names of conflicts depend on
     */
    public ShardEngine(Ontology ontology, Timeline timeline, ShardTables tables) {
        this.state = new ShardState(ontology, tables);
        this.linker = new Linker(state, batch);
        this.restatement = new Restatement(state, batch, linker, timeline, tables);
        this.queries = new QueryEvaluator(state);
    }

    /**
     * Ties the shard to the declarations that its state was built under.
     *
     * @param declaration ontology and timeline as text
     * @throws io.kindred.storage.ChangedDeclarationException if they were others
     */
    public void tieTo(String declaration) {
        state.meta().tieTo(declaration);
    }

    /**
     * Takes one record, in the order of arrival.
     *
     * @throws IllegalArgumentException if the ontology does not cover the entity type
     */
    public void accept(SourceRecord record) {
        SourceRecord incoming =
                record.op() == Op.DELETE
                        ? SourceRecord.delete(record.identity(), record.version())
                        : record;
        state.rules(incoming.identity().entityType());
        RecordStore records = state.records();
        Optional<Current> current = records.current(incoming.identity());
        Optional<StoredRecord> stored =
                current.flatMap(
                        known ->
                                known.recordId().isPresent()
                                        ? Optional.of(records.get(known.recordId().getAsLong()))
                                        : Optional.empty());
        if (current.isPresent() && !isNews(incoming, current.get(), stored)) {
            return;
        }
        OptionalLong version = VersionRule.versionAfter(current.map(Current::version), incoming);
        OptionalLong recordId = apply(incoming, stored);
        records.setCurrent(incoming.identity(), new Current(version, recordId));
        state.meta().add(Count.ACCEPTED, 1);
    }

    /**
     * Settles all that was taken since the last time and tells what has changed. Must be called
     * before a checkpoint.
     */
    public void flush(Consumer<Statement> statements) {
        if (!batch.isEmpty()) {
            linker.settle();
            restatement.state(statements);
            batch.clear();
        }
        state.meta().save();
    }

    /**
     * Answers a query from what was stated last.
     *
     * @throws IllegalStateException if records were taken since, which would give half an answer
     */
    public QueryAnswer answer(Query query) {
        if (!batch.isEmpty()) {
            throw new IllegalStateException("flush before asking");
        }
        return queries.answer(query);
    }

    /** How many of something there are, as of the last flush. */
    public long count(Count count) {
        return state.meta().get(count);
    }

    private boolean isNews(SourceRecord incoming, Current current, Optional<StoredRecord> stored) {
        VersionRule.Decision decision =
                VersionRule.decide(
                        current.version(),
                        () ->
                                stored.map(
                                                record ->
                                                        SourceRecord.upsert(
                                                                record.identity(),
                                                                current.version(),
                                                                record.descriptors()))
                                        .orElseGet(
                                                () ->
                                                        SourceRecord.delete(
                                                                incoming.identity(),
                                                                current.version())),
                        incoming);
        switch (decision) {
            case REPLAY -> state.meta().add(Count.REPLAYED, 1);
            case OUTDATED -> state.meta().add(Count.OUTDATED, 1);
            case REPLACE -> {
                return true;
            }
        }
        return false;
    }

    /** Puts the record in, changes it or takes it out; gives its id if it is there now. */
    private OptionalLong apply(SourceRecord incoming, Optional<StoredRecord> stored) {
        ShardMeta meta = state.meta();
        if (incoming.op() == Op.DELETE) {
            stored.ifPresent(
                    record -> {
                        linker.remove(record);
                        meta.add(Count.RECORDS, -1);
                        meta.add(Count.DELETED, 1);
                    });
            return OptionalLong.empty();
        }
        if (stored.isPresent()) {
            StoredRecord before = stored.get();
            if (!before.descriptors().equals(incoming.descriptors())) {
                linker.replace(before, before.saying(incoming.descriptors()));
            }
            return OptionalLong.of(before.id());
        }
        long id = state.records().newId();
        linker.insert(
                new StoredRecord(
                        id, incoming.identity(), 0, Optional.empty(), incoming.descriptors()));
        meta.add(Count.RECORDS, 1);
        return OptionalLong.of(id);
    }
}
