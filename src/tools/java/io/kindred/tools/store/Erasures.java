package io.kindred.tools.store;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kindred.flink.config.SinksConfig.Output;
import io.kindred.tools.store.StoreDatabase.Family;

import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Forgets records that were erased: their rows, and how the entities changed that they were in,
 * since that has values of theirs. Rows of before may be read later, as each output is read by
 * itself. So a mark remains of each erased record, under a digest of its name, until it comes
 * again: a row that follows one that retracts it. As long as an entity lists a record with a mark,
 * it has no history.
 */
final class Erasures {

    private static final String RETRACTED = "retracted";
    private static final String ERASED = "erased";

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
                .ifPresent(entity -> forget(batch, entity, Set.of(identity)));
        byte[] key = StoreKeys.erased(identity);
        Set<String> retracted = new TreeSet<>(marked(batch.row(key), RETRACTED));
        for (Output output : List.of(Output.ASSIGNMENTS, Output.RECORDS)) {
            byte[] last = StoreKeys.row(output, identity);
            if (batch.row(last).filter(each -> StoredRow.isGone(each.node())).isPresent()) {
                batch.removeRow(last);
                retracted.add(output.name());
            }
        }
        batch.putRow(key, mark(RETRACTED, retracted));
    }

    /** Forgets how the former entities of a record changed, and that it was in them. */
    private static void forgetEntities(StoreBatch batch, StoreView before, String identity) {
        Set<String> entities = new HashSet<>(before.formerEntities(identity));
        entities.addAll(batch.left(identity));
        entities.forEach(entity -> forget(batch, entity, Set.of(identity)));
        batch.removeAll(Family.LOG, StoreKeys.formerEntities(identity));
    }

    /** Forgets how an entity changed, now and as long as its row has these records. */
    private static void forget(StoreBatch batch, String entity, Set<String> erased) {
        batch.removeAll(Family.LOG, StoreKeys.history(entity));
        Set<String> listed =
                batch.row(StoreKeys.row(Output.ENTITIES, entity))
                        .map(row -> identities(row.node()))
                        .orElse(Set.of());
        byte[] key = StoreKeys.forgotten(entity);
        Set<String> all = new TreeSet<>(erased);
        all.addAll(marked(batch.row(key), ERASED));
        all.retainAll(listed);
        if (!all.isEmpty()) {
            batch.putRow(key, mark(ERASED, all));
        } else if (batch.row(key).isPresent()) {
            batch.removeRow(key);
        }
    }

    /**
     * To be called after a row was replaced: forgets what is in it of erased records.
     *
     * @param before the store without the batch
     * @param last the row that it takes the place of
     */
    static void replaced(
            StoreBatch batch,
            StoreView before,
            Output output,
            byte[] key,
            Optional<ObjectNode> last,
            ObjectNode row) {
        if (output == Output.ENTITIES) {
            entityReplaced(batch, last, row);
        } else if (output == Output.ASSIGNMENTS || output == Output.RECORDS) {
            recordReplaced(batch, before, output, key, row);
        }
    }

    private static void entityReplaced(
            StoreBatch batch, Optional<ObjectNode> last, ObjectNode row) {
        Set<String> added = identities(row);
        last.ifPresent(each -> added.removeAll(identities(each)));
        added.removeIf(identity -> batch.row(StoreKeys.erased(identity)).isEmpty());
        String entity = row.path("entity_id").asText();
        if (!added.isEmpty() || batch.row(StoreKeys.forgotten(entity)).isPresent()) {
            forget(batch, entity, added);
        }
    }

    private static void recordReplaced(
            StoreBatch batch, StoreView before, Output output, byte[] key, ObjectNode row) {
        String identity = Identities.joined(row);
        byte[] markKey = StoreKeys.erased(identity);
        Optional<StoredRow> mark = batch.row(markKey);
        if (mark.isEmpty()) {
            return;
        }
        Set<String> retracted = new TreeSet<>(marked(mark, RETRACTED));
        if (StoredRow.isGone(row)) {
            batch.removeRow(key);
            forgetEntities(batch, before, identity);
            retracted.add(output.name());
            batch.putRow(markKey, mark(RETRACTED, retracted));
        } else if (retracted.contains(output.name())) {
            batch.removeRow(markKey);
        }
    }

    private static StoredRow mark(String field, Set<String> texts) {
        ObjectNode node = StoredRow.JSON.createObjectNode();
        texts.forEach(node.putArray(field)::add);
        return new StoredRow(0, 0, true, node.toString().getBytes(StandardCharsets.UTF_8));
    }

    private static Set<String> marked(Optional<StoredRow> mark, String field) {
        Set<String> texts = new HashSet<>();
        mark.ifPresent(row -> row.node().path(field).forEach(each -> texts.add(each.asText())));
        return texts;
    }

    /** The records that a row of an entity lists. */
    private static Set<String> identities(ObjectNode entity) {
        String entityType = entity.path("entity_type").asText();
        Set<String> identities = new HashSet<>();
        entity.path("records").forEach(each -> identities.add(Identities.joined(entityType, each)));
        return identities;
    }
}
