package io.kindred.tools;

import io.kindred.flink.config.JobConfigReader;
import io.kindred.tools.evaluate.Evaluation;
import io.kindred.tools.evaluate.EvaluationReport;
import io.kindred.tools.evaluate.Evaluator;
import io.kindred.tools.evaluate.JudgedJob;
import io.kindred.tools.evaluate.TruthColumns;
import io.kindred.tools.generate.Share;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Visibility;
import picocli.CommandLine.Option;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Compares the assignments of a run with a file that says which records are one person. */
@Command(
        name = "evaluate",
        description = {
            "Compare the assignments of a run with the truth. The report has pairwise and B-cubed"
                    + " precision, recall and F1, and the largest differences.",
            "Records that only one side has are counted, but not compared."
        },
        footer = {
            "",
            "Examples:",
            "  evaluate --assignments people/out/assignments --truth people/truth.csv",
            "  evaluate --assignments people/out/assignments --truth people/truth.csv --job people/job.yaml --at 2024-06-01",
            "Exit code: 0 compared, 1 below --min-precision or --min-recall, 2 wrong usage or"
                    + " input."
        })
public final class EvaluateCommand extends AbstractTool {

    private static final int BELOW_MINIMUM = 1;
    private static final int WRONG_INPUT = 2;

    @Option(
            names = "--assignments",
            required = true,
            showDefaultValue = Visibility.NEVER,
            paramLabel = "PATH",
            description =
                    "file or folder with the job's assignments, of either output mode; .gz files are"
                            + " decompressed, files whose names start with . or _ are skipped")
    private Path assignments = Path.of("");

    @Option(
            names = "--truth",
            required = true,
            showDefaultValue = Visibility.NEVER,
            paramLabel = "FILE",
            description =
                    "CSV file with a header and columns perspective, uid, person and optionally"
                            + " entity_type")
    private Path truth = Path.of("");

    @Option(
            names = "--truth-columns",
            split = ",",
            paramLabel = "NAME",
            defaultValue = "perspective,uid,person",
            description =
                    "names of the truth columns that hold perspective, uid and person, in this order;"
                            + " a fourth may name the entity type")
    private List<String> truthColumns = List.of();

    @Option(
            names = "--format",
            paramLabel = "FORMAT",
            defaultValue = "text",
            description = "format of the report: text or json")
    private Format format = Format.TEXT;

    @Option(
            names = "--worst",
            paramLabel = "N",
            defaultValue = "5",
            description =
                    "how many over-merged entities and how many split people to list, with --job also"
                            + " a pair of records of each and the reason")
    private int worst;

    @Option(
            names = "--job",
            paramLabel = "JOB.yaml",
            description =
                    "the job that made the assignments: its records are read and resolved once more,"
                            + " in memory, to say why the worst pairs are wrong or missed, and which"
                            + " records are there at a date")
    private @Nullable Path job;

    @Option(
            names = "--at",
            paramLabel = "DATE",
            description =
                    "judge only records that are there at this date: with --job, those with a value"
                            + " that is valid then; rows of the truth only if the date is between"
                            + " their columns valid_from and valid_to, if it has them")
    private @Nullable String at;

    @Option(
            names = "--dated",
            description =
                    "with --job and --at: values that are valid always do not count in records that"
                            + " have others, such as names beside an address with dates")
    private boolean dated;

    @Option(
            names = "--max-records",
            paramLabel = "N",
            defaultValue = "200000",
            description = "with --job: how many records may be read into memory")
    private int maxRecords;

    @Option(
            names = "--min-precision",
            paramLabel = "SHARE",
            defaultValue = "0",
            description = "least pairwise precision; if it is lower, the exit code is 1")
    private double minPrecision;

    @Option(
            names = "--min-recall",
            paramLabel = "SHARE",
            defaultValue = "0",
            description = "least pairwise recall; if it is lower, the exit code is 1")
    private double minRecall;

    /** Called by picocli. */
    public EvaluateCommand() {}

    @Override
    public Integer call() {
        Evaluator evaluator = checked(this::evaluator);
        Evaluation evaluation;
        try {
            evaluation = evaluator.evaluate();
        } catch (IOException failure) {
            return failed(failure, WRONG_INPUT);
        }
        EvaluationReport report = new EvaluationReport(evaluation);
        out().print(format == Format.JSON ? report.json() : report.text());
        out().flush();
        boolean precise = reaches("precision", evaluation.pairwise().precision(), minPrecision);
        boolean complete = reaches("recall", evaluation.pairwise().recall(), minRecall);
        return precise && complete ? 0 : BELOW_MINIMUM;
    }

    private Evaluator evaluator() {
        Share.check("min-precision", minPrecision, 1);
        Share.check("min-recall", minRecall, 1);
        check(worst >= 0, "--worst is " + worst, "0 or more");
        check(maxRecords >= 1, "--max-records is " + maxRecords, "1 or more");
        return new Evaluator(
                assignments,
                truth,
                TruthColumns.of(truthColumns),
                worst,
                Optional.ofNullable(job)
                        .map(file -> new JudgedJob(JobConfigReader.read(file), dated, maxRecords)),
                Optional.ofNullable(at));
    }

    private boolean reaches(String name, double value, double minimum) {
        if (value < minimum) {
            err().println("evaluate: pairwise " + name + " " + value + " is below " + minimum);
            return false;
        }
        return true;
    }

    private enum Format {
        TEXT,
        JSON
    }
}
