package io.kindred.cli;

import picocli.CommandLine.Option;

import java.nio.file.Path;

/** For commands that need files which come with Kindred. */
final class HomeOption {

    @Option(
            names = "--home",
            paramLabel = "DIR",
            defaultValue = "${sys:kindred.home:-.}",
            description = "the folder that Kindred is in; the scripts know it")
    private Path home = Path.of(".");

    Path value() {
        return home;
    }
}
