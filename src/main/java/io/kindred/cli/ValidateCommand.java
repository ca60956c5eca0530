package io.kindred.cli;

import io.kindred.offline.ValidateTask;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

import java.io.PrintWriter;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;

/** Checks a savepoint or retained checkpoint. */
@Command(
        name = "validate",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        showDefaultValues = true,
        description = {
            "Checks a savepoint or retained checkpoint, without the job: resolves its records anew"
                    + " and compares the results with those in the state and in the outputs, and"
                    + " walks over every table for what is missing, dangles or is counted wrongly.",
            "The state is copied to a temporary folder and never changed."
        },
        footer = {
            "",
            "Example: validate --state savepoints/savepoint-1",
            "Exit code: 0 nothing found, 1 something is wrong, or it failed, 2 wrong usage or"
                    + " state."
        })
public final class ValidateCommand implements Callable<Integer> {

    private static final int SOMETHING_FOUND = 1;

    @Mixin private StateOption state = new StateOption();

    @Option(
            names = "--show",
            paramLabel = "N",
            defaultValue = "100",
            description = "how many findings to show")
    private int show;

    @Spec private @Nullable CommandSpec spec;

    /** For picocli. */
    public ValidateCommand() {}

    @Override
    public Integer call() throws Exception {
        CommandSpec command = Objects.requireNonNull(spec);
        if (show < 0) {
            throw new ParameterException(
                    command.commandLine(), "--show is " + show + ", expected 0 or more");
        }
        PrintWriter out = command.commandLine().getOut();
        ValidateTask.Report report = new ValidateTask.Report(show, out::println);
        ColdRun run = ColdRun.onAll("validate", state.path());
        run.run(new ValidateTask(show), report);
        Optional<ValidateTask> second = report.second();
        if (second.isPresent()) {
            run.run(second.get(), report);
        }
        report.end();
        out.println(
                (report.findings() == 0 ? "nothing wrong found" : report.findings() + " findings")
                        + " in "
                        + report.shards()
                        + (report.shards() == 1 ? " shard" : " shards"));
        out.flush();
        return report.findings() == 0 ? 0 : SOMETHING_FOUND;
    }
}
