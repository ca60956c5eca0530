package io.kindred.tools.store;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kindred.tools.store.StoreDatabase.Family;

import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Keeps the former entities of records that have moved. */
final class AssignmentWriter implements RowWriter {

    /** The most former entities of a record. */
    static final int MOST = 1_000;

    @Override
    public String key(ObjectNode row) {
        return Identities.joined(row);
    }

    @Override
    public void replace(
            StoreBatch batch,
            Optional<ObjectNode> before,
            Optional<StoredRow> stored,
            ObjectNode row,
            StoredRow next,
            boolean isGone) {
        before.filter(each -> each.hasNonNull("entity_id"))
                .map(each -> each.path("entity_id").asText())
                .ifPresent(
                        entity -> {
                            batch.leave(key(row), entity);
                            batch.put(StoreKeys.everEntity(key(row), entity));
                        });
        if (stored.isPresent() && next.revision() < stored.get().revision()) {
            // Revisions began again at 1: the old entries would be among the new.
            batch.removeAll(Family.LOG, StoreKeys.formerEntities(key(row)));
            return;
        }
        before.filter(each -> each.hasNonNull("entity_id"))
                .ifPresent(
                        each -> {
                            long revision = stored.orElseThrow().revision();
                            String entity = each.path("entity_id").asText();
                            batch.put(
                                    Family.LOG,
                                    StoreKeys.formerEntity(key(row), revision),
                                    entity.getBytes(StandardCharsets.UTF_8));
                            if (revision > MOST) {
                                batch.remove(
                                        Family.LOG,
                                        StoreKeys.formerEntity(key(row), revision - MOST));
                            }
                        });
    }
}
