package io.kindred.cli;

import io.kindred.flink.config.JobConfig;
import io.kindred.flink.config.SinksConfig.Output;
import io.kindred.flink.config.SnapshotConfig;
import io.kindred.flink.operator.DeadLetters;
import io.kindred.flink.operator.JobCounts;
import io.kindred.flink.operator.SnapshotResult;
import io.kindred.flink.operator.Tally;
import io.kindred.storage.shard.ShardMeta.Count;

import java.io.PrintWriter;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/** The counts of a finished run and the places of its outputs. */
record RunSummary(JobConfig config, JobCounts counts, Duration elapsed) {

    private static final int REASONS = 10;

    void print(PrintWriter out) {
        double seconds = elapsed.toMillis() / 1000.0;
        out.printf(
                Locale.ROOT,
                "%s: done in %.1f s (%,.0f records/s)%n%n",
                config.name(),
                seconds,
                counts.read() / seconds);
        line(out, "records read", counts.read(), "");
        line(out, "dead letters", counts.deadLetters(), hint());
        line(
                out,
                "accepted",
                counts.get(Count.ACCEPTED),
                String.format(
                                Locale.ROOT,
                                "%,d replayed, %,d outdated, %,d deleted",
                                counts.get(Count.REPLAYED),
                                counts.get(Count.OUTDATED),
                                counts.get(Count.DELETED))
                        + ifAny(", %,d replaced", Count.REPLACED)
                        + ifAny(", %,d deletes of unknown records", Count.UNKNOWN_DELETES));
        line(
                out,
                "records",
                counts.get(Count.RECORDS),
                config.shards() == 1
                        ? ""
                        : String.format(
                                Locale.ROOT,
                                "%,d of them resolved across shards",
                                counts.get(Count.ESCALATED_RECORDS)));
        config.snapshots().forEach(snapshot -> printSnapshot(out, snapshot));
        line(out, "entities", counts.get(Count.ENTITIES), "");
        line(out, "conflicts", counts.get(Count.CONFLICTS), "");
        line(out, "generic keys", counts.get(Count.GENERIC_KEYS), "");
        printCounted(
                out,
                "largest entities, by records:",
                counts.largestEntities().stream().filter(each -> each.count() > 1).toList());
        printCounted(out, "generic values that most records share:", counts.genericValues());
        printCounted(out, "conflicts by kind:", counts.commonestConflicts());
        printReasons(out);
        printWarnings(out);
        out.println();
        config.sinks()
                .byOutput()
                .forEach(
                        (output, sink) -> {
                            // Without dead letters there is no such folder.
                            if (output != Output.DEAD_LETTERS || counts.deadLetters() > 0) {
                                String name = output.name().toLowerCase(Locale.ROOT);
                                out.printf("  %-14s %s%n", name.replace('_', ' '), sink.place());
                            }
                        });
        out.flush();
    }

    /** What a full snapshot that was read has deleted. */
    private void printSnapshot(PrintWriter out, SnapshotConfig snapshot) {
        SnapshotResult result = counts.snapshot(snapshot.source());
        if (result.isDone()) {
            line(
                    out,
                    "deleted",
                    result.deleted(),
                    "the snapshot of " + snapshot.perspective() + " lacks them");
        }
    }

    /** The full snapshots that lack records which were not deleted. */
    List<SnapshotConfig> refusedSnapshots() {
        return config.snapshots().stream()
                .filter(snapshot -> counts.snapshot(snapshot.source()).kept() > 0)
                .toList();
    }

    /** Why a full snapshot that is {@linkplain #refusedSnapshots refused} deleted nothing. */
    String whyRefused(SnapshotConfig snapshot) {
        SnapshotResult result = counts.snapshot(snapshot.source());
        return String.format(
                Locale.ROOT,
                "the snapshot of perspective %s lacks %,d of %,d records%s; none of them was deleted,"
                        + " because %s",
                snapshot.perspective(),
                result.kept(),
                result.known(),
                result.example().isEmpty() ? "" : ", such as " + result.example(),
                snapshot.maxDeleted().isExceeded(result.kept(), result.known())
                        ? "max_deleted is " + snapshot.maxDeleted().inWords()
                        : "the source had dead letters");
    }

    private static void printCounted(PrintWriter out, String title, List<Tally.Counted> counted) {
        if (!counted.isEmpty()) {
            out.printf("%n  %s%n", title);
            counted.forEach(
                    each -> out.printf(Locale.ROOT, "  %,14d   %s%n", each.count(), each.name()));
        }
    }

    private void printReasons(PrintWriter out) {
        DeadLetters deadLetters = counts.deadLettersByReason();
        if (deadLetters.reasons().isEmpty()) {
            return;
        }
        out.printf("%n  dead letters by reason:%n");
        List<Tally.Counted> commonest = Tally.commonest(deadLetters.reasons(), REASONS);
        for (Tally.Counted each : commonest) {
            out.printf(
                    Locale.ROOT,
                    "  %,14d   %s (%s)%n                   such as %s%n",
                    each.count(),
                    each.name(),
                    deadLetters.percent(each.count()),
                    each.example());
        }
        int more = deadLetters.reasons().size() - commonest.size();
        if (more > 0) {
            out.printf("                   and %d more reasons%n", more);
        }
    }

    private void printWarnings(PrintWriter out) {
        List<String> warnings = RunWarnings.of(counts, config.ontology());
        if (!warnings.isEmpty()) {
            out.printf("%n  warnings:%n");
            warnings.forEach(warning -> out.printf("  - %s%n", warning));
        }
    }

    private String ifAny(String format, Count count) {
        long number = counts.get(count);
        return number == 0 ? "" : String.format(Locale.ROOT, format, number);
    }

    private String hint() {
        boolean lost =
                counts.deadLetters() > 0
                        && !config.sinks().byOutput().containsKey(Output.DEAD_LETTERS);
        return lost ? "add a dead_letters sink to see them" : "";
    }

    private static void line(PrintWriter out, String what, long number, String remark) {
        out.printf(
                Locale.ROOT,
                "  %-14s %,14d%s%n",
                what,
                number,
                remark.isEmpty() ? "" : "   (" + remark + ")");
    }
}
