package io.kindred.flink.kafka;

import io.kindred.flink.config.DataLossRule;
import io.kindred.flink.config.KafkaTopics;
import io.kindred.flink.config.SourceConfig;
import io.kindred.flink.internal.NoRestart;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.metrics.ThreadSafeSimpleCounter;
import org.apache.kafka.common.Uuid;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reports data losses of a source: fails the job, or counts and logs them, as the job file says.
 *
 * <p>Metrics: {@value #LOSSES}, how many partitions lost something, and {@value #LOST_MESSAGES},
 * how many offsets were skipped. How many messages a topic had that was deleted is not known.
 */
final class DataLosses {

    static final String LOSSES = "data-losses";
    static final String LOST_MESSAGES = "lost-messages";

    private static final Logger LOG = LoggerFactory.getLogger(DataLosses.class);

    private final SourceConfig.Kafka source;
    private final Counter losses = new ThreadSafeSimpleCounter();
    private final Counter lostMessages = new ThreadSafeSimpleCounter();

    DataLosses(SourceConfig.Kafka source) {
        this.source = source;
    }

    DataLosses(SourceConfig.Kafka source, MetricGroup metrics) {
        this(source);
        metrics.counter(LOSSES, losses);
        metrics.counter(LOST_MESSAGES, lostMessages);
    }

    /** The offset is not among those that are available. */
    void offset(TopicSplit split, long first, long end) {
        long gap = Math.max(0, first - split.start());
        // The offsets of transaction markers are removed, too; the consumer does not say that it
        // has passed them.
        String reason =
                gap > 0
                        ? String.format(
                                "offsets %d to %d were removed before they were read",
                                split.start(), first - 1)
                        : "the topic was truncated or made anew";
        report(
                String.format(
                        "topic '%s', partition %d: the saved offset is %d, the first available"
                                + " offset %d and the end %d: %s",
                        split.topic(),
                        split.partition().partition(),
                        split.start(),
                        first,
                        end,
                        reason),
                gap);
    }

    /** The partition ends before the offset at which the source was to end. */
    void stop(TopicSplit split, long end) {
        report(
                String.format(
                        "topic '%s', partition %d: the source was to end at offset %d, but the"
                                + " partition ends at %d: the topic was truncated or made anew",
                        split.topic(), split.partition().partition(), split.stop(), end),
                0);
    }

    /** The topic was deleted, and another one has its name now. */
    void replaced(String topic, Uuid before, Uuid now) {
        report(
                String.format(
                        "topic '%s' was deleted and made anew: its id was %s and is %s",
                        topic, before, now),
                0);
    }

    /**
     * The topic does not exist. That may pass, so that the job may restart. A topic that the job
     * file names is waited for in any case; one that a pattern found may be gone for good.
     */
    void missing(TopicSplit split) {
        String what =
                String.format(
                        "source '%s': topic '%s' does not exist any more; its partition %d was read"
                                + " up to offset %d",
                        source.name(), split.topic(), split.partition().partition(), split.start());
        if (source.onDataLoss() == DataLossRule.FAIL
                || source.topics() instanceof KafkaTopics.Named) {
            throw new DataLossException(what);
        }
        losses.inc();
        LOG.warn("{}", what);
    }

    private void report(String what, long messages) {
        if (source.onDataLoss() == DataLossRule.FAIL) {
            throw NoRestart.because(
                    new DataLossException(
                            String.format(
                                    "source '%s': %s; with on_data_loss: continue it would read on"
                                            + " from the first available offset",
                                    source.name(), what)));
        }
        losses.inc();
        lostMessages.inc(messages);
        LOG.warn("source '{}': {}; reading from the first available offset", source.name(), what);
    }
}
