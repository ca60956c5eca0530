package io.kindred.cli;

import io.kindred.cli.evaluate.Evaluation;
import io.kindred.cli.evaluate.EvaluationReport;
import io.kindred.cli.evaluate.Evaluator;
import io.kindred.cli.evaluate.TruthColumns;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;

/** Compares the assignments of a run with the truth. */
@Command(
        name = "evaluate",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        showDefaultValues = true,
        description = {
            "Compares the assignments of a run with the truth: pairwise and B-cubed precision,"
                    + " recall and F1, and where the two differ most.",
            "Records that only one of them has are counted and left out."
        },
        footer = {
            "",
            "Example: evaluate --assignments people/out/assignments --truth people/truth.csv",
            "Exit code: 0 compared, 1 below --min-precision or --min-recall, 2 wrong usage or"
                    + " input."
        })
public final class EvaluateCommand implements Callable<Integer> {

    private static final int BELOW_MINIMUM = 1;
    private static final int WRONG_INPUT = 2;

    @Option(
            names = "--assignments",
            required = true,
            paramLabel = "PATH",
            description =
                    "file or folder of the job's assignments, a changelog or its final state;"
                            + " .gz is read, names that begin with . or _ are not")
    private Path assignments;

    @Option(
            names = "--truth",
            required = true,
            paramLabel = "FILE",
            description = "CSV with a header: perspective, uid, person, perhaps entity_type")
    private Path truth;

    @Option(
            names = "--truth-columns",
            split = ",",
            paramLabel = "NAME",
            defaultValue = "perspective,uid,person",
            description =
                    "names of the columns with perspective, uid and person, in this order, perhaps"
                            + " a fourth with the entity type")
    private List<String> truthColumns;

    @Option(
            names = "--format",
            paramLabel = "FORMAT",
            defaultValue = "text",
            converter = FormatConverter.class,
            description = "text or json")
    private Format format;

    @Option(
            names = "--worst",
            paramLabel = "N",
            defaultValue = "5",
            description = "how many over-merged entities and split people to show")
    private int worst;

    @Option(
            names = "--min-precision",
            paramLabel = "SHARE",
            defaultValue = "0",
            description = "least pairwise precision; below it the exit code is 1")
    private double minPrecision;

    @Option(
            names = "--min-recall",
            paramLabel = "SHARE",
            defaultValue = "0",
            description = "least pairwise recall; below it the exit code is 1")
    private double minRecall;

    @Spec private CommandSpec spec;

    /** Prints the comparison. */
    @Override
    public Integer call() {
        Evaluator evaluator = evaluator();
        PrintWriter out = spec.commandLine().getOut();
        PrintWriter err = spec.commandLine().getErr();
        Evaluation evaluation;
        try {
            evaluation = evaluator.evaluate();
        } catch (IOException failure) {
            err.println("evaluate: " + failure.getMessage());
            return WRONG_INPUT;
        }
        EvaluationReport report = new EvaluationReport(evaluation);
        out.print(format == Format.JSON ? report.json() : report.text());
        out.flush();
        boolean precise = reaches("precision", evaluation.pairwise().precision(), minPrecision);
        boolean complete = reaches("recall", evaluation.pairwise().recall(), minRecall);
        return precise && complete ? 0 : BELOW_MINIMUM;
    }

    private Evaluator evaluator() {
        checkShare("--min-precision", minPrecision);
        checkShare("--min-recall", minRecall);
        if (worst < 0) {
            throw wrong("--worst is " + worst + ", expected 0 or more");
        }
        try {
            return new Evaluator(assignments, truth, TruthColumns.of(truthColumns), worst);
        } catch (IllegalArgumentException invalid) {
            throw wrong("--truth-columns: " + invalid.getMessage());
        }
    }

    private boolean reaches(String name, double value, double minimum) {
        if (value < minimum) {
            spec.commandLine()
                    .getErr()
                    .println("evaluate: pairwise " + name + " " + value + " is below " + minimum);
            return false;
        }
        return true;
    }

    private void checkShare(String option, double share) {
        if (!(share >= 0 && share <= 1)) {
            throw wrong(option + " is " + share + ", expected 0 to 1");
        }
    }

    private ParameterException wrong(String message) {
        return new ParameterException(spec.commandLine(), message);
    }

    private enum Format {
        TEXT,
        JSON
    }

    private static final class FormatConverter implements ITypeConverter<Format> {

        @Override
        public Format convert(String name) {
            return switch (name) {
                case "text" -> Format.TEXT;
                case "json" -> Format.JSON;
                default ->
                        throw new TypeConversionException(
                                "expected text or json but was '" + name + "'");
            };
        }
    }
}
