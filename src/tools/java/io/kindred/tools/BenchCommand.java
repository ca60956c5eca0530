package io.kindred.tools;

import io.kindred.cli.HomeOption;
import io.kindred.cli.JobFailedException;
import io.kindred.cli.Kindred;
import io.kindred.cli.ParallelismOption;
import io.kindred.tools.bench.Bench;
import io.kindred.tools.bench.RecordSettings;
import io.kindred.tools.bench.RunSettings;
import io.kindred.tools.bench.RunSettings.Backend;
import io.kindred.tools.bench.RunSettings.Output;
import org.apache.flink.configuration.MemorySize;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Visibility;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/** Benchmarks the whole job on this machine. */
@Command(
        name = "bench",
        description = {
            "Benchmark the whole job in this process with generated records about people. It measures"
                    + " throughput, latency, state size, memory and checkpoints.",
            "docs/bench.md explains each figure."
        },
        footer = {
            "",
            "Example: bench --records 100000,1000000 --managed 1536m --json figures.json",
            "Exit code: 0 done, 1 failed, 2 wrong usage."
        })
public final class BenchCommand extends AbstractTool {

    @Option(
            names = "--records",
            required = true,
            split = ",",
            showDefaultValue = Visibility.NEVER,
            paramLabel = "N",
            description =
                    "number of records, 10 to 100000000; give several numbers, separated by commas,"
                            + " to measure them one after the other")
    private List<Long> records = List.of();

    @Option(
            names = "--overlap",
            paramLabel = "SHARE",
            defaultValue = "0.1",
            description = "share of records that are about the person of an earlier record")
    private double overlap;

    @Option(
            names = "--conflicts",
            paramLabel = "SHARE",
            defaultValue = "0.01",
            description =
                    "share of records that contradict an earlier record of their person: half have"
                            + " another date of birth, half another ssn; at most --overlap")
    private double conflicts;

    @Option(
            names = "--placeholder-share",
            paramLabel = "SHARE",
            defaultValue = "0",
            description = "share of records with the e-mail noreply@example.org")
    private double placeholders;

    @Mixin private SeedOption seed = new SeedOption();

    @Option(
            names = "--data",
            paramLabel = "DIR",
            defaultValue = "${sys:java.io.tmpdir}/kindred-bench",
            description =
                    "folder for the generated records, with a subfolder for each number of records;"
                            + " records with the same settings are reused")
    private Path data = Path.of("");

    @Option(
            names = "--out",
            paramLabel = "DIR",
            description =
                    "folder for outputs, state and checkpoints during a run; default: the system's"
                            + " temporary folder")
    private @Nullable Path out;

    @Option(names = "--keep", description = "keep the outputs and checkpoints of each run")
    private boolean keep;

    @Option(
            names = "--backend",
            paramLabel = "NAME",
            defaultValue = "rocksdb",
            description = "state backend: rocksdb or hashmap")
    private Backend backend = Backend.ROCKSDB;

    @Option(
            names = "--managed",
            paramLabel = "SIZE",
            description = "managed memory of Flink, such as 1536m; default: as in an embedded run")
    private @Nullable String managed;

    @Mixin private ParallelismOption parallelism = new ParallelismOption();

    @Option(
            names = "--output",
            paramLabel = "MODE",
            defaultValue = "changelog",
            description = "output mode: changelog or final; with final the run writes no rows")
    private Output output = Output.CHANGELOG;

    @Option(
            names = "--rate",
            paramLabel = "N",
            description = "most records per second, to measure the latency below full load")
    private @Nullable Double rate;

    @Option(
            names = "--set",
            paramLabel = "FIELD=YAML",
            description =
                    "another field of the job file, such as --set 'batch={records: 5000}'; may be"
                            + " repeated")
    private Map<String, String> fields = new LinkedHashMap<>();

    @Option(
            names = "--json",
            paramLabel = "FILE",
            description = "file to write all figures to, as JSON")
    private @Nullable Path json;

    @Mixin private HomeOption home = new HomeOption();

    /** Called by picocli. */
    public BenchCommand() {}

    @Override
    public Integer call() throws Exception {
        List<RecordSettings> all =
                records.stream()
                        .map(
                                number ->
                                        checked(
                                                () ->
                                                        new RecordSettings(
                                                                number,
                                                                overlap,
                                                                conflicts,
                                                                placeholders,
                                                                seed.value())))
                        .toList();
        checkOptions();
        OptionalInt wanted = parallelism.checked(spec());
        RunSettings settings =
                new RunSettings(
                        backend,
                        managed,
                        wanted.isPresent() ? wanted.getAsInt() : null,
                        output,
                        rate,
                        fields);
        try {
            new Bench(new Bench.Folders(data, out, keep, home.value()), out(), err())
                    .run(all, settings, arguments(), new Kindred.Version().getVersion()[0], json);
            return 0;
        } catch (IOException | JobFailedException failure) {
            return failed(failure, 1);
        }
    }

    private void checkOptions() {
        if (managed != null) {
            try {
                MemorySize.parse(managed);
            } catch (IllegalArgumentException e) {
                throw invalidUsage(
                        "--managed is " + managed + ", expected a size such as 1536m or 2g");
            }
        }
        if (rate != null) {
            check(rate >= 1 && rate <= 1e9, "--rate is " + rate, "1 to 1000000000");
        }
        if (json != null) {
            Path parent = json.toAbsolutePath().getParent();
            check(
                    !Files.isDirectory(json) && parent != null && Files.isDirectory(parent),
                    "--json " + json + " cannot be written",
                    "a file in a folder");
        }
    }
}
