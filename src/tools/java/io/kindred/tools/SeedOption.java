package io.kindred.tools;

import picocli.CommandLine.Option;

/** For commands that make up people. */
final class SeedOption {

    @Option(
            names = "--seed",
            paramLabel = "N",
            defaultValue = "1",
            description = "another seed gives other people")
    private long seed;

    long value() {
        return seed;
    }
}
