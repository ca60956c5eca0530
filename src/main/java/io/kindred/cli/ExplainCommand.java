package io.kindred.cli;

import io.kindred.offline.ExplainTask;
import io.kindred.offline.InvalidRequestException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;

/** Explains from a savepoint or retained checkpoint why records are, or are not, one entity. */
@Command(
        name = "explain",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Explain why two records are, or are not, one entity, or what links one record to others.",
            "Reads a savepoint or retained checkpoint; the job does not have to run. The state is"
                    + " copied to a temporary folder and never changed."
        },
        footer = {
            "",
            "Examples:",
            "  explain --state savepoints/savepoint-1 --type person --record crm C-1 --record hr 7",
            "  explain --state savepoints/savepoint-1 --type person --record crm C-1 --json",
            "Exit code: 0 explained, 1 no such record or failed, 2 wrong usage or state."
        })
public final class ExplainCommand implements Callable<Integer> {

    private static final int NOT_FOUND = 1;

    @Mixin private StateOption state = new StateOption();

    @Option(
            names = "--type",
            required = true,
            paramLabel = "TYPE",
            description = "entity type of the records")
    private String type = "";

    @Option(
            names = "--record",
            required = true,
            arity = "2",
            paramLabel = "PERSPECTIVE UID",
            hideParamSyntax = true,
            description = "a record; give the option twice to compare two records")
    private List<String> records = new ArrayList<>();

    @Option(names = "--json", description = "print one JSON object on a line instead of text")
    private boolean json;

    @Spec private @Nullable CommandSpec spec;

    /** Called by picocli. */
    public ExplainCommand() {}

    @Override
    public Integer call() throws Exception {
        ExplainTask task = task();
        ExplainTask.Parts parts = new ExplainTask.Parts(task);
        ColdRun.onAnyState("explain", state.path(), command().commandLine().getErr())
                .run(task, parts);
        PrintWriter out = command().commandLine().getOut();
        try {
            out.print(parts.print(json));
        } catch (InvalidRequestException e) {
            command()
                    .commandLine()
                    .getErr()
                    .println("explain: " + e.getMessage() + " in " + state.path());
            return NOT_FOUND;
        }
        out.flush();
        return 0;
    }

    private ExplainTask task() {
        if (records.size() > 4) {
            throw invalidUsage("expected --record once or twice");
        }
        ExplainTask task = new ExplainTask(type, records);
        try {
            task.why();
        } catch (IllegalArgumentException e) {
            throw invalidUsage("--type and --record: " + e.getMessage());
        }
        return task;
    }

    private ParameterException invalidUsage(String message) {
        return new ParameterException(command().commandLine(), message);
    }

    private CommandSpec command() {
        return Objects.requireNonNull(spec);
    }
}
