package io.kindred.flink.topology;

import io.kindred.codec.InvalidConfigException;
import io.kindred.codec.OntologyDocument;
import io.kindred.codec.RecordDecoder;
import io.kindred.flink.config.JobConfig;
import io.kindred.flink.config.SourceConfig;
import io.kindred.flink.config.SourceFormat;
import io.kindred.flink.connector.RawInput;
import io.kindred.flink.connector.RestartedWhole;
import io.kindred.flink.kafka.KafkaInputs;
import io.kindred.flink.operator.DecodeFunction;
import io.kindred.flink.operator.SavedInputDecoder;
import io.kindred.model.DigestKey;
import io.kindred.offline.InvalidRequestException;
import io.kindred.ontology.Ontology;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.connector.source.Source;
import org.apache.flink.connector.base.source.hybrid.HybridSource;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

import java.util.List;
import java.util.Optional;

/** Creates the sources of a job and the decoders of their inputs. */
final class Inputs {

    private Inputs() {}

    /**
     * Adds a source to the job.
     *
     * @param position the index of the source in the job file, from 0
     * @param given told of the attributes that the source can give
     * @param key of the job's digests
     * @throws InvalidConfigException if its files or its saved state cannot be read
     */
    static DataStream<RawInput> read(
            StreamExecutionEnvironment env,
            JobConfig config,
            SourceConfig source,
            int position,
            GivenAttributes given,
            DigestKey key) {
        String name = "read " + source.name();
        String place = "sources[" + position + "]";
        if (source instanceof SourceConfig.State) {
            given.addAnything();
        }
        return (source instanceof SourceConfig.State state
                        ? state(config, state, place).records(env, key).name(name)
                        : env.fromSource(
                                source(config, source, place, given),
                                WatermarkStrategy.noWatermarks(),
                                name,
                                TypeInformation.of(RawInput.class)))
                .uid(Operators.source(source.name()));
    }

    /**
     * The key of a job's digests. A job that reads a saved state makes them with the key of the
     * first such state, so that it can go on with what that knows by digest. A restored job goes on
     * with the key in its own state, if there is one.
     *
     * @param restored the path of the state to restore
     * @throws InvalidConfigException if a saved state that is a source cannot be read
     */
    static DigestKey digestKey(JobConfig config, Optional<String> restored) {
        List<SourceConfig> sources = config.sources();
        if (sources.stream().noneMatch(SourceConfig.State.class::isInstance)) {
            // Restoring operators read their own.
            return DigestKey.random();
        }
        Optional<DigestKey> key = restored.flatMap(Inputs::restoredKey);
        for (int i = 0; i < sources.size() && key.isEmpty(); i++) {
            if (sources.get(i) instanceof SourceConfig.State source) {
                key = state(config, source, "sources[" + i + "]").digestKey();
            }
        }
        return key.orElseGet(DigestKey::random);
    }

    /** Empty if the state cannot be read from here; Flink fails with the reason. */
    private static Optional<DigestKey> restoredKey(String path) {
        try {
            return SavedState.open(path).digestKey();
        } catch (InvalidRequestException e) {
            return Optional.empty();
        }
    }

    private static SavedState state(JobConfig config, SourceConfig.State source, String place) {
        try {
            return SavedState.openSettled(source.path());
        } catch (InvalidRequestException e) {
            throw new InvalidConfigException(
                    config.file(), place + ".path", String.valueOf(e.getMessage()));
        }
    }

    private static Source<RawInput, ?, ?> source(
            JobConfig config, SourceConfig source, String place, GivenAttributes given) {
        if (source instanceof SourceConfig.Files files) {
            return FileInputs.source(config, files, place, given);
        }
        if (source instanceof SourceConfig.Kafka kafka) {
            given.add(kafka.format());
            return KafkaInputs.source(kafka);
        }
        SourceConfig.Hybrid hybrid = (SourceConfig.Hybrid) source;
        given.add(hybrid.kafka().format());
        return new RestartedWhole<>(
                HybridSource.builder(
                                FileInputs.source(config, hybrid.files(), place + ".files", given))
                        .addSource(KafkaInputs.source(hybrid.kafka()))
                        .build());
    }

    static DecodeFunction decoder(JobConfig config, SourceConfig source) {
        OntologyDocument ontology = config.ontologyDocument();
        if (source instanceof SourceConfig.State) {
            RecordDecoder.Factory records = Decoders.lines(config, new SourceFormat.Records());
            RecordDecoder.Factory carried =
                    notices -> {
                        Ontology rules = ontology.ontology();
                        return new SavedInputDecoder(
                                records.create(notices), type -> rules.rules(type).isPresent());
                    };
            return new DecodeFunction(source.name(), ontology, carried, Integer.MAX_VALUE);
        }
        if (source instanceof SourceConfig.Files files) {
            return new DecodeFunction(
                    source.name(),
                    ontology,
                    Decoders.lines(config, files.format()),
                    files.maxRecordBytes());
        }
        if (source instanceof SourceConfig.Kafka kafka) {
            return new DecodeFunction(
                    source.name(),
                    ontology,
                    Decoders.messages(config, kafka),
                    kafka.maxRecordBytes());
        }
        SourceConfig.Hybrid hybrid = (SourceConfig.Hybrid) source;
        return new DecodeFunction(
                source.name(),
                ontology,
                Decoders.lines(config, hybrid.files().format()),
                hybrid.files().maxRecordBytes(),
                Decoders.messages(config, hybrid.kafka()),
                hybrid.kafka().maxRecordBytes());
    }
}
