package io.kindred.cli;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

import java.io.PrintWriter;
import java.util.Objects;
import java.util.concurrent.Callable;

/** The base class of subcommands: output streams, and errors for wrong usage. */
public abstract class AbstractCommand implements Callable<Integer> {

    @Spec private @Nullable CommandSpec spec;

    /** Called by subclasses. */
    protected AbstractCommand() {}

    protected final CommandSpec spec() {
        return Objects.requireNonNull(spec);
    }

    protected final PrintWriter out() {
        return spec().commandLine().getOut();
    }

    protected final PrintWriter err() {
        return spec().commandLine().getErr();
    }

    /** Prints a problem on a line, after the name of the command. */
    protected final void warn(@Nullable String problem) {
        err().println(spec().name() + ": " + problem);
    }

    /** Prints to the standard output at once. */
    protected final void print(String text) {
        out().print(text);
        out().flush();
    }

    /** An error of the command line; ends the command with exit code 2. */
    protected final ParameterException invalidUsage(@Nullable String problem) {
        return new ParameterException(spec().commandLine(), String.valueOf(problem));
    }
}
