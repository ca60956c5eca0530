package io.kindred.tools;

import io.kindred.flink.config.JobConfig;
import io.kindred.flink.config.JobConfigReader;
import io.kindred.ontology.EntityTypeRules;
import io.kindred.ontology.ScoreRules;
import io.kindred.resolve.record.NormalizedRecord;
import io.kindred.tools.evaluate.TruthColumns;
import io.kindred.tools.evaluate.TruthFile;
import io.kindred.tools.input.CurrentRecords;
import io.kindred.tools.input.InvalidInputException;
import io.kindred.tools.sweep.Cell;
import io.kindred.tools.sweep.Sweep;
import io.kindred.tools.sweep.SweepReport;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Visibility;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.LongStream;

/** Tries values of link and cohesion on the records of a job. */
@Command(
        name = "sweep",
        description = {
            "Resolve the records of a job with several values of 'link' and 'cohesion', and show what"
                    + " each pair of them gives: precision, recall and F1 against a truth, and without"
                    + " one sizes of entities, conflicts, and how well their records fit together.",
            "Reads the records once and keeps them in memory (about 2 KB each, and up to 200 MB of"
                    + " scores); KINDRED_HEAP sets the heap. Decisions are not applied. A job without"
                    + " scores is resolved once."
        },
        footer = {
            "",
            "Example: sweep job.yaml --truth truth.csv --link -3000,0,3000 --cohesion -8000,-4000",
            "Exit code: 0 done, 2 wrong usage, job file or input."
        })
public final class SweepCommand extends AbstractTool {

    private static final int WRONG_INPUT = 2;
    private static final long STEP = 2000;
    private static final int STEPS = 2;

    @Parameters(
            paramLabel = "JOB.yaml",
            showDefaultValue = Visibility.NEVER,
            description = "the job file; its sources must be files")
    private Path job = Path.of("");

    @Option(
            names = "--link",
            showDefaultValue = Visibility.NEVER,
            split = ",",
            paramLabel = "WEIGHT",
            description =
                    "values of link, in thousandths of a bit; default: that of the job, and up to 4000"
                            + " below and above")
    private List<Long> links = List.of();

    @Option(
            names = "--cohesion",
            showDefaultValue = Visibility.NEVER,
            split = ",",
            paramLabel = "WEIGHT",
            description = "values of cohesion; default: as for --link")
    private List<Long> cohesions = List.of();

    @Option(
            names = "--truth",
            paramLabel = "FILE",
            description = "CSV file with the truth, as for evaluate")
    private @Nullable Path truth;

    @Option(
            names = "--truth-columns",
            split = ",",
            paramLabel = "NAME",
            defaultValue = "perspective,uid,person",
            description = "names of its columns, as for evaluate")
    private List<String> truthColumns = List.of();

    @Option(
            names = "--entity-type",
            paramLabel = "TYPE",
            description = "the entity type to resolve; needed if the records have several")
    private @Nullable String entityType;

    @Option(
            names = "--chart",
            paramLabel = "FILE.svg",
            description = "write a chart there: a line over the links for each cohesion")
    private @Nullable Path chart;

    @Option(names = "--json", description = "print JSON instead of a table")
    private boolean json;

    @Option(
            names = "--max-records",
            paramLabel = "N",
            defaultValue = "200000",
            description = "how many records may be read into memory; with more it is an error")
    private int maxRecords;

    /** Called by picocli. */
    public SweepCommand() {}

    @Override
    public Integer call() {
        check(maxRecords >= 1, "--max-records is " + maxRecords, "1 or more");
        TruthColumns columns = checked(() -> TruthColumns.of(truthColumns));
        try {
            JobConfig config = JobConfigReader.read(job);
            Optional<TruthFile> known =
                    truth == null ? Optional.empty() : Optional.of(TruthFile.read(truth, columns));
            CurrentRecords current = CurrentRecords.read(config, maxRecords);
            if (current.decisions() > 0) {
                warn(current.decisions() + " decisions are not applied");
            }
            run(config, current, known);
            return 0;
        } catch (IOException failure) {
            return failed(failure, WRONG_INPUT);
        }
    }

    private void run(JobConfig config, CurrentRecords current, Optional<TruthFile> known)
            throws IOException {
        Map<String, List<NormalizedRecord>> byType = current.normalized();
        String type = type(byType);
        List<NormalizedRecord> records = byType.get(type);
        EntityTypeRules rules = config.ontology().rules(type).orElseThrow();
        List<Cell> cells =
                new Sweep(records, rules, known)
                        .run(
                                tried(links, rules.score().map(ScoreRules::link)),
                                tried(cohesions, rules.score().map(ScoreRules::cohesion)),
                                cell -> {});
        SweepReport report = new SweepReport(cells);
        print(json ? report.json() : report.text());
        if (chart != null) {
            Files.writeString(chart, report.svg(records.size()));
            wrote(chart);
        }
    }

    private String type(Map<String, List<NormalizedRecord>> byType) throws IOException {
        if (entityType != null && byType.containsKey(entityType)) {
            return entityType;
        }
        String types = String.join(", ", byType.keySet());
        if (byType.isEmpty()) {
            throw new InvalidInputException(job + ": its sources have no records");
        }
        if (entityType != null || byType.size() > 1) {
            throw new InvalidInputException(
                    "%s: the records are of type %s; name one of them with --entity-type"
                            .formatted(job, types));
        }
        return byType.keySet().iterator().next();
    }

    /** The values to try, ascending. */
    private static List<Long> tried(List<Long> given, Optional<Long> ofJob) {
        if (!given.isEmpty()) {
            return given.stream().distinct().sorted().toList();
        }
        return ofJob.stream()
                .flatMap(
                        middle ->
                                LongStream.rangeClosed(-STEPS, STEPS)
                                        .mapToObj(step -> middle + step * STEP))
                .toList();
    }
}
