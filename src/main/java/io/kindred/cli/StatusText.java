package io.kindred.cli;

import io.kindred.flink.cluster.Durations;
import io.kindred.flink.cluster.JobReport;
import io.kindred.flink.cluster.JobReport.Source;
import io.kindred.flink.operator.JobCounts;
import io.kindred.storage.shard.ShardMeta.Count;

import java.io.PrintWriter;
import java.util.Locale;

/** Prints how a job is, for people. */
final class StatusText {

    private static final String UNKNOWN = "not known yet";

    private final PrintWriter out;

    StatusText(PrintWriter out) {
        this.out = out;
    }

    void print(JobReport job) {
        out.printf(
                "%s  %s, submitted %s ago  %s%n",
                job.name(), job.state(), Durations.text(job.age()), job.id());
        line("checkpoint", checkpoint(job));
        if (!job.state().isTerminalState()) {
            line(
                    "restarts",
                    job.restarts().isPresent() ? number(job.restarts().getAsLong()) : UNKNOWN);
        }
        for (Source source : job.sources()) {
            line("source " + source.name(), source(source));
        }
        JobCounts counts = job.counts();
        line("records read", counts.isReported() ? number(counts.read()) : UNKNOWN);
        line("dead letters", counts.isReported() ? number(counts.deadLetters()) : UNKNOWN);
        line("entities", counts.isReported() ? number(counts.get(Count.ENTITIES)) : UNKNOWN);
        line(
                "largest entity",
                counts.largestEntity() == 0
                        ? "none was emitted since the last start"
                        : number(counts.largestEntity()) + " records");
        job.problem().ifPresent(problem -> line("PROBLEM", problem));
    }

    private static String checkpoint(JobReport job) {
        String last =
                job.checkpoint()
                        .map(
                                each ->
                                        each.id()
                                                + ", completed "
                                                + Durations.text(each.age())
                                                + " ago")
                        .orElse("none completed");
        return last + job.interval().map(each -> ", every " + Durations.text(each)).orElse("");
    }

    private static String source(Source source) {
        return source.state().toLowerCase(Locale.ROOT)
                + (source.lag().isPresent() ? ", lag " + number(source.lag().getAsLong()) : "");
    }

    private static String number(long number) {
        return String.format(Locale.ROOT, "%,d", number);
    }

    private void line(String what, String value) {
        out.printf("  %-20s %s%n", what, value);
    }
}
