package io.kindred.cli;

import io.kindred.cli.bench.Bench;
import io.kindred.cli.bench.RecordSettings;
import io.kindred.cli.bench.RunSettings;
import io.kindred.cli.bench.RunSettings.Backend;
import io.kindred.cli.bench.RunSettings.Output;
import org.apache.flink.configuration.MemorySize;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Visibility;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;

/** Measures the whole job on this machine. */
@Command(
        name = "bench",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        showDefaultValues = true,
        description = {
            "Measures the whole job in this process, over made records about people: throughput,"
                    + " latency, state, memory, checkpoints.",
            "docs/bench.md says what each figure means."
        },
        footer = {
            "",
            "Example: bench --records 100000,1000000 --managed 1536m --json figures.json",
            "Exit code: 0 done, 1 failed, 2 wrong usage."
        })
public final class BenchCommand implements Callable<Integer> {

    @Option(
            names = "--records",
            required = true,
            split = ",",
            showDefaultValue = Visibility.NEVER,
            paramLabel = "N",
            description =
                    "number of records, 10 to 100000000; several, parted by commas, are measured"
                            + " one after the other")
    private List<Long> records = List.of();

    @Option(
            names = "--overlap",
            paramLabel = "SHARE",
            defaultValue = "0.1",
            description = "share of records about the person of an earlier one")
    private double overlap;

    @Option(
            names = "--conflicts",
            paramLabel = "SHARE",
            defaultValue = "0.01",
            description =
                    "share of records that contradict the person they are about, half by birth and"
                            + " half by ssn; at most the overlap")
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
                    "folder for the records, in a folder for each number of them; what the same"
                            + " settings made is used again")
    private Path data = Path.of("");

    @Option(
            names = "--out",
            paramLabel = "DIR",
            description =
                    "folder for outputs, state and checkpoints while it runs; default: the system's"
                            + " temporary one")
    private @Nullable Path out;

    @Option(names = "--keep", description = "leave what a run wrote where it is")
    private boolean keep;

    @Option(
            names = "--backend",
            paramLabel = "NAME",
            defaultValue = "rocksdb",
            description = "rocksdb or hashmap")
    private String backend = "";

    @Option(
            names = "--managed",
            paramLabel = "SIZE",
            description = "managed memory, such as 1536m; default: that of an embedded run")
    private @Nullable String managed;

    @Mixin private ParallelismOption parallelism = new ParallelismOption();

    @Option(
            names = "--output",
            paramLabel = "MODE",
            defaultValue = "changelog",
            description = "changelog, or final, of which no row is written")
    private String output = "";

    @Option(
            names = "--rate",
            paramLabel = "N",
            description = "at most so many records a second, to see the latency below full load")
    private @Nullable Double rate;

    @Option(
            names = "--set",
            paramLabel = "FIELD=YAML",
            description =
                    "a further field of the job file, such as --set 'batch={records: 5000}'; may be"
                            + " given several times")
    private Map<String, String> fields = new LinkedHashMap<>();

    @Option(names = "--json", paramLabel = "FILE", description = "write all figures here")
    private @Nullable Path json;

    @Mixin private HomeOption home = new HomeOption();

    @Spec private @Nullable CommandSpec spec;

    /** For picocli. */
    public BenchCommand() {}

    @Override
    public Integer call() throws Exception {
        List<RecordSettings> all = records.stream().map(this::recordSettings).toList();
        RunSettings settings =
                new RunSettings(
                        choice("--backend", backend, Backend.class),
                        checkedManaged(),
                        parallelism.checked(command()),
                        choice("--output", output, Output.class),
                        checkedRate(),
                        fields);
        checkJson();
        PrintWriter err = command().commandLine().getErr();
        try {
            new Bench(
                            new Bench.Place(data, out, keep, home.value()),
                            command().commandLine().getOut(),
                            err)
                    .run(all, settings, arguments(), new Kindred.Version().getVersion()[0], json);
            return 0;
        } catch (IOException failure) {
            err.println("bench: " + failure.getMessage());
            return 1;
        } catch (JobFailedException failure) {
            err.println("bench: " + failure.getMessage());
            return 1;
        }
    }

    private CommandSpec command() {
        return Objects.requireNonNull(spec);
    }

    private String arguments() {
        return String.join(" ", command().commandLine().getParseResult().originalArgs());
    }

    private RecordSettings recordSettings(long number) {
        try {
            return new RecordSettings(number, overlap, conflicts, placeholders, seed.value());
        } catch (IllegalArgumentException wrong) {
            throw new ParameterException(command().commandLine(), "--" + wrong.getMessage(), wrong);
        }
    }

    private <E extends Enum<E>> E choice(String option, String name, Class<E> type) {
        for (E value : type.getEnumConstants()) {
            if (lower(value).equals(name)) {
                return value;
            }
        }
        List<String> names =
                Arrays.stream(type.getEnumConstants()).map(BenchCommand::lower).toList();
        throw wrong(option + " is " + name + ", expected " + String.join(" or ", names));
    }

    private static String lower(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }

    private @Nullable String checkedManaged() {
        try {
            if (managed != null) {
                MemorySize.parse(managed);
            }
            return managed;
        } catch (IllegalArgumentException e) {
            throw wrong("--managed is " + managed + ", expected a size such as 1536m or 2g");
        }
    }

    private @Nullable Double checkedRate() {
        if (rate != null && !(rate >= 1 && rate <= 1e9)) {
            throw wrong("--rate is " + rate + ", expected 1 to 1000000000");
        }
        return rate;
    }

    private void checkJson() {
        if (json != null) {
            Path parent = json.toAbsolutePath().getParent();
            if (Files.isDirectory(json) || parent == null || !Files.isDirectory(parent)) {
                throw wrong("--json " + json + " cannot be written, expected a file in a folder");
            }
        }
    }

    private ParameterException wrong(String problem) {
        return new ParameterException(command().commandLine(), problem);
    }
}
