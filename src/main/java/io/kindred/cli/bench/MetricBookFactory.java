package io.kindred.cli.bench;

import org.apache.flink.metrics.reporter.MetricReporter;
import org.apache.flink.metrics.reporter.MetricReporterFactory;

import java.util.Map;
import java.util.Properties;
import java.util.concurrent.ConcurrentHashMap;

/** Hands the metrics of a cluster in this process to the {@link MetricBook} of its run. */
public final class MetricBookFactory implements MetricReporterFactory {

    private static final String NAME = "book";
    private static final Map<String, MetricBook> BOOKS = new ConcurrentHashMap<>();

    /** For Flink. */
    public MetricBookFactory() {}

    /** The Flink options by which the metrics of a cluster come into the book. */
    static Map<String, String> register(MetricBook book) {
        String id = Integer.toHexString(System.identityHashCode(book));
        BOOKS.put(id, book);
        String prefix = "metrics.reporter." + NAME + ".";
        return Map.of(
                "metrics.reporters",
                NAME,
                prefix + "factory.class",
                MetricBookFactory.class.getName(),
                prefix + NAME,
                id);
    }

    static void forget(MetricBook book) {
        BOOKS.values().remove(book);
    }

    @Override
    public MetricReporter createMetricReporter(Properties properties) {
        MetricBook book = BOOKS.get(properties.getProperty(NAME));
        if (book == null) {
            throw new IllegalStateException("only for measurements");
        }
        return book;
    }
}
