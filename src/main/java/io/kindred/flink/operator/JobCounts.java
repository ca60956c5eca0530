package io.kindred.flink.operator;

import io.kindred.codec.RuleAttribute;
import io.kindred.flink.operator.InputCount.Topic;
import io.kindred.ontology.Ontology;
import io.kindred.storage.shard.ShardMeta.Count;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
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
     * How many outputs have been written at the end of the input; a golden record counts once.
     * Always 0 before that, and in mode {@code changelog}.
     */
    public long lastRows() {
        return get(LastRows.ROWS);
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

    /** The dead letters of the sources of records, by reason. */
    public DeadLetters deadLettersByReason() {
        return new DeadLetters(
                Tally.sum(tally(Topic.INPUTS_READ)), tally(Topic.DEAD_LETTER_REASONS));
    }

    /** What the decoders of all sources counted, by name. */
    public Map<String, Tally.Counted> tally(Topic topic) {
        return tally(topic.id());
    }

    /**
     * The largest entities by id, with the number of their records. Empty before the end of the
     * input, and in mode {@code changelog}.
     */
    public List<Tally.Counted> largestEntities() {
        return Tally.commonest(tally(LastRows.LARGEST_ENTITIES), LastRows.MOST);
    }

    /**
     * The generic values that most records share, such as {@code email = 'a@x.org'}. Empty before
     * the end of the input, and in mode {@code changelog}.
     */
    public List<Tally.Counted> genericValues() {
        return Tally.commonest(tally(LastRows.GENERIC_VALUES), LastRows.MOST);
    }

    /**
     * The conflicts by kind and attribute or key, the commonest ones. Empty before the end of the
     * input, and in mode {@code changelog}.
     */
    public List<Tally.Counted> commonestConflicts() {
        return Tally.commonest(tally(LastRows.CONFLICTS), LastRows.CONFLICT_KINDS);
    }

    /**
     * These counts, with what another job counted that wrote the last rows.
     *
     * @param last its counts
     */
    public JobCounts withLastRows(JobCounts last) {
        Map<String, Object> all = new HashMap<>(accumulators);
        for (String name : LastRows.ACCUMULATORS) {
            Optional.ofNullable(last.accumulators.get(name))
                    .ifPresent(value -> all.put(name, value));
        }
        return new JobCounts(all);
    }

    /** How many records a later one without version has replaced. */
    public Map<String, Tally.Counted> replaced() {
        return tally(ReplacedRecords.REPLACED);
    }

    /** The rules of an ontology that never applied, for want of a value, in sentences. */
    public List<String> rulesWithoutValues(Ontology ontology) {
        return RulesWithoutValues.of(RuleAttribute.of(ontology), tally(Topic.RULE_VALUES).keySet());
    }

    /** What came of the full snapshot that a source gives. */
    public SnapshotResult snapshot(String source) {
        return SnapshotResult.of(source, tally(SnapshotOperator.SNAPSHOTS));
    }

    private Map<String, Tally.Counted> tally(String name) {
        Map<String, Tally.Counted> counts = new TreeMap<>();
        if (accumulators.get(name) instanceof Map<?, ?> values) {
            for (Object value : values.values()) {
                Tally.Counted counted = (Tally.Counted) value;
                counts.put(counted.name(), counted);
            }
        }
        return counts;
    }

    /** A count over the whole job. */
    public long get(Count count) {
        String ofShards = ShardCounts.name(count);
        return switch (count) {
            case RECORDS -> first(RegistryOperator.Count.RECORDS.id(), ofShards);
            case ACCEPTED -> first(RegistryOperator.Count.ACCEPTED.id(), ofShards);
            case DELETED -> first(RegistryOperator.Count.DELETED.id(), ofShards);
            case UNKNOWN_DELETES -> first(RegistryOperator.Count.UNKNOWN_DELETES.id(), ofShards);
            case REPLACED -> first(RegistryOperator.Count.REPLACED.id(), ofShards);
            case REPLAYED -> first(RegistryOperator.Count.REPLAYED.id(), ofShards);
            case OUTDATED -> first(RegistryOperator.Count.OUTDATED.id(), ofShards);
            case GENERIC_KEYS -> first(DirectoryOperator.GENERIC, ofShards);
            case ENTITIES -> sum(ofShards, ShardRole.RECONCILE.countName(count));
            case CONFLICTS ->
                    sum(
                            ofShards,
                            ShardRole.RECONCILE.countName(count),
                            UniquenessOperator.CONFLICTS);
            case ERASED -> first(RegistryOperator.Count.ERASED.id(), ofShards);
            case EXPIRED_RECORDS -> first(RegistryOperator.Count.EXPIRED_RECORDS.id(), ofShards);
            case DECISIONS -> first(RegistryOperator.Count.DECISIONS.id(), ofShards);
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
