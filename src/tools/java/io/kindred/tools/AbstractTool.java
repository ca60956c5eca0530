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

/** The base of subcommands: their output streams and the errors of invalid option values. */
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

    /** Prints the reason of a failure in one line and returns the given exit code. */
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

    /**
     * Creates settings whose constructor rejects invalid values with a message that starts with an
     * option's name.
     */
    final <T> T checked(Supplier<T> settings) {
        try {
            return settings.get();
        } catch (IllegalArgumentException wrong) {
            throw wrong("--" + wrong.getMessage());
        }
    }
}
