package io.kindred.flink.internal;

import org.apache.flink.api.common.functions.AggregateFunction;
import org.apache.flink.streaming.api.operators.StreamingRuntimeContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Adds up numbers of the key groups of an operator over all of its subtasks, in the job manager,
 * which loses them when it fails. So subtasks send theirs again until they get the totals.
 */
public final class JobTotals {

    private static final Logger LOG = LoggerFactory.getLogger(JobTotals.class);

    private final StreamingRuntimeContext context;
    private final int groups;

    /**
     * Totals of an operator.
     *
     * @param groups the number of its key groups
     */
    public JobTotals(StreamingRuntimeContext context, int groups) {
        this.context = context;
        this.groups = groups;
    }

    /**
     * Sends the numbers of the key groups of this subtask, in place of those it sent before.
     *
     * @param name of what is added up
     * @param first the first key group
     * @param last the last one
     * @return the totals over all key groups; empty if some are missing, or if the job manager
     *     cannot be reached now
     */
    public Optional<long[]> send(String name, int first, int last, long... numbers) {
        if (last - first + 1 == groups) {
            return Optional.of(numbers);
        }
        long[] sent = new long[numbers.length + 2];
        sent[0] = first;
        sent[1] = last;
        System.arraycopy(numbers, 0, sent, 2, numbers.length);
        try {
            long[] sums =
                    context.getGlobalAggregateManager()
                            .updateGlobalAggregate(name, sent, new Sums(groups));
            return sums.length == 0 ? Optional.empty() : Optional.of(sums);
        } catch (IOException e) {
            LOG.debug("cannot send the counts of the {} yet, which is tried again", name, e);
            return Optional.empty();
        }
    }

    /** Only types of the JDK, because the job manager reads them without the job's classes. */
    private static final class Sums
            implements AggregateFunction<long[], TreeMap<Long, long[]>, long[]> {

        private static final long serialVersionUID = 1L;

        private final int groups;

        Sums(int groups) {
            this.groups = groups;
        }

        @Override
        public TreeMap<Long, long[]> createAccumulator() {
            return new TreeMap<>();
        }

        @Override
        public TreeMap<Long, long[]> add(long[] sent, TreeMap<Long, long[]> all) {
            // The parallelism may have changed.
            all.values().removeIf(other -> other[0] <= sent[1] && sent[0] <= other[1]);
            all.put(sent[0], sent);
            return all;
        }

        @Override
        public long[] getResult(TreeMap<Long, long[]> all) {
            long known = all.values().stream().mapToLong(sent -> sent[1] - sent[0] + 1).sum();
            if (known < groups) {
                return new long[0];
            }
            long[] sums = new long[all.firstEntry().getValue().length - 2];
            for (long[] sent : all.values()) {
                Arrays.setAll(sums, i -> sums[i] + sent[i + 2]);
            }
            return sums;
        }

        @Override
        public TreeMap<Long, long[]> merge(TreeMap<Long, long[]> a, TreeMap<Long, long[]> b) {
            for (Map.Entry<Long, long[]> each : b.entrySet()) {
                a = add(each.getValue(), a);
            }
            return a;
        }
    }
}
