package io.kindred.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.kindred.flink.config.JobConfig;
import io.kindred.flink.config.SinksConfig.Output;
import io.kindred.flink.config.SinksConfig.SinkConfig;
import io.kindred.temporal.Interval;
import io.kindred.temporal.Timeline;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Prints one person's records and golden record, and a conflict, from the files of the sample. */
final class DemoStory {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String PERSON = "C-9001";
    private static final List<String> PERSONS_UIDS = List.of("C-9001", "B-9001", "W-9001");

    private final JobConfig config;
    private final PrintWriter out;

    DemoStory(JobConfig config, PrintWriter out) {
        this.config = config;
        this.out = out;
    }

    void print() throws IOException {
        out.println(
                "Three records about Ada, from three systems, each with a format of its own,\n");
        new DemoRecords(config, out).show(PERSONS_UIDS);
        JsonNode entity = find(Output.ENTITIES, row -> contains(row.path("records"), PERSON));
        out.println("are one entity with one golden record over time:\n");
        out.println("  " + entity.path("entity_id").asText());
        for (JsonNode value : entity.path("golden")) {
            out.printf(
                    "    %-14s %-24s %s%n",
                    value.path("attr").asText(), value.path("value").asText(), times(value));
        }
        JsonNode conflict =
                find(
                        Output.CONFLICTS,
                        row ->
                                row.path("kind").asText().equals("indirect")
                                        && row.path("key").asText().equals("email"));
        out.printf(
                "%nand where records must not be one entity, a conflict says so:%n%n"
                        + "  the %s %s is shared %s, but these differ in their %s:%n",
                conflict.path("key").asText(),
                joined(conflict.path("key_values")),
                times(conflict),
                joined(conflict.path("strong_identifiers")));
        for (JsonNode side : conflict.path("entities")) {
            List<String> records = new ArrayList<>();
            side.path("records")
                    .forEach(
                            record ->
                                    records.add(
                                            record.path("perspective").asText()
                                                    + " "
                                                    + record.path("uid").asText()));
            out.printf(
                    "    %-42s %s (%s)%n",
                    side.path("entity_id").asText(),
                    String.join(", ", records),
                    side.path("role").asText());
        }
        out.println();
    }

    private interface RowFilter {
        boolean accepts(JsonNode row);
    }

    private JsonNode find(Output output, RowFilter filter) throws IOException {
        Path folder =
                Path.of(((SinkConfig.Files) config.sinks().sink(output).orElseThrow()).path());
        try (Stream<Path> parts = Files.list(folder)) {
            for (Path part : parts.filter(DemoStory::isVisible).sorted().toList()) {
                for (String line : Files.readAllLines(part)) {
                    JsonNode row = JSON.readTree(line);
                    if (filter.accepts(row)) {
                        return row;
                    }
                }
            }
        }
        throw new IllegalStateException("the sample's " + output + " lack what the demo shows");
    }

    private static boolean isVisible(Path file) {
        return !file.getFileName().toString().startsWith(".");
    }

    private static boolean contains(JsonNode records, String uid) {
        for (JsonNode record : records) {
            if (record.path("uid").asText().equals(uid)) {
                return true;
            }
        }
        return false;
    }

    private static String joined(JsonNode texts) {
        List<String> all = new ArrayList<>();
        texts.forEach(text -> all.add(text.asText()));
        return String.join(", ", all);
    }

    private static String times(JsonNode interval) {
        return DemoRecords.times(
                new Interval(
                        point(interval.path("start"), Interval.MIN),
                        point(interval.path("end"), Interval.MAX)));
    }

    private static long point(JsonNode bound, long infinite) {
        return bound.isNull() ? infinite : Timeline.MILLIS.parse(bound.asText());
    }
}
