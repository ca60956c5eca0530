package io.kindred.cli;

import io.kindred.offline.ExplainTask;
import io.kindred.offline.InvalidRequestException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

import java.util.ArrayList;
import java.util.List;

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
public final class ExplainCommand extends AbstractCommand {

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

    /** Called by picocli. */
    public ExplainCommand() {}

    @Override
    public Integer call() throws Exception {
        ExplainTask task = task();
        ExplainTask.Parts parts = new ExplainTask.Parts(task);
        ColdRun.onAnyState("explain", state.path(), err()).run(task, parts);
        try {
            print(parts.print(json));
            return 0;
        } catch (InvalidRequestException e) {
            warn(e.getMessage() + " in " + state.path());
            return NOT_FOUND;
        }
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
}
