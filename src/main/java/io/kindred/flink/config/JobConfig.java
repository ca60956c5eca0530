package io.kindred.flink.config;

import io.kindred.codec.ConflictsFormat;
import io.kindred.codec.OntologyDocument;
import io.kindred.ontology.Ontology;
import io.kindred.temporal.Timeline;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The configuration of a job: a job file with all defaults filled in.
 *
 * @param file the job file as the user named it, for errors
 * @param name not empty
 * @param ontologyDocument the ontology as text, for operators and state
 * @param shards at least 1
 * @param timeline the format of times in inputs and outputs
 * @param sources at least one, with unique names
 * @param snapshots the perspectives that come as full snapshots; each from one source of files. A
 *     run that continues need not read all of them
 * @param questions sources of questions, with unique names; not empty if and only if there is a
 *     sink for answers
 * @param output which rows the outputs contain
 * @param maxDeadLetters when the job fails for its dead letters; if empty, a bounded job fails at
 *     its end if all of its input is dead letters
 * @param batch the size of micro-batches
 * @param cache the cache in front of RocksDB
 * @param retention when values expire, and what is forgotten
 * @param recordedAt whether rows say when they were emitted
 * @param conflictsFormat the shape of rows of conflicts
 * @param largeEntities how often large entities are re-emitted
 * @param withdrawalDelay how long to delay a {@code retired} or {@code resolved} row, in case the
 *     entity is only moving between shards; 0 to 1 minute, not used with one shard
 * @param checkpointInterval 10 ms to 1 day
 * @param flinkOptions by name
 */
public record JobConfig(
        String file,
        String name,
        Ontology ontology,
        OntologyDocument ontologyDocument,
        int shards,
        Timeline timeline,
        List<SourceConfig> sources,
        List<SnapshotConfig> snapshots,
        List<SourceConfig> questions,
        SinksConfig sinks,
        OutputMode output,
        Optional<CountLimit> maxDeadLetters,
        BatchConfig batch,
        CacheConfig cache,
        RetentionConfig retention,
        boolean recordedAt,
        ConflictsFormat conflictsFormat,
        LargeEntitiesConfig largeEntities,
        Duration withdrawalDelay,
        Duration checkpointInterval,
        Map<String, String> flinkOptions) {

    public static final Duration DEFAULT_WITHDRAWAL_DELAY = Duration.ofSeconds(1);

    public static final Duration DEFAULT_CHECKPOINT_INTERVAL = Duration.ofSeconds(10);

    public JobConfig {
        sources = List.copyOf(sources);
        snapshots = List.copyOf(snapshots);
        questions = List.copyOf(questions);
        flinkOptions = Map.copyOf(flinkOptions);
    }

    /** The same job with this source as the only one, and without questions. */
    public JobConfig readingOnly(SourceConfig source) {
        return reading(List.of(source));
    }

    /** The same job with other sources, and without questions. */
    public JobConfig reading(List<SourceConfig> others) {
        return reading(others, snapshots);
    }

    /** The same job with other sources, some of full snapshots, and without questions. */
    public JobConfig reading(List<SourceConfig> others, List<SnapshotConfig> fromThem) {
        return with(others, fromThem, sinks.without(SinksConfig.Output.ANSWERS), withdrawalDelay);
    }

    /**
     * The same job without sources and questions, and so without dead letters and answers. It
     * retracts rows without a delay.
     */
    public JobConfig readingNothing() {
        return with(
                List.of(),
                snapshots,
                sinks.without(SinksConfig.Output.ANSWERS).without(SinksConfig.Output.DEAD_LETTERS),
                Duration.ZERO);
    }

    /**
     * The same job {@linkplain #readingNothing reading nothing}, which only writes what is in its
     * state, and so without erasures.
     */
    public JobConfig ending() {
        JobConfig reading = readingNothing();
        return with(
                List.of(),
                snapshots,
                reading.sinks.without(SinksConfig.Output.ERASURES),
                reading.withdrawalDelay);
    }

    /** The same job with other sinks. */
    public JobConfig writing(SinksConfig others) {
        return with(sources, snapshots, others, withdrawalDelay);
    }

    /** What a source gives full snapshots of; empty if it gives none. */
    public Optional<SnapshotConfig> snapshot(String source) {
        return snapshots.stream().filter(each -> each.source().equals(source)).findFirst();
    }

    /** The full snapshots of a perspective, which has them. */
    public SnapshotConfig snapshotOf(String perspective) {
        return snapshots.stream()
                .filter(each -> each.perspective().equals(perspective))
                .findFirst()
                .orElseThrow();
    }

    private JobConfig with(
            List<SourceConfig> otherSources,
            List<SnapshotConfig> fromThem,
            SinksConfig otherSinks,
            Duration otherDelay) {
        return new JobConfig(
                file,
                name,
                ontology,
                ontologyDocument,
                shards,
                timeline,
                otherSources,
                fromThem,
                List.of(),
                otherSinks,
                output,
                maxDeadLetters,
                batch,
                cache,
                retention,
                recordedAt,
                conflictsFormat,
                largeEntities,
                otherDelay,
                checkpointInterval,
                flinkOptions);
    }
}
