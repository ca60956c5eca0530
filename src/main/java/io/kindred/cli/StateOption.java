package io.kindred.cli;

import picocli.CommandLine.Option;

/** The option of commands that read a saved state. */
final class StateOption {

    @Option(
            names = "--state",
            required = true,
            paramLabel = "PATH",
            description = "folder of a savepoint or retained checkpoint")
    private String path = "";

    String path() {
        return path;
    }
}
