package io.kindred.flink.topology;

import io.kindred.codec.InvalidConfigException;
import io.kindred.flink.config.JobConfig;
import io.kindred.flink.config.KafkaDelivery;
import io.kindred.flink.config.SinksConfig.Output;
import io.kindred.flink.config.SinksConfig.SinkConfig;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

import java.util.Locale;

/**
 * Keeps a job from starting whose transactions a broker would give up before a checkpoint ends
 * them: everything written in one would be lost.
 */
final class TransactionTimeouts {

    /** A checkpoint takes its time, too, and may have to be tried again. */
    private static final int INTERVALS = 2;

    private TransactionTimeouts() {}

    /**
     * Holds the timeouts against the interval that is in force, whoever set it.
     *
     * @throws InvalidConfigException naming the first sink that does not go with it
     */
    static void check(StreamExecutionEnvironment env, JobConfig config) {
        config.sinks()
                .byOutput()
                .forEach(
                        (output, sink) -> {
                            if (sink instanceof SinkConfig.Kafka kafka
                                    && kafka.delivery()
                                            instanceof KafkaDelivery.ExactlyOnce exactly) {
                                check(env, config, output, exactly);
                            }
                        });
    }

    private static void check(
            StreamExecutionEnvironment env,
            JobConfig config,
            Output output,
            KafkaDelivery.ExactlyOnce exactly) {
        long interval = env.getCheckpointConfig().getCheckpointInterval();
        if (exactly.timeout().toMillis() / INTERVALS < interval) {
            throw new InvalidConfigException(
                    config.file(),
                    "sinks." + output.name().toLowerCase(Locale.ROOT) + ".transaction_timeout_ms",
                    String.format(
                            "%d is too short for a checkpoint interval of %d ms; expected at least"
                                    + " %d (and no more than the broker's"
                                    + " transaction.max.timeout.ms)",
                            exactly.timeout().toMillis(), interval, INTERVALS * interval));
        }
    }
}
