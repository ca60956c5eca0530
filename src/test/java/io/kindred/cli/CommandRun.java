package io.kindred.cli;

import picocli.CommandLine;

import java.io.PrintWriter;
import java.io.StringWriter;

/** What a command did: its exit code and what it printed. */
record CommandRun(int exitCode, String out, String err) {

    static CommandRun of(Object command, String... arguments) {
        return of(new CommandLine(command), arguments);
    }

    /** As {@code main} runs it. */
    static CommandRun kindred(String... arguments) {
        return of(Kindred.commandLine(), arguments);
    }

    private static CommandRun of(CommandLine commandLine, String... arguments) {
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
