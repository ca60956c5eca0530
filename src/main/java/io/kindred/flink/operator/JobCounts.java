package io.kindred.flink.operator;

import io.kindred.storage.shard.ShardMeta.Count;

import java.util.Map;
import java.util.stream.Stream;

/**
 * The counts of a job, read from its accumulators. Which operator keeps a count depends on whether
 * the job has one shard or several.
 *
 * @param accumulators the job's accumulators by name
 */
public record JobCounts(Map<String, Object> accumulators) {

    public JobCounts {
        accumulators = Map.copyOf(accumulators);
    }

    /** How many records were read. */
    public long read() {
        return get(DecodeFunction.RECORDS_READ);
    }

    /** How many inputs were rejected. */
    public long deadLetters() {
        return get(DecodeFunction.DEAD_LETTERS_COUNT);
    }

    /**
     * The records of the largest entity that was emitted since the job's last restart; 0 if there
     * is none.
     */
    public long largestEntity() {
        return Math.max(
                get(ShardCounts.largestEntity(ShardRole.ONLY.name())),
                get(ShardCounts.largestEntity(ShardRole.RECONCILE.name())));
    }

    /** Whether the job has reported a count of its inputs. */
    public boolean isReported() {
        return accumulators.containsKey(DecodeFunction.RECORDS_READ);
    }

    /** A count over the whole job. */
    public long get(Count count) {
        String ofShards = ShardCounts.name(count);
        return switch (count) {
            case RECORDS -> first(RegistryFunction.Count.RECORDS.id(), ofShards);
            case ACCEPTED -> first(RegistryFunction.Count.ACCEPTED.id(), ofShards);
            case DELETED -> first(RegistryFunction.Count.DELETED.id(), ofShards);
            case REPLAYED -> first(RegistryFunction.Count.REPLAYED.id(), ofShards);
            case OUTDATED -> first(RegistryFunction.Count.OUTDATED.id(), ofShards);
            case GENERIC_KEYS -> first(DirectoryOperator.GENERIC, ofShards);
            case ENTITIES -> sum(ofShards, ShardRole.RECONCILE.countName(count));
            case CONFLICTS ->
                    sum(
                            ofShards,
                            ShardRole.RECONCILE.countName(count),
                            UniquenessOperator.CONFLICTS);
            case ESCALATED_RECORDS, ESCALATED_COMPONENTS -> get(ofShards);
        };
    }

    /** Reads the first accumulator, which exists with several shards, or else the other. */
    private long first(String name, String otherwise) {
        return accumulators.containsKey(name) ? get(name) : get(otherwise);
    }

    private long sum(String... names) {
        return Stream.of(names).mapToLong(this::get).sum();
    }

    private long get(String name) {
        return accumulators.get(name) instanceof Long value ? value : 0;
    }
}
