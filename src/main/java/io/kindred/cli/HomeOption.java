package io.kindred.cli;

import picocli.CommandLine.Option;

import java.nio.file.Path;

/** For commands that need files which come with Kindred. */
public final class HomeOption {

    @Option(
            names = "--home",
            paramLabel = "DIR",
            defaultValue = "${sys:kindred.home:-.}",
            description = "the folder that Kindred is in; the scripts know it")
    private Path home = Path.of(".");

    /** For picocli. */
    public HomeOption() {}

    /** The folder, which need not be there. */
    public Path value() {
        return home;
    }
}
