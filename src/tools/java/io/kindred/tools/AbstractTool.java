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

/** The base class of the subcommands: output streams, and errors for invalid option values. */
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

    /** The arguments of the command line. */
    final String arguments() {
        return String.join(" ", commandLine().getParseResult().originalArgs());
    }

    /** Prints the reason for a failure on one line and returns the exit code. */
    final int failed(Exception failure, int exitCode) {
        err().println(spec().name() + ": " + failure.getMessage());
        return exitCode;
    }

    final ParameterException invalidUsage(String problem) {
        return new ParameterException(commandLine(), problem);
    }

    /**
     * Rejects the command line unless a condition holds.
     *
     * @param found the option and its value, such as {@code --rate is 0}
     * @param expected what a valid value looks like
     */
    final void check(boolean holds, String found, String expected) {
        if (!holds) {
            throw invalidUsage(found + ", expected " + expected);
        }
    }

    /**
     * Creates settings. If their constructor rejects a value, its message must start with the name
     * of the option, without dashes.
     */
    final <T> T checked(Supplier<T> settings) {
        try {
            return settings.get();
        } catch (IllegalArgumentException wrong) {
            throw invalidUsage("--" + wrong.getMessage());
        }
    }
}
