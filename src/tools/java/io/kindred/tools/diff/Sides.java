package io.kindred.tools.diff;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kindred.flink.config.SinksConfig.Output;
import io.kindred.model.CodePointOrder;
import io.kindred.tools.store.RowCursor;
import io.kindred.tools.store.StoreView;

import java.util.Optional;
import java.util.Set;

/**
 * The two results, each at one moment.
 *
 * @param entityType the only type to look at; empty for all
 * @param common the outputs that both have
 */
record Sides(StoreView before, StoreView after, Optional<String> entityType, Set<Output> common) {

    /** Receives the rows of an output key: one at least. */
    interface Visitor {
        void visit(String key, Optional<ObjectNode> before, Optional<ObjectNode> after);
    }

    StoreView view(boolean isAfter) {
        return isAfter ? after : before;
    }

    /** Visits all rows of an output that hold, in the order of their keys. */
    void join(Output output, Visitor visitor) {
        try (RowCursor left = before.cursor(output);
                RowCursor right = after.cursor(output)) {
            Optional<RowCursor.Keyed> old = next(left);
            Optional<RowCursor.Keyed> now = next(right);
            while (old.isPresent() || now.isPresent()) {
                int order = order(old, now);
                visitor.visit(
                        (order <= 0 ? old : now).orElseThrow().key(),
                        order <= 0 ? old.map(RowCursor.Keyed::row) : Optional.empty(),
                        order >= 0 ? now.map(RowCursor.Keyed::row) : Optional.empty());
                old = order <= 0 ? next(left) : old;
                now = order >= 0 ? next(right) : now;
            }
        }
    }

    private Optional<RowCursor.Keyed> next(RowCursor cursor) {
        Optional<RowCursor.Keyed> next = cursor.next();
        while (next.isPresent() && !isOfType(next.get().row())) {
            next = cursor.next();
        }
        return next;
    }

    private boolean isOfType(ObjectNode row) {
        return entityType.isEmpty() || entityType.get().equals(row.path("entity_type").asText());
    }

    private static int order(Optional<RowCursor.Keyed> old, Optional<RowCursor.Keyed> now) {
        if (old.isEmpty() || now.isEmpty()) {
            return old.isEmpty() ? 1 : -1;
        }
        return CodePointOrder.compare(old.get().key(), now.get().key());
    }
}
