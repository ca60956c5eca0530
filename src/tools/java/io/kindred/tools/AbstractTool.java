package io.kindred.tools;

import io.kindred.cli.AbstractCommand;
import picocli.CommandLine.Command;

import java.nio.file.Path;
import java.util.function.Supplier;

/** The base class of the tools: errors for invalid option values. */
@Command(mixinStandardHelpOptions = true, sortOptions = false, showDefaultValues = true)
abstract class AbstractTool extends AbstractCommand {

    /** The arguments of the command line. */
    final String arguments() {
        return String.join(" ", spec().commandLine().getParseResult().originalArgs());
    }

    /** Prints the reason for a failure on one line and returns the exit code. */
    final int failed(Exception failure, int exitCode) {
        warn(failure.getMessage());
        return exitCode;
    }

    /** Says that a file was written, apart from the results on the standard output. */
    final void wrote(Path file) {
        err().println("wrote " + file);
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
