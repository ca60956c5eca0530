package io.kindred.flink.topology;

import io.kindred.codec.InvalidConfigException;
import io.kindred.flink.config.JobConfig;
import io.kindred.flink.config.SourceConfig;
import io.kindred.flink.connector.InputFile;
import io.kindred.flink.kafka.TopicSize;

import java.util.List;
import java.util.OptionalLong;

/** The size of what a job reads. */
public final class InputSize {

    private InputSize() {}

    /**
     * The bytes of all files that a job reads, not decompressed. Empty if any source is not of
     * files, or looks for new ones. Lists the files.
     *
     * @throws InvalidConfigException if a source has no files, or they cannot be listed
     */
    public static OptionalLong of(JobConfig config) {
        long size = 0;
        List<SourceConfig> sources = config.sources();
        for (int i = 0; i < sources.size(); i++) {
            if (!(sources.get(i) instanceof SourceConfig.Files files) || files.isWatched()) {
                return OptionalLong.empty();
            }
            size +=
                    FileInputs.files(config, files, "sources[" + i + "]").stream()
                            .mapToLong(InputFile::size)
                            .sum();
        }
        return OptionalLong.of(size);
    }

    /**
     * About how many messages a job reads from topics. Empty if any source is not of topics, or has
     * no end, or a broker does not say it. Asks the brokers.
     */
    public static OptionalLong messages(JobConfig config) {
        long messages = 0;
        for (SourceConfig source : config.sources()) {
            if (!(source instanceof SourceConfig.Kafka kafka) || !kafka.isBounded()) {
                return OptionalLong.empty();
            }
            try {
                messages += TopicSize.messages(kafka);
            } catch (RuntimeException unknown) {
                // The source will say it; the connector's own exceptions are of several types.
                return OptionalLong.empty();
            }
        }
        return OptionalLong.of(messages);
    }
}
