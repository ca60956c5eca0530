package io.kindred.flink.operator;

import io.kindred.storage.shard.ShardMeta.Count;

import java.util.Map;
import java.util.stream.Stream;

/**
 * What a job has counted, by its accumulators. Where a count is kept depends on whether there is
 * one shard or several.
 *
 * @param accumulators by name
 */
public record JobCounts(Map<String, Object> accumulators) {

    /** Copies the accumulators. */
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

    /** How many of something there are in the whole job. */
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

    /** With several shards the first has it, with one only the other is there. */
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
