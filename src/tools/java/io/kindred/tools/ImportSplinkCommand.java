package io.kindred.tools;

import io.kindred.codec.InvalidConfigException;
import io.kindred.tools.splink.SplinkImport;
import io.kindred.tools.splink.SplinkImport.Imported;
import io.kindred.tools.splink.SplinkImport.Options;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Visibility;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** Writes the ontology that a model of Splink amounts to. */
@Command(
        name = "import-splink",
        description = {
            "Turn a trained Splink model (DuckDB) into an ontology: blocking rules become identity"
                    + " keys, comparisons become levels with weights.",
            "Weights are thousandths of a bit. What has no equivalent is an error that names the"
                    + " level."
        },
        footer = {
            "",
            "Example: import-splink model.json --frequencies tf --output ontology.yaml",
            "Exit code: 0 written, 1 failure, 2 wrong usage, model or frequencies."
        })
public final class ImportSplinkCommand extends AbstractTool {

    private static final int FAILED = 1;

    @Parameters(
            paramLabel = "MODEL",
            showDefaultValue = Visibility.NEVER,
            description = "JSON file that Splink's save_model_to_json has written")
    private Path model = Path.of("");

    @Option(
            names = "--frequencies",
            paramLabel = "DIR",
            description =
                    "folder with a file COLUMN.csv of value,frequency for each column by whose"
                            + " frequencies the model adjusts weights; Splink's models do not contain"
                            + " them")
    private @Nullable Path frequencies;

    @Option(
            names = "--entity-type",
            paramLabel = "T",
            defaultValue = "*",
            description = "name of the entity type; * is every type")
    private String entityType = "*";

    @Option(
            names = "--link",
            paramLabel = "W",
            defaultValue = "0",
            description = "least score that links two records, in thousandths of a bit")
    private long link;

    @Option(
            names = "--cohesion",
            paramLabel = "W",
            description =
                    "least mean score per pair at which two clusters merge, in thousandths of a bit;"
                            + " default: that of ontologies")
    private @Nullable Long cohesion;

    @Option(
            names = "--no-one-per-perspective",
            description =
                    "records of one perspective may be the same, even if the model's link_type is"
                            + " link_only")
    private boolean isDeduplicated;

    @Option(
            names = "--output",
            paramLabel = "FILE",
            description =
                    "file to write, with FILE-COLUMN.csv beside it for frequencies (FILE without its"
                            + " extension); files that are there are replaced. Default: standard"
                            + " output, with frequencies inside")
    private @Nullable Path output;

    /** Called by picocli. */
    public ImportSplinkCommand() {}

    @Override
    public Integer call() {
        check(!entityType.isEmpty(), "--entity-type is empty", "a name");
        Imported imported = SplinkImport.run(model.toString(), json(), options());
        imported.warnings().forEach(this::warn);
        if (output == null) {
            print(imported.ontology());
            return 0;
        }
        try {
            for (Map.Entry<String, String> table : imported.tables().entrySet()) {
                Files.writeString(output.resolveSibling(table.getKey()), table.getValue());
            }
            Files.writeString(output, imported.ontology());
        } catch (IOException e) {
            warn("cannot write " + e.getMessage());
            return FAILED;
        }
        return 0;
    }

    private String json() {
        try {
            return Files.readString(model);
        } catch (IOException e) {
            throw new InvalidConfigException(
                    model.toString(), "", "cannot be read; expected a file of JSON in UTF-8");
        }
    }

    private Options options() {
        return new Options(
                Optional.ofNullable(frequencies),
                entityType,
                link,
                cohesion == null ? OptionalLong.empty() : OptionalLong.of(cohesion),
                isDeduplicated,
                Optional.ofNullable(output).map(ImportSplinkCommand::stem));
    }

    private static String stem(Path file) {
        return file.getFileName().toString().replaceFirst("\\.[^.]+$", "");
    }
}
