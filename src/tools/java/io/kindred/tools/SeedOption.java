package io.kindred.tools;

import picocli.CommandLine.Option;

/** The option {@code --seed} of the commands that generate people. */
final class SeedOption {

    @Option(
            names = "--seed",
            paramLabel = "N",
            defaultValue = "1",
            description = "seed of the random generator; another seed gives other people")
    private long seed;

    long value() {
        return seed;
    }
}
