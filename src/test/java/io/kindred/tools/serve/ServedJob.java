package io.kindred.tools.serve;

import io.kindred.flink.config.JobConfig;
import io.kindred.flink.config.JobConfigReader;
import io.kindred.flink.config.SinksConfig.Output;
import io.kindred.model.DecisionSide;
import io.kindred.model.Descriptor;
import io.kindred.model.DigestKey;
import io.kindred.model.RecordIdentity;
import io.kindred.model.SourceRecord;
import io.kindred.resolve.ShardEngine;
import io.kindred.resolve.emit.EmissionLimit;
import io.kindred.resolve.emit.ShardOutput;
import io.kindred.resolve.state.OptionalOutputs;
import io.kindred.resolve.state.ShardState;
import io.kindred.storage.memory.InMemoryShardTables;
import io.kindred.storage.shard.RecordStore;
import io.kindred.temporal.Interval;
import io.kindred.temporal.Timeline;
import io.kindred.tools.store.EmittedRows;
import io.kindred.tools.store.FedRow;
import io.kindred.tools.store.StoredRow;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

import static java.nio.charset.StandardCharsets.UTF_8;

/** A job that writes its outputs to files, without Flink: an engine, and files that it finishes. */
public final class ServedJob {

    private static final String ONTOLOGY =
            """
            entity_types:
              person:
                identity_keys:
                  - {name: email, attributes: [email], max_records: 50}
                  - {name: name_city, attributes: [name], where: [[{attribute: city, compare: jaro_winkler, at_least: 0.9}]]}
                strong_identifiers: [{attribute: ssn}]
                attributes:
                  email: {normalize: [trim, lowercase], cardinality: many}
                  name: {normalize: [trim, lowercase]}
                  city: {normalize: [trim, lowercase]}
            """;

    private final Path folder;
    private final JobConfig config;
    private final ShardEngine engine;
    private final EmittedRows emitted = new EmittedRows();
    private long files;
    private long decisions;

    /**
     * @param output final or changelog
     */
    public ServedJob(Path folder, String output) throws IOException {
        this.folder = folder;
        Files.createDirectories(folder);
        Files.writeString(folder.resolve("ontology.yaml"), ONTOLOGY);
        StringBuilder sinks = new StringBuilder();
        for (Output each :
                List.of(
                        Output.ENTITIES,
                        Output.ASSIGNMENTS,
                        Output.CONFLICTS,
                        Output.GENERIC_KEYS,
                        Output.RECORDS)) {
            String name = each.name().toLowerCase(Locale.ROOT);
            sinks.append("  ").append(name).append(": {type: files, path: out/").append(name);
            sinks.append("}\n");
        }
        Files.writeString(
                folder.resolve("job.yaml"),
                "name: served\nontology: ontology.yaml\ntimeline: integer\noutput: "
                        + output
                        + "\nsources:\n  - {type: files, path: in.jsonl, format: record}\nsinks:\n"
                        + sinks);
        this.config = JobConfigReader.read(folder.resolve("job.yaml"));
        this.engine =
                new ShardEngine(
                        new ShardState(
                                config.ontology(),
                                new InMemoryShardTables(),
                                true,
                                new OptionalOutputs(true, true),
                                RecordStore.HELD),
                        Timeline.INTEGER,
                        EmissionLimit.NONE,
                        () -> 0,
                        DigestKey.random(),
                        false);
    }

    public JobConfig config() {
        return config;
    }

    public EmittedRows emitted() {
        return emitted;
    }

    public ShardEngine engine() {
        return engine;
    }

    /** A record whose values are always valid: attribute, value, attribute, value… */
    public static SourceRecord record(String perspective, String uid, String... values) {
        List<Descriptor> descriptors = new ArrayList<>();
        for (int i = 0; i < values.length; i += 2) {
            descriptors.add(new Descriptor(values[i], values[i + 1], Interval.ALWAYS));
        }
        return SourceRecord.upsert(
                new RecordIdentity("person", perspective, uid), OptionalLong.empty(), descriptors);
    }

    /** Resolves records, and finishes files with what changed. */
    public ServedJob take(SourceRecord... records) throws IOException {
        for (SourceRecord record : records) {
            engine.accept(record);
        }
        engine.flush(ShardOutput.of(emitted));
        finish(emitted.take());
        return this;
    }

    /** Resolves a decision, and finishes files with what changed. */
    public ServedJob decide(io.kindred.model.Decision decision) throws IOException {
        for (DecisionSide side : decision.sides(++decisions)) {
            engine.accept(side);
        }
        engine.flush(ShardOutput.of(emitted));
        finish(emitted.take());
        return this;
    }

    /** Finishes a file of each output that has rows. */
    public void finish(List<FedRow> rows) throws IOException {
        Map<Output, ByteArrayOutputStream> lines = new EnumMap<>(Output.class);
        for (FedRow row : rows) {
            ByteArrayOutputStream out =
                    lines.computeIfAbsent(row.output(), any -> new ByteArrayOutputStream());
            out.write(row.json());
            out.write('\n');
        }
        files++;
        for (Map.Entry<Output, ByteArrayOutputStream> each : lines.entrySet()) {
            Path out = out(each.getKey());
            Files.createDirectories(out);
            Path hidden = out.resolve(".part-" + files + ".inprogress");
            Files.write(hidden, each.getValue().toByteArray());
            // Files of one millisecond are read in the order of their names.
            Files.setLastModifiedTime(hidden, FileTime.fromMillis(1_000_000 + files));
            Files.move(hidden, out.resolve("part-0-" + files + ".jsonl"));
        }
    }

    /** The ids of all entities that there are or were. */
    public Set<String> entities() throws IOException {
        Set<String> ids = new TreeSet<>();
        try (Stream<Path> all = Files.list(out(Output.ENTITIES))) {
            for (Path file : all.toList()) {
                for (String line : Files.readAllLines(file)) {
                    ids.add(StoredRow.parse(line.getBytes(UTF_8)).path("entity_id").asText());
                }
            }
        }
        return ids;
    }

    /** The folder of an output, if the job has that output. */
    public Path out(Output output) {
        return folder.resolve("out").resolve(output.name().toLowerCase(Locale.ROOT));
    }
}
