package io.kindred.cli;

import picocli.CommandLine;

import java.io.PrintWriter;
import java.io.StringWriter;

/** What a command did: its exit code and what it printed. */
public record CommandRun(int exitCode, String out, String err) {

    /** As {@code main} runs it. */
    public static CommandRun kindred(String... arguments) {
        return of(Kindred.commandLine(), arguments);
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
