package io.kindred.flink.config;

import io.kindred.codec.OntologyDocument;
import io.kindred.ontology.Ontology;
import io.kindred.temporal.Timeline;

import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * What a job file says.
 *
 * @param file the job file as the user named it, for errors
 * @param name the job's name; not empty
 * @param ontology the declarations that resolution works by
 * @param ontologyDocument the same as text, for operators and their state
 * @param shards how many shards the records are spread over; at least 1
 * @param timeline how times are written in inputs and outputs
 * @param sources at least one, no two of one name
 * @param questions where questions come from, no two of one name; if there are any, so is a sink of
 *     answers
 * @param sinks where the outputs go
 * @param output which rows the outputs show
 * @param batch how records are gathered before they are resolved
 * @param cache how much of the shards' state is held at hand
 * @param largeEntities how often what grows large is emitted anew
 * @param withdrawalDelay how long the withdrawal of a row waits for another owner's update, where
 *     there are several shards; 0 to a minute
 * @param checkpointInterval 10 ms to a day
 * @param flinkOptions Flink options as strings, by name
 */
public record JobConfig(
        String file,
        String name,
        Ontology ontology,
        OntologyDocument ontologyDocument,
        int shards,
        Timeline timeline,
        List<SourceConfig> sources,
        List<SourceConfig> questions,
        SinksConfig sinks,
        OutputMode output,
        BatchConfig batch,
        CacheConfig cache,
        LargeEntitiesConfig largeEntities,
        Duration withdrawalDelay,
        Duration checkpointInterval,
        Map<String, String> flinkOptions) {

    /** Where the job file names none. */
    public static final Duration DEFAULT_WITHDRAWAL_DELAY = Duration.ofSeconds(1);

    /** Where the job file names none. */
    public static final Duration DEFAULT_CHECKPOINT_INTERVAL = Duration.ofSeconds(10);

    /** Copies the collections. */
    public JobConfig {
        sources = List.copyOf(sources);
        questions = List.copyOf(questions);
        flinkOptions = Map.copyOf(flinkOptions);
    }

    /** The same job with this source in place of all of its own, and no questions. */
    public JobConfig readingOnly(SourceConfig source) {
        return new JobConfig(
                file,
                name,
                ontology,
                ontologyDocument,
                shards,
                timeline,
                List.of(source),
                List.of(),
                sinks.without(SinksConfig.Output.ANSWERS),
                output,
                batch,
                cache,
                largeEntities,
                withdrawalDelay,
                checkpointInterval,
                flinkOptions);
    }
}
