package io.kindred.tools.diff;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kindred.flink.config.SinksConfig.Output;
import org.jspecify.annotations.Nullable;

import java.util.Optional;
import java.util.Set;

/**
 * How many records there are.
 *
 * @param added those only in the second result
 * @param removed those only in the first one
 * @param changed how many of those in both say something else; null if one of the results has no
 *     output of records
 * @param decided about how many of those in both there are other decisions; null likewise
 */
public record RecordCounts(
        long inBoth, long added, long removed, @Nullable Long changed, @Nullable Long decided) {

    /** Counts in one walk. */
    static RecordCounts of(Sides sides) {
        Count count = new Count(new RecordChanges(sides));
        sides.join(count.changes.isKnown() ? Output.RECORDS : Output.ASSIGNMENTS, count::add);
        return count.changes.isKnown()
                ? new RecordCounts(
                        count.inBoth, count.added, count.removed, count.changed, count.decided)
                : new RecordCounts(count.inBoth, count.added, count.removed, null, null);
    }

    private static final class Count {
        private final RecordChanges changes;
        private long inBoth;
        private long added;
        private long removed;
        private long changed;
        private long decided;

        private Count(RecordChanges changes) {
            this.changes = changes;
        }

        private void add(String identity, Optional<ObjectNode> before, Optional<ObjectNode> after) {
            if (before.isEmpty() || after.isEmpty()) {
                added += before.isEmpty() ? 1 : 0;
                removed += after.isEmpty() ? 1 : 0;
                return;
            }
            inBoth++;
            if (changes.isKnown()) {
                Set<Cause> causes = changes.between(before.get(), after.get());
                changed += causes.contains(Cause.RECORDS) ? 1 : 0;
                decided += causes.contains(Cause.DECISIONS) ? 1 : 0;
            }
        }
    }

    /** Whether anything differs. */
    boolean hasChanges() {
        return added > 0
                || removed > 0
                || changed != null && changed > 0
                || decided != null && decided > 0;
    }
}
