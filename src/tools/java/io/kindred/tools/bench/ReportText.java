package io.kindred.tools.bench;

import io.kindred.tools.bench.StateSizes.StateSize;

import java.io.PrintWriter;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** Prints the figures of a run as tables. */
final class ReportText {

    private static final double MIB = 1 << 20;

    /** The kinds of state accesses, in the order of their columns. */
    private static final List<String> KINDS =
            List.of("hits", "misses", "puts", "removes", "scans", "walked");

    private final RunReport run;
    private final double records;
    private final PrintWriter out;

    ReportText(RunReport run, PrintWriter out) {
        this.run = run;
        this.records = run.recordsAccepted();
        this.out = out;
    }

    void print() {
        line(
                "%n%,d records in %.1f s: %,.0f records/s, %.1f us of processor time a record",
                run.recordsAccepted(),
                run.seconds(),
                run.recordsPerSecond(),
                run.cpuSeconds() / records * 1e6);
        line("  %s", run.runSettings());
        line("  %s", run.recordSettings());
        line("  %s", run.counts());
        windows();
        Latency latency = run.latencyMs();
        line(
                "%nsource to update: p50 %,d ms, p99 %,d ms, max %,d ms (%,d markers)",
                latency.p50(), latency.p99(), latency.max(), latency.samples());
        RunReport.Flushes flushes = run.flushes();
        line(
                "flushes: %,d, longest %,.1f ms, total %,.0f ms",
                flushes.count(), flushes.maxMs(), flushes.totalMs());
        checkpoints();
        Long peak = run.memory().peakResidentBytes();
        line(
                "memory: heap after garbage collection at most %,.0f MiB, process at most %s MiB",
                run.memory().maxHeapBytesAfterGc() / MIB,
                peak == null ? "?" : String.format(Locale.ROOT, "%,.0f", peak / MIB));
        state();
        accesses();
        out.flush();
    }

    private void windows() {
        line("%n  %15s %10s %12s %16s", "up to record", "seconds", "records/s", "heap after, MiB");
        for (RunReport.Window window : run.windows()) {
            line(
                    "  %,15d %,10.2f %,12.0f %,16.0f",
                    window.toRecord(),
                    window.seconds(),
                    window.recordsPerSecond(),
                    window.heapBytesAfterGc() / MIB);
        }
        RunReport.Steadiness ratio = run.lastToSecond();
        line(
                "  last of the %s compared with the second: %,.0f/s to %,.0f/s = %.2f",
                ratio.of(), ratio.lastPerSecond(), ratio.secondPerSecond(), ratio.ratio());
    }

    private void checkpoints() {
        RunReport.Checkpoints all = run.checkpoints();
        line(
                "checkpoints: %d completed, %d failed; p50 %,d ms, longest %,d ms, longest"
                        + " synchronous part %,d ms; full size of the last %,.1f MiB, written"
                        + " by one at most %,.1f MiB, by all %,.1f MiB",
                all.completed(),
                all.failed(),
                all.p50Ms(),
                all.maxMs(),
                all.maxSyncMs(),
                all.lastFullBytes() / MIB,
                all.maxIncrementalBytes() / MIB,
                all.totalIncrementalBytes() / MIB);
        line(
                "savepoint at the end: %,.1f MiB in %,d ms",
                all.savepointBytes() / MIB, all.savepointMs());
    }

    private void state() {
        line(
                "%n  %-10s %-40s %14s %14s %12s",
                "operator", "state", "bytes", "entries", "bytes/record");
        for (StateSize size : run.state().states()) {
            Long entries = size.entries();
            line(
                    "  %-10s %-40s %,14d %14s %,12.1f",
                    size.operator(),
                    size.state(),
                    size.bytes(),
                    entries == null ? "?" : String.format(Locale.ROOT, "%,d", entries),
                    size.bytes() / records);
        }
        line(
                "  %-10s %-40s %,14d %14s %,12.1f",
                "", "all", run.state().bytes(), "", run.state().bytesPerRecord());
    }

    private void accesses() {
        if (run.accesses().isEmpty()) {
            return;
        }
        Set<String> kinds = new LinkedHashSet<>(KINDS);
        run.accesses().values().forEach(counts -> kinds.addAll(counts.keySet()));
        out.printf(Locale.ROOT, "%n  %-24s", "accesses per record");
        kinds.forEach(kind -> out.printf(Locale.ROOT, " %10s", kind));
        out.println();
        for (Map.Entry<String, Map<String, Long>> state : run.accesses().entrySet()) {
            out.printf(Locale.ROOT, "  %-24s", state.getKey());
            for (String kind : kinds) {
                long count = state.getValue().getOrDefault(kind, 0L);
                out.printf(Locale.ROOT, " %10.4f", count / records);
            }
            out.println();
        }
    }

    private void line(String format, Object... values) {
        out.printf(Locale.ROOT, format + "%n", values);
    }
}
