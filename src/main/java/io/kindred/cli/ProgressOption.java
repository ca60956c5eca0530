package io.kindred.cli;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

import java.io.PrintWriter;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;

/** The option of commands that show the progress of a run. */
final class ProgressOption {

    /** Set by the scripts if the standard error is a terminal. */
    static final String COLUMNS = "kindred.terminal-columns";

    private static final int DEFAULT_COLUMNS = 80;

    @Option(
            names = "--progress",
            paramLabel = "HOW",
            converter = KindConverter.class,
            description =
                    "bar: in a line that is rewritten; lines: in a line every 5 s; none. Default:"
                            + " bar on a terminal, lines if KINDRED_LOG is set, otherwise none")
    private @Nullable Kind kind;

    /** How progress is shown. */
    enum Kind {
        BAR,
        LINES,
        NONE;

        /** What suits a run that is not asked for anything. */
        static Kind suiting(boolean isTerminal, boolean hasLog) {
            if (hasLog) {
                // A log would break the line of a bar.
                return LINES;
            }
            return isTerminal ? BAR : NONE;
        }
    }

    /** Reads the name of a kind. */
    static final class KindConverter implements ITypeConverter<Kind> {

        /** Called by picocli. */
        KindConverter() {}

        @Override
        public Kind convert(String name) {
            return Stream.of(Kind.values())
                    .filter(kind -> kind.name().toLowerCase(Locale.ROOT).equals(name))
                    .findFirst()
                    .orElseThrow(
                            () ->
                                    new TypeConversionException(
                                            "expected bar, lines or none, got '" + name + "'"));
        }
    }

    /** The progress that is asked for, or that suits. */
    Progress on(PrintWriter err) {
        OptionalInt columns = columns();
        Kind wanted =
                Optional.ofNullable(kind)
                        .orElseGet(
                                () ->
                                        Kind.suiting(
                                                columns.isPresent(),
                                                System.getenv("KINDRED_LOG") != null));
        return switch (wanted) {
            case BAR -> new ProgressBar(err, columns.orElse(DEFAULT_COLUMNS));
            case LINES -> new Progress.Lines(err);
            case NONE -> Progress.NONE;
        };
    }

    private static OptionalInt columns() {
        Integer columns = Integer.getInteger(COLUMNS);
        if (columns == null) {
            return OptionalInt.empty();
        }
        // Some terminals do not know.
        return OptionalInt.of(columns > 0 ? columns : DEFAULT_COLUMNS);
    }
}
