package io.kindred.cli;

import org.apache.flink.core.execution.SavepointFormatType;
import picocli.CommandLine.Option;

/** The option of commands that write a savepoint. */
final class FormatOption {

    @Option(
            names = "--native",
            description = "write a native savepoint (faster) instead of a canonical one")
    private boolean isNative;

    SavepointFormatType value() {
        return isNative ? SavepointFormatType.NATIVE : SavepointFormatType.CANONICAL;
    }
}
