package io.kindred.cli;

import io.kindred.codec.Notices;
import io.kindred.codec.RecordDecoder;
import io.kindred.codec.RejectedInputException;
import io.kindred.flink.config.JobConfig;
import io.kindred.flink.config.SourceConfig;
import io.kindred.flink.config.SourceFormat;
import io.kindred.flink.topology.Decoders;
import io.kindred.model.Descriptor;
import io.kindred.model.SourceRecord;
import io.kindred.temporal.Interval;
import io.kindred.temporal.Timeline;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Prints records of a job's source files after decoding. */
final class DemoRecords {

    private final JobConfig config;
    private final PrintWriter out;

    DemoRecords(JobConfig config, PrintWriter out) {
        this.config = config;
        this.out = out;
    }

    /** Prints the records with the given uids, in the order of the sources. */
    void show(List<String> uids) throws IOException {
        for (SourceConfig source : config.sources()) {
            SourceConfig.Files files = (SourceConfig.Files) source;
            RecordDecoder decoder = Decoders.lines(config, files.format()).create(Notices.NONE);
            for (String path : files.paths()) {
                List<String> lines = Files.readAllLines(Path.of(path));
                boolean hasHeader = files.format() instanceof SourceFormat.Csv;
                String header = hasHeader ? lines.get(0) : "";
                for (String line : lines.subList(hasHeader ? 1 : 0, lines.size())) {
                    if (uids.stream().anyMatch(line::contains)) {
                        show(decode(decoder, line, header), Path.of(path), uids);
                    }
                }
            }
        }
    }

    private static SourceRecord decode(RecordDecoder decoder, String line, String header) {
        try {
            return decoder.decode(line.getBytes(StandardCharsets.UTF_8), header).records().get(0);
        } catch (RejectedInputException e) {
            throw new IllegalStateException("cannot decode a record of the demo: " + line, e);
        }
    }

    private void show(SourceRecord record, Path file, List<String> uids) {
        if (!uids.contains(record.identity().uid())) {
            return;
        }
        out.printf(
                "  %s %s (%s)%n",
                record.identity().perspective(), record.identity().uid(), file.getFileName());
        for (Descriptor descriptor : record.descriptors()) {
            out.printf(
                    "    %-14s %-24s %s%n",
                    descriptor.attribute(), descriptor.value(), times(descriptor.interval()));
        }
        out.println();
    }

    /** Formats an interval of the timeline {@code millis} in days. */
    static String times(Interval interval) {
        boolean fromMin = interval.start() == Interval.MIN;
        boolean toMax = interval.end() == Interval.MAX;
        if (fromMin && toMax) {
            return "at all times";
        }
        String from = fromMin ? "" : "from " + day(interval.start());
        String to = toMax ? "" : "to " + day(interval.end());
        return from.isEmpty() || to.isEmpty() ? from + to : from + " " + to;
    }

    private static String day(long point) {
        return Timeline.MILLIS.format(point).substring(0, "2020-01-31".length());
    }
}
