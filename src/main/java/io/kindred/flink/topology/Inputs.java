package io.kindred.flink.topology;

import io.kindred.flink.config.JobConfig;
import io.kindred.flink.config.SourceConfig;
import io.kindred.flink.connector.RawInput;
import io.kindred.flink.kafka.KafkaInputs;
import io.kindred.flink.operator.DecodeFunction;
import org.apache.flink.api.connector.source.Source;
import org.apache.flink.connector.base.source.hybrid.HybridSource;

/** Sources of all types, and what makes records of their inputs. */
final class Inputs {

    private Inputs() {}

    /**
     * A source.
     *
     * @param position its place in the job file
     */
    static Source<RawInput, ?, ?> source(JobConfig config, SourceConfig source, int position) {
        String place = "sources[" + position + "]";
        if (source instanceof SourceConfig.Files files) {
            return FileInputs.source(config, files, place);
        }
        if (source instanceof SourceConfig.Kafka kafka) {
            return KafkaInputs.source(kafka);
        }
        SourceConfig.Hybrid hybrid = (SourceConfig.Hybrid) source;
        return HybridSource.builder(FileInputs.source(config, hybrid.files(), place + ".files"))
                .addSource(KafkaInputs.source(hybrid.kafka()))
                .build();
    }

    static DecodeFunction decoder(JobConfig config, SourceConfig source) {
        if (source instanceof SourceConfig.Files files) {
            return new DecodeFunction(
                    Decoders.lines(config, files.format()), files.maxRecordBytes());
        }
        if (source instanceof SourceConfig.Kafka kafka) {
            return new DecodeFunction(Decoders.messages(config, kafka), kafka.maxRecordBytes());
        }
        SourceConfig.Hybrid hybrid = (SourceConfig.Hybrid) source;
        return new DecodeFunction(
                Decoders.lines(config, hybrid.files().format()),
                hybrid.files().maxRecordBytes(),
                Decoders.messages(config, hybrid.kafka()),
                hybrid.kafka().maxRecordBytes());
    }
}
