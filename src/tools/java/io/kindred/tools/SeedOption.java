package io.kindred.tools;

import picocli.CommandLine.Option;

/** The option of commands that generate people. */
final class SeedOption {

    @Option(
            names = "--seed",
            paramLabel = "N",
            defaultValue = "1",
            description = "seed of the generated people")
    private long seed;

    long value() {
        return seed;
    }
}
