package io.kindred.tools.store;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kindred.flink.config.SinksConfig.Output;
import io.kindred.tools.store.StoreDatabase.Family;

import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/**
 * Forgets records that were erased: their rows, and how the entities changed that they were in,
 * since that has values of theirs.
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
        Set<String> entities = new HashSet<>();
        before.scan(
                Family.LOG,
                StoreKeys.formerEntities(identity),
                (key, entity) -> entities.add(new String(entity, StandardCharsets.UTF_8)) || true);
        byte[] assignment = StoreKeys.row(Output.ASSIGNMENTS, identity);
        batch.row(assignment)
                .map(each -> each.node().path("entity_id").asText())
                .filter(entity -> !entity.isEmpty())
                .ifPresent(entities::add);
        entities.forEach(entity -> batch.removeAll(Family.LOG, StoreKeys.history(entity)));
        batch.removeAll(Family.LOG, StoreKeys.formerEntities(identity));
        removeIfGone(batch, assignment);
        removeIfGone(batch, StoreKeys.row(Output.RECORDS, identity));
    }

    /** A row that holds is of a record that came again, or its retraction is yet to be read. */
    private static void removeIfGone(StoreBatch batch, byte[] key) {
        Optional<StoredRow> row = batch.row(key);
        if (row.isPresent() && StoredRow.isGone(row.get().node())) {
            batch.removeRow(key);
        }
    }
}
