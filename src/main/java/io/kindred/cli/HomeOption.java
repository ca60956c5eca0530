package io.kindred.cli;

import picocli.CommandLine.Option;

import java.nio.file.Path;

/** The option of commands that read files of the Kindred distribution. */
public final class HomeOption {

    @Option(
            names = "--home",
            paramLabel = "DIR",
            defaultValue = "${sys:kindred.home:-.}",
            description = "folder of the Kindred distribution; set by the scripts")
    private Path home = Path.of(".");

    /** Called by picocli. */
    public HomeOption() {}

    /** The folder, which may not exist. */
    public Path value() {
        return home;
    }
}
