package io.kindred.tools;

import io.kindred.cli.ScratchFolder;
import io.kindred.model.EntityId;
import io.kindred.model.RecordIdentity;
import io.kindred.tools.answer.AnswerException;
import io.kindred.tools.answer.Answers;
import io.kindred.tools.explore.SavedPage;
import io.kindred.tools.follow.LoadedStore;
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

/** Writes the explorer's page of an entity to a file. */
@Command(
        name = "explore",
        description = {
            "Write a page about an entity: its golden record over time, its records side by side, the"
                    + " evidence, and how it came about. The page is one HTML file that needs no"
                    + " network.",
            "Reads all outputs of the job, or a saved state. To look at many entities, or while the job runs, use"
                    + " serve."
        },
        footer = {
            "",
            "Examples:",
            "  explore people/job.yaml --entity person-d93114e30f4399365a0ccec6823cfea2 --out ada.html",
            "  explore people/job.yaml --record person/crm/C-9001 --out ada.html",
            "  explore savepoints/savepoint-1 --record person/crm/C-9001 --out ada.html",
            "Exit code: 0 written, 1 no such entity, or failed, 2 wrong usage, job file or state."
        })
public final class ExploreCommand extends AbstractTool {

    private static final int FAILED = 1;
    private static final int WRONG_INPUT = 2;

    @Parameters(
            paramLabel = "JOB.yaml|STATE",
            showDefaultValue = Visibility.NEVER,
            description =
                    "the job file, whose outputs are read; or the folder of a savepoint or retained"
                            + " checkpoint")
    private Path job = Path.of("");

    @Option(names = "--entity", paramLabel = "ID", description = "the entity")
    private @Nullable String entity;

    @Option(
            names = "--record",
            paramLabel = "TYPE/PERSPECTIVE/UID",
            description = "a record of it, instead of --entity")
    private @Nullable String record;

    @Option(
            names = "--out",
            required = true,
            showDefaultValue = Visibility.NEVER,
            paramLabel = "FILE.html",
            description = "the page to write")
    private Path out = Path.of("");

    /** Called by picocli. */
    public ExploreCommand() {}

    @Override
    public Integer call() throws InterruptedException {
        check((entity == null) != (record == null), "the entity", "--entity or --record");
        check(
                entity == null || EntityId.isValid(entity),
                "--entity is " + entity,
                "an entity type, '-' and 32 lower-case hex digits");
        try (ScratchFolder folder = new ScratchFolder();
                LoadedStore loaded = LoadedStore.of(job, folder.path())) {
            Answers answers =
                    new Answers(loaded.store(), loaded.name(), loaded.retention(), loaded.rules());
            String page = SavedPage.of(answers, entityId(answers), loaded.asOf());
            Files.writeString(out, page);
            wrote(out);
            return 0;
        } catch (UnreadableOutputsException wrong) {
            return failed(wrong, WRONG_INPUT);
        } catch (IOException | StoreException | AnswerException failure) {
            return failed(failure, FAILED);
        }
    }

    private String entityId(Answers answers) throws AnswerException {
        if (entity != null) {
            return entity;
        }
        String[] parts = record.split("/", 3);
        check(parts.length == 3, "--record is " + record, "TYPE/PERSPECTIVE/UID");
        return answers.entityOf(checked(() -> new RecordIdentity(parts[0], parts[1], parts[2])));
    }
}
