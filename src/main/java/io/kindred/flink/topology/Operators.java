package io.kindred.flink.topology;

import io.kindred.flink.config.SinksConfig.Output;

import java.util.Locale;

/** The uids of all operators, which identify their state in savepoints. They never change. */
public final class Operators {

    /** The operator that turns updates into rows. */
    public static final String PUBLISH = "publish";

    /** The source of {@link OpenEnd}. */
    public static final String ENDLESS = "endless";

    static final String KEEP_ALIVE = "held-open";
    static final String SHARD = "shard";
    static final String REGISTRY = "registry";
    static final String DIRECTORY = "directory";
    static final String RECONCILE = "reconcile";
    static final String UNIQUENESS = "uniqueness";
    static final String PUBLISH_ASSIGNMENTS = "publish-assignments";
    static final String RECORDS_TO_SHARD = "records-to-shard";
    static final String ANSWERS = "answers";
    static final String INPUT_COUNTS = "input-counts";
    static final String DEAD_LETTER_ROWS = "dead-letter-rows";
    static final String ERASURE_ROWS = "erasure-rows";
    static final String SNAPSHOTS = "snapshots";
    static final String SNAPSHOT_SPLIT = "snapshot-split";

    private Operators() {}

    static String source(String name) {
        return "source-" + name;
    }

    static String decode(String name) {
        return "decode-" + name;
    }

    static String queries(String name) {
        return "queries-" + name;
    }

    static String ask(String name) {
        return "ask-" + name;
    }

    static String snapshotRows(String name) {
        return "snapshot-rows-" + name;
    }

    static String pace(int source) {
        return "pace-" + source;
    }

    static String sink(Output output) {
        return "sink-" + jobFileName(output).replace('_', '-');
    }

    /** What converts the rows of an output for its sink. */
    static String sinkRows(Output output) {
        return sink(output) + "-rows";
    }

    /** The name of an output in job files. */
    static String jobFileName(Output output) {
        return output.name().toLowerCase(Locale.ROOT);
    }
}
