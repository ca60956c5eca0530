package io.kindred.tools.store;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kindred.flink.config.SinksConfig.Output;
import io.kindred.tools.store.StoreDatabase.Family;

import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/**
 * Forgets records that were erased: their rows, and how the entities changed that they were in,
 * since that has values of theirs. Rows that retract them may be read before or after; what is kept
 * for those that come after is under keys of its own.
 */
final class Erasures {

    private Erasures() {}

    /**
     * Applies a row of the output of erasures.
     *
     * @param before the store without the batch
     */
    static void apply(StoreBatch batch, StoreView before, ObjectNode row) {
        String identity = Identities.joined(row);
        forgetEntities(batch, before, identity);
        byte[] assignment = StoreKeys.row(Output.ASSIGNMENTS, identity);
        batch.row(assignment)
                .map(each -> each.node().path("entity_id").asText())
                .filter(entity -> !entity.isEmpty())
                .ifPresent(entity -> forget(batch, entity, identity));
        boolean isGone =
                removeIfGone(batch, assignment)
                        & removeIfGone(batch, StoreKeys.row(Output.RECORDS, identity));
        if (!isGone) {
            batch.putRow(StoreKeys.erased(identity), mark(Set.of(identity)));
        }
    }

    /** Forgets how the former entities of a record changed, and that it was in them. */
    private static void forgetEntities(StoreBatch batch, StoreView before, String identity) {
        Set<String> entities = new HashSet<>(before.formerEntities(identity));
        entities.addAll(batch.left(identity));
        entities.forEach(entity -> forget(batch, entity, identity));
        batch.removeAll(Family.LOG, StoreKeys.formerEntities(identity));
    }

    /** Forgets how an entity changed, now and as long as its row has the record. */
    private static void forget(StoreBatch batch, String entity, String identity) {
        batch.removeAll(Family.LOG, StoreKeys.history(entity));
        boolean isListed =
                batch.row(StoreKeys.row(Output.ENTITIES, entity))
                        .filter(row -> identities(row.node()).contains(identity))
                        .isPresent();
        if (isListed) {
            byte[] key = StoreKeys.forgotten(entity);
            Set<String> all = new HashSet<>(Set.of(identity));
            batch.row(key).ifPresent(row -> all.addAll(marked(row)));
            batch.putRow(key, mark(all));
        }
    }

    /**
     * To be called after a row was replaced: forgets what an erasure that was read before it left
     * for it.
     *
     * @param before the store without the batch
     */
    static void replaced(
            StoreBatch batch, StoreView before, Output output, byte[] key, ObjectNode row) {
        if (output == Output.ENTITIES) {
            String entity = row.path("entity_id").asText();
            byte[] mark = StoreKeys.forgotten(entity);
            Optional<StoredRow> forgotten = batch.row(mark);
            if (forgotten.isPresent()) {
                batch.removeAll(Family.LOG, StoreKeys.history(entity));
                if (Collections.disjoint(identities(row), marked(forgotten.get()))) {
                    batch.removeRow(mark);
                }
            }
        } else if ((output == Output.ASSIGNMENTS || output == Output.RECORDS)
                && StoredRow.isGone(row)
                && batch.row(StoreKeys.erased(Identities.joined(row))).isPresent()) {
            String identity = Identities.joined(row);
            batch.removeRow(key);
            forgetEntities(batch, before, identity);
            if (isAway(batch, Output.ASSIGNMENTS, identity)
                    && isAway(batch, Output.RECORDS, identity)) {
                batch.removeRow(StoreKeys.erased(identity));
            }
        }
    }

    private static boolean isAway(StoreBatch batch, Output output, String identity) {
        return batch.row(StoreKeys.row(output, identity)).isEmpty();
    }

    private static StoredRow mark(Set<String> identities) {
        ObjectNode node = StoredRow.JSON.createObjectNode();
        identities.forEach(node.putArray("erased")::add);
        return new StoredRow(0, 0, true, node.toString().getBytes(StandardCharsets.UTF_8));
    }

    private static Set<String> marked(StoredRow mark) {
        Set<String> identities = new HashSet<>();
        mark.node().path("erased").forEach(each -> identities.add(each.asText()));
        return identities;
    }

    /** The records that a row of an entity lists. */
    private static Set<String> identities(ObjectNode entity) {
        String entityType = entity.path("entity_type").asText();
        Set<String> identities = new HashSet<>();
        entity.path("records").forEach(each -> identities.add(Identities.joined(entityType, each)));
        return identities;
    }

    /**
     * Returns whether there is no row. One that holds is of a record that came again, or its
     * retraction is yet to be read.
     */
    private static boolean removeIfGone(StoreBatch batch, byte[] key) {
        Optional<StoredRow> row = batch.row(key);
        if (row.isPresent() && StoredRow.isGone(row.get().node())) {
            batch.removeRow(key);
            return true;
        }
        return row.isEmpty();
    }
}
