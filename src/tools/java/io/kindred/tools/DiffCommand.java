package io.kindred.tools;

import io.kindred.cli.ScratchFolder;
import io.kindred.flink.config.JobConfig;
import io.kindred.flink.config.JobConfigReader;
import io.kindred.temporal.Timeline;
import io.kindred.tools.diff.ComparedResult;
import io.kindred.tools.diff.DiffJson;
import io.kindred.tools.diff.DiffPage;
import io.kindred.tools.diff.DiffText;
import io.kindred.tools.diff.ResultDiff;
import io.kindred.tools.follow.LoadedStore;
import io.kindred.tools.follow.OutputFolders;
import io.kindred.tools.follow.UnreadableOutputsException;
import io.kindred.tools.store.StoreException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Visibility;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;

/** Says what changed between two results, and why. */
@Command(
        name = "diff",
        description = {
            "Show what changed between two results: entities that merged, split or changed, and why.",
            "A result is a job file, whose outputs are read; a job file, '@' and a folder with a copy"
                    + " of its outputs; or the folder of a savepoint or retained checkpoint."
        },
        footer = {
            "",
            "Examples:",
            "  diff people/job.yaml people-new-rules/job.yaml --out diff.html",
            "  diff people/job.yaml@yesterday/out people/job.yaml --json diff.json",
            "  diff savepoints/savepoint-1 savepoints/savepoint-2",
            "Exit code: 0 compared, 1 they differ and --fail-on-difference, 2 wrong usage or job"
                    + " file, or failed."
        })
public final class DiffCommand extends AbstractTool {

    private static final int DIFFERENT = 1;
    private static final int FAILED = 2;
    private static final int MOST = 10_000;

    @Parameters(
            index = "0",
            paramLabel = "BEFORE",
            showDefaultValue = Visibility.NEVER,
            description = "the first result: JOB.yaml or JOB.yaml@FOLDER")
    private String before = "";

    @Parameters(
            index = "1",
            paramLabel = "AFTER",
            showDefaultValue = Visibility.NEVER,
            description = "the second result, likewise")
    private String after = "";

    @Option(
            names = "--out",
            paramLabel = "FILE.html",
            description = "write the differences as a page, which needs no network")
    private @Nullable Path out;

    @Option(
            names = "--json",
            paramLabel = "FILE.json",
            description = "write the differences as JSON")
    private @Nullable Path json;

    @Option(names = "--type", paramLabel = "TYPE", description = "compare only this entity type")
    private @Nullable String type;

    @Option(
            names = "--limit",
            paramLabel = "N",
            description = "the most changes that JSON and page list; counts are always complete")
    private int limit = 1_000;

    @Option(names = "--fail-on-difference", description = "exit with 1 if the results differ")
    private boolean isFailing;

    /** Called by picocli. */
    public DiffCommand() {}

    /**
     * One of the two results, read into a store.
     *
     * @param name as the user named it
     */
    private record Loaded(LoadedStore outputs, String name) implements AutoCloseable {

        Timeline timeline() {
            return outputs.store().timeline();
        }

        boolean hasType(String entityType) {
            return outputs.store().ontology().rules(entityType).isPresent();
        }

        ComparedResult compared() {
            return new ComparedResult(name, outputs.store(), outputs.ontology());
        }

        @Override
        public void close() {
            outputs.close();
        }
    }

    @Override
    public Integer call() throws InterruptedException {
        check(limit >= 0 && limit <= MOST, "--limit is " + limit, "0 to 10,000");
        try (ScratchFolder folder = new ScratchFolder();
                Loaded first = load(before, folder.path().resolve("before"));
                Loaded second = load(after, folder.path().resolve("after"))) {
            check(first, second);
            ResultDiff diff =
                    ResultDiff.of(
                            first.compared(),
                            second.compared(),
                            Optional.ofNullable(type),
                            limit,
                            folder.path().resolve("visited"));
            if (json != null) {
                Files.writeString(json, DiffJson.indented(diff));
                wrote(json);
            }
            if (out != null) {
                Files.writeString(out, DiffPage.of(diff));
                wrote(out);
            }
            print(DiffText.of(diff));
            return isFailing && diff.hasChanges() ? DIFFERENT : 0;
        } catch (UnreadableOutputsException wrong) {
            return failed(wrong, FAILED);
        } catch (IOException | StoreException failure) {
            return failed(failure, FAILED);
        }
    }

    private Loaded load(String argument, Path folder)
            throws IOException, InterruptedException, UnreadableOutputsException {
        Path whole = Path.of(argument);
        if (LoadedStore.isState(whole)) {
            return new Loaded(LoadedStore.of(whole, folder), argument);
        }
        int at = argument.indexOf('@');
        while (at >= 0 && !Files.isRegularFile(Path.of(argument.substring(0, at)))) {
            at = argument.indexOf('@', at + 1);
        }
        boolean isCopy = !Files.isRegularFile(whole) && at >= 0;
        check(
                isCopy || !Files.isDirectory(whole),
                argument + " is a folder",
                "a job file, a saved state, or JOB.yaml@"
                        + argument
                        + " for a copy of the outputs of a job");
        JobConfig job = JobConfigReader.read(isCopy ? Path.of(argument.substring(0, at)) : whole);
        if (isCopy) {
            job = OutputFolders.copied(job, Path.of(argument.substring(at + 1)));
        }
        OutputFolders.check(job);
        return new Loaded(LoadedStore.ofOutputs(job, folder), argument);
    }

    private void check(Loaded first, Loaded second) {
        check(
                first.timeline() == second.timeline(),
                String.format(
                        "the timeline of %s is %s, that of %s is %s",
                        first.name(),
                        name(first.timeline()),
                        second.name(),
                        name(second.timeline())),
                "equal ones");
        check(
                type == null || first.hasType(type) || second.hasType(type),
                "--type is " + type,
                "an entity type of the ontologies");
    }

    private static String name(Timeline timeline) {
        return timeline.name().toLowerCase(Locale.ROOT);
    }
}
