package io.kindred.resolve.cluster;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Joins those anchored clusters of a contested group that agree and are not in conflict, for entity
 * types with strong identifiers that tolerate differences.
 *
 * <p>This is the loop over all pairs that {@link AgreeingClusters} avoids: it looks up equal
 * values, but values may also agree without being equal. Costs a comparison of the distinct values
 * of each pair of clusters; a group has {@code max_records} clusters at most.
 */
final class AgreeingPairs {

    private final ValueDifferences differences;
    private final AgreeingClusters.Test test;

    /** All values of a cluster, of all identifiers and slots. */
    private final Map<StrongSummary, SharedValues> valuesOf = new HashMap<>();

    private AgreeingPairs(ValueDifferences differences, AgreeingClusters.Test test) {
        this.differences = differences;
        this.test = test;
    }

    /**
     * Joins clusters.
     *
     * @param count the number of anchored clusters
     * @param test called with numbers below the count
     */
    static void join(int count, ValueDifferences differences, AgreeingClusters.Test test) {
        AgreeingPairs pairs = new AgreeingPairs(differences, test);
        for (int i = 0; i < count; i++) {
            for (int j = i + 1; j < count; j++) {
                pairs.visit(i, j);
            }
        }
    }

    private void visit(int i, int j) {
        StrongSummary left = test.summary(i);
        StrongSummary right = test.summary(j);
        if (left != right) {
            SharedValues both = values(left);
            SharedValues added = values(right);
            if (both.agreeAtOnce(added, differences) && test.join(i, j)) {
                added.forEach(both::add);
                valuesOf.keySet().removeAll(List.of(left, right));
                valuesOf.put(test.summary(i), both);
            }
        }
    }

    private SharedValues values(StrongSummary cluster) {
        return valuesOf.computeIfAbsent(
                cluster,
                unused -> {
                    // Agreement compares values across slots.
                    SharedValues values = new SharedValues();
                    cluster.forEachValue(each -> values.add(each.value(), each.interval()));
                    return values;
                });
    }
}
