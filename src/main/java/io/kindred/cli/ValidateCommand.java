package io.kindred.cli;

import io.kindred.offline.ValidateTask;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

import java.io.PrintWriter;
import java.util.Optional;

/** Checks the consistency of a savepoint or retained checkpoint. */
@Command(
        name = "validate",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        showDefaultValues = true,
        description = {
            "Check a savepoint or retained checkpoint.",
            "Resolves its records again and compares the results with the stored and published"
                    + " ones. Scans every table for missing entries, dangling references and wrong"
                    + " counts.",
            "The job need not run. The state is copied to a temporary folder and never changed."
        },
        footer = {
            "",
            "Example: validate --state savepoints/savepoint-1",
            "Exit code: 0 no findings, 1 findings or failure, 2 wrong usage or state."
        })
public final class ValidateCommand extends AbstractCommand {

    private static final int HAS_FINDINGS = 1;

    @Mixin private StateOption state = new StateOption();

    @Option(
            names = "--show",
            paramLabel = "N",
            defaultValue = "100",
            description = "number of findings to print")
    private int show;

    /** Called by picocli. */
    public ValidateCommand() {}

    @Override
    public Integer call() throws Exception {
        if (show < 0) {
            throw invalidUsage("--show is " + show + ", expected 0 or more");
        }
        PrintWriter out = out();
        ValidateTask.Report report = new ValidateTask.Report(show, out::println);
        ColdRun run = ColdRun.onCompleteState("validate", state.path());
        run.run(new ValidateTask(show), report);
        Optional<ValidateTask> second = report.second();
        if (second.isPresent()) {
            run.run(second.get(), report);
        }
        report.end();
        out.println(
                (report.findings() == 0 ? "no findings" : report.findings() + " findings")
                        + " in "
                        + report.shards()
                        + (report.shards() == 1 ? " shard" : " shards"));
        out.flush();
        return report.findings() == 0 ? 0 : HAS_FINDINGS;
    }
}
