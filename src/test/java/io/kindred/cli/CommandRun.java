package io.kindred.cli;

import picocli.CommandLine;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;

/** What a command did: its exit code and what it printed. */
public record CommandRun(int exitCode, String out, String err) {

    /** As {@code main} runs it. */
    public static CommandRun kindred(String... arguments) {
        return of(Kindred.commandLine(), arguments);
    }

    /** {@code resolve} with two subtasks, continuing what is in a folder. */
    static CommandRun continued(Path jobFile, Path state) {
        return kindred(
                "resolve", jobFile.toString(), "--quiet", "-p", "2", "--state", state.toString());
    }

    /** Runs a command line, which is used for nothing else. */
    public static CommandRun of(CommandLine commandLine, String... arguments) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        int exitCode =
                commandLine
                        .setOut(new PrintWriter(out, true))
                        .setErr(new PrintWriter(err, true))
                        .execute(arguments);
        return new CommandRun(exitCode, out.toString(), err.toString());
    }
}
