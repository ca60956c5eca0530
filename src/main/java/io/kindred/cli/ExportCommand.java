package io.kindred.cli;

import io.kindred.offline.ExportFile;
import io.kindred.offline.ExportFormat;
import io.kindred.offline.ExportTask;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** Exports the results in a savepoint or retained checkpoint. */
@Command(
        name = "export",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Export a savepoint or retained checkpoint: entities with golden records, assignments"
                    + " and conflicts, as rows or as a graph.",
            "The job need not run. The state is copied to a temporary folder and never changed."
        },
        footer = {
            "",
            "Example: export --state savepoints/savepoint-1 --format graphml --out people.graphml",
            "Exit code: 0 done, 1 failure, 2 wrong usage or state."
        })
public final class ExportCommand extends AbstractCommand {

    private static final int BUFFER = 1 << 16;

    @Mixin private StateOption state = new StateOption();

    @Option(
            names = "--format",
            required = true,
            paramLabel = "FORMAT",
            converter = FormatConverter.class,
            description = "output format: jsonl, graphml, dot or csv")
    private ExportFormat format = ExportFormat.JSONL;

    @Option(
            names = "--out",
            paramLabel = "FILE",
            description = "file to write; default: standard output")
    private @Nullable Path out;

    @Option(names = "--type", paramLabel = "TYPE", description = "export only this entity type")
    private @Nullable String type;

    @Option(names = "--entity", paramLabel = "ID", description = "export only this entity")
    private @Nullable String entity;

    @Option(
            names = "--at",
            paramLabel = "TIME",
            description =
                    "export only golden values, values of records and conflicts valid at this time")
    private @Nullable String at;

    @Option(
            names = "--golden-values",
            description =
                    "export golden values with their records, too, as the rows of the output"
                            + " golden_values; only with --format jsonl")
    private boolean withGoldenValues;

    @Option(
            names = "--records",
            description =
                    "export what records say, too, as the rows of the output records; only with"
                            + " --format jsonl")
    private boolean withRecords;

    /** Called by picocli. */
    public ExportCommand() {}

    @Override
    public Integer call() throws Exception {
        if (withGoldenValues && format != ExportFormat.JSONL) {
            throw invalidUsage("--golden-values: needs --format jsonl");
        }
        if (withRecords && format != ExportFormat.JSONL) {
            throw invalidUsage("--records: needs --format jsonl");
        }
        Path part = out == null ? null : out.resolveSibling(out.getFileName() + ".part");
        try (ScratchFolder folder = new ScratchFolder();
                OutputStream target =
                        new BufferedOutputStream(
                                part == null
                                        ? new FileOutputStream(FileDescriptor.out)
                                        : Files.newOutputStream(part),
                                BUFFER);
                ExportFile file = new ExportFile(format, target, folder.path())) {
            ColdRun.onCompleteState("export", state.path())
                    .run(
                            new ExportTask(format, type, entity, at, withGoldenValues, withRecords),
                            file);
            file.end();
        }
        if (out != null && part != null) {
            Files.move(part, out, StandardCopyOption.REPLACE_EXISTING);
        }
        return 0;
    }

    private static final class FormatConverter implements ITypeConverter<ExportFormat> {

        @Override
        public ExportFormat convert(String name) {
            return switch (name) {
                case "jsonl" -> ExportFormat.JSONL;
                case "graphml" -> ExportFormat.GRAPHML;
                case "dot" -> ExportFormat.DOT;
                case "csv" -> ExportFormat.CSV;
                default ->
                        throw new TypeConversionException(
                                "expected jsonl, graphml, dot or csv but was '" + name + "'");
            };
        }
    }
}
