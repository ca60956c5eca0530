package io.kindred.flink.operator;

import io.kindred.codec.OntologyDocument;
import io.kindred.flink.config.BatchConfig;
import io.kindred.flink.config.CacheConfig;
import io.kindred.flink.config.JobConfig;
import io.kindred.flink.config.LargeEntitiesConfig;
import io.kindred.flink.config.OutputMode;
import io.kindred.flink.config.RetentionConfig;
import io.kindred.model.DigestKey;
import io.kindred.model.OutputKey.Stream;
import io.kindred.resolve.state.OptionalOutputs;
import io.kindred.temporal.Timeline;

import java.io.Serializable;

/**
 * What a job file says of its shards.
 *
 * @param sinks the streams that are written; the only shard fills new ones. None in a job that
 *     emits rows only at the end of its input
 * @param outputs the optional outputs that are written, be it at the end of the input only
 * @param digestKey makes the digests of erased records, unless the restored state has a key
 */
public record ShardSettings(
        OntologyDocument ontology,
        Timeline timeline,
        BatchConfig batch,
        CacheConfig cache,
        LargeEntitiesConfig largeEntities,
        RetentionConfig retention,
        SinkStreams sinks,
        OptionalOutputs outputs,
        DigestKey digestKey)
        implements Serializable {

    /** Of a job file that says nothing of retention. */
    public ShardSettings(
            OntologyDocument ontology,
            Timeline timeline,
            BatchConfig batch,
            CacheConfig cache,
            LargeEntitiesConfig largeEntities,
            SinkStreams sinks) {
        this(
                ontology,
                timeline,
                batch,
                cache,
                largeEntities,
                RetentionConfig.DEFAULT,
                sinks,
                outputs(sinks),
                DigestKey.random());
    }

    private static OptionalOutputs outputs(SinkStreams sinks) {
        return new OptionalOutputs(
                sinks.all().contains(Stream.GOLDEN_VALUES), sinks.all().contains(Stream.RECORDS));
    }

    /** The settings of a job file. */
    public static ShardSettings of(JobConfig config, SinkStreams sinks, DigestKey digestKey) {
        return new ShardSettings(
                config.ontologyDocument(),
                config.timeline(),
                config.batch(),
                config.cache(),
                config.largeEntities(),
                config.retention(),
                config.output() == OutputMode.FINAL ? SinkStreams.NONE : sinks,
                outputs(sinks),
                digestKey);
    }
}
