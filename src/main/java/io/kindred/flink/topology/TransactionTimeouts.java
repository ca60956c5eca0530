package io.kindred.flink.topology;

import io.kindred.codec.InvalidConfigException;
import io.kindred.flink.config.JobConfig;
import io.kindred.flink.config.KafkaDelivery;
import io.kindred.flink.config.SinksConfig.Output;
import io.kindred.flink.config.SinksConfig.SinkConfig;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

import java.util.Locale;

/**
 * Rejects a job whose Kafka transactions would time out before a checkpoint commits them: the
 * broker would abort them, and their rows would be lost.
 */
final class TransactionTimeouts {

    /**
     * The timeout must cover this many checkpoint intervals: a checkpoint takes time and may have
     * to be retried.
     */
    private static final int INTERVALS = 2;

    private TransactionTimeouts() {}

    /**
     * Compares the timeouts with the effective checkpoint interval.
     *
     * @throws InvalidConfigException naming the first sink whose timeout is too short
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
