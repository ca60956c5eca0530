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
import java.util.concurrent.TimeUnit;

/**
 * Forgets records that were erased: their rows, and how the entities changed that they were in,
 * since that has values of theirs.
 *
 * <p>Rows from before an erasure may be read after it, as each output is read by itself. So a mark
 * stays for each erased record, under a digest of its name. While an entity lists a record with a
 * mark, in a row that is not clearly later than the erasure, the entity has no history. Rows that
 * are later belong to a record that came back.
 *
 * <p>Example: an erasure became visible at 10:00. A row that lists the record, is read afterwards
 * and became visible at 9:59 is from before. One of 10:30 belongs to a record that came back.
 */
final class Erasures {

    /** How long after an erasure rows from before it may become visible, in ms. */
    static final long SKEW = TimeUnit.MINUTES.toMillis(10);

    private static final String ERASED = "erased";
    private static final byte[] NOTHING = "{}".getBytes(StandardCharsets.UTF_8);

    private Erasures() {}

    /**
     * Applies a row of the output of erasures.
     *
     * @param before the store without the batch
     * @param at when it became visible, in epoch ms
     */
    static void apply(StoreBatch batch, StoreView before, ObjectNode row, long at) {
        String identity = Identities.joined(row);
        byte[] mark = StoreKeys.erased(identity);
        long until = Math.max(at + SKEW, batch.row(mark).map(StoredRow::at).orElse(0L));
        batch.putRow(mark, new StoredRow(0, until, true, NOTHING));
        forgetEntities(batch, before, identity);
        byte[] assignment = StoreKeys.row(Output.ASSIGNMENTS, identity);
        batch.row(assignment)
                .map(each -> each.node().path("entity_id").asText())
                .filter(entity -> !entity.isEmpty())
                .ifPresent(entity -> forget(batch, entity, identity));
        for (byte[] last : List.of(assignment, StoreKeys.row(Output.RECORDS, identity))) {
            if (batch.row(last).filter(each -> StoredRow.isGone(each.node())).isPresent()) {
                batch.removeRow(last);
            }
        }
    }

    /** Forgets how the former entities of a record changed, and that it was in them. */
    private static void forgetEntities(StoreBatch batch, StoreView before, String identity) {
        Set<String> entities = new HashSet<>(before.everEntities(identity));
        entities.addAll(batch.left(identity));
        entities.forEach(entity -> forget(batch, entity, identity));
        batch.removeAll(Family.LOG, StoreKeys.formerEntities(identity));
        batch.removeAll(Family.INDEX, StoreKeys.everEntities(identity));
    }

    /** Forgets how an entity changed, and goes on to do so if its row has the record. */
    private static void forget(StoreBatch batch, String entity, String identity) {
        Set<String> erased = marked(batch, entity);
        if (batch.row(StoreKeys.row(Output.ENTITIES, entity))
                .filter(row -> identities(row.node()).contains(identity))
                .isPresent()) {
            erased.add(identity);
        }
        forget(batch, entity, erased);
    }

    /**
     * Forgets how an entity changed.
     *
     * @param erased the erased records that its row lists
     */
    private static void forget(StoreBatch batch, String entity, Set<String> erased) {
        batch.removeAll(Family.LOG, StoreKeys.history(entity));
        byte[] key = StoreKeys.forgotten(entity);
        if (!erased.isEmpty()) {
            ObjectNode node = StoredRow.JSON.createObjectNode();
            erased.forEach(node.putArray(ERASED)::add);
            byte[] json = node.toString().getBytes(StandardCharsets.UTF_8);
            batch.putRow(key, new StoredRow(0, 0, true, json));
        } else if (batch.row(key).isPresent()) {
            batch.removeRow(key);
        }
    }

    /**
     * To be called after a row was replaced: forgets what is in it of erased records.
     *
     * @param before the store without the batch
     * @param last the row that it takes the place of
     * @param at when the row was emitted or became visible, in epoch ms
     */
    static void replaced(
            StoreBatch batch,
            StoreView before,
            Output output,
            byte[] key,
            Optional<ObjectNode> last,
            ObjectNode row,
            long at) {
        if (output == Output.ENTITIES) {
            entityReplaced(batch, last, row, at);
        } else if ((output == Output.ASSIGNMENTS || output == Output.RECORDS)
                && StoredRow.isGone(row)) {
            String identity = Identities.joined(row);
            if (isErased(batch, identity, at)) {
                batch.removeRow(key);
                forgetEntities(batch, before, identity);
            }
        }
    }

    private static void entityReplaced(
            StoreBatch batch, Optional<ObjectNode> last, ObjectNode row, long at) {
        String entity = row.path("entity_id").asText();
        Set<String> before = marked(batch, entity);
        Set<String> erased = identities(row);
        last.ifPresent(each -> erased.removeAll(identities(each)));
        // Those of the last row had no mark when that was read, unless it was noted.
        identities(row).stream().filter(before::contains).forEach(erased::add);
        erased.removeIf(identity -> !isErased(batch, identity, at));
        if (!erased.isEmpty() || !before.isEmpty()) {
            forget(batch, entity, erased);
        }
    }

    /** Whether a row of this time is from before an erasure of the record. */
    private static boolean isErased(StoreBatch batch, String identity, long at) {
        return batch.row(StoreKeys.erased(identity)).filter(mark -> at < mark.at()).isPresent();
    }

    /** The erased records that the last row of an entity listed. */
    private static Set<String> marked(StoreBatch batch, String entity) {
        Set<String> identities = new TreeSet<>();
        batch.row(StoreKeys.forgotten(entity))
                .ifPresent(
                        row ->
                                row.node()
                                        .path(ERASED)
                                        .forEach(each -> identities.add(each.asText())));
        return identities;
    }

    /** The records that a row of an entity lists. */
    private static Set<String> identities(ObjectNode entity) {
        String entityType = entity.path("entity_type").asText();
        Set<String> identities = new HashSet<>();
        entity.path("records").forEach(each -> identities.add(Identities.joined(entityType, each)));
        return identities;
    }
}
