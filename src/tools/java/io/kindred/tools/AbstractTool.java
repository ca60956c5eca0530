package io.kindred.tools;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

import java.io.PrintWriter;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.function.Supplier;

/** A subcommand: where it prints, and how it refuses the value of an option. */
@Command(mixinStandardHelpOptions = true, sortOptions = false, showDefaultValues = true)
abstract class AbstractTool implements Callable<Integer> {

    @Spec private @Nullable CommandSpec spec;

    final CommandSpec spec() {
        return Objects.requireNonNull(spec);
    }

    private CommandLine commandLine() {
        return spec().commandLine();
    }

    final PrintWriter out() {
        return commandLine().getOut();
    }

    final PrintWriter err() {
        return commandLine().getErr();
    }

    /** What was given to the command line. */
    final String arguments() {
        return String.join(" ", commandLine().getParseResult().originalArgs());
    }

    /** Prints why the subcommand failed, in one line, and returns the exit code given. */
    final int failed(Exception failure, int exitCode) {
        err().println(spec().name() + ": " + failure.getMessage());
        return exitCode;
    }

    final ParameterException wrong(String problem) {
        return new ParameterException(commandLine(), problem);
    }

    final void check(boolean holds, String found, String expected) {
        if (!holds) {
            throw wrong(found + ", expected " + expected);
        }
    }

    /** Settings whose constructors refuse values with the name of an option first. */
    final <T> T checked(Supplier<T> settings) {
        try {
            return settings.get();
        } catch (IllegalArgumentException wrong) {
            throw wrong("--" + wrong.getMessage());
        }
    }
}
