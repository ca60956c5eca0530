package io.kindred.tools.serve;

import com.fasterxml.jackson.databind.JsonNode;
import io.kindred.model.SourceRecord;
import io.kindred.testkit.Seeds;
import io.kindred.testkit.TestJava;
import io.kindred.tools.answer.AnswerException;
import io.kindred.tools.answer.Answers;
import io.kindred.tools.follow.LoadedStore;
import io.kindred.tools.store.StoreView;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

import static io.kindred.tools.serve.ServedJob.record;
import static org.assertj.core.api.Assertions.assertThat;

/** A server whose process is killed again and again while the job writes. */
class KilledServerE2ECase {

    private static final int MOST_MILLIS = 400;

    /** How many files of each output are there before the server starts, at least. */
    private static final int WRITTEN_BEFORE = 40;

    @TempDir private Path folder;

    @Test
    void answersAsOneThatWasNeverKilled() throws Exception {
        kill(3);
    }

    @Test
    @Tag("nightly")
    void answersSoHoweverOftenItIsKilled() throws Exception {
        kill(40);
    }

    private void kill(int times) throws Exception {
        Random dice = new Random(Seeds.FIRST);
        ServedJob job = new ServedJob(folder.resolve("job"), "changelog");
        for (int i = 0; i < times; i++) {
            for (int step = 0; step < WRITTEN_BEFORE; step++) {
                write(job, dice);
            }
            Process server = start(job);
            try {
                long end =
                        System.nanoTime()
                                + TimeUnit.MILLISECONDS.toNanos(dice.nextInt(MOST_MILLIS));
                while (System.nanoTime() < end) {
                    write(job, dice);
                }
            } finally {
                server.destroyForcibly().waitFor();
            }
        }
        try (LoadedStore killed = LoadedStore.ofOutputs(job.config(), folder.resolve("store"));
                LoadedStore spared =
                        LoadedStore.ofOutputs(job.config(), folder.resolve("spared"))) {
            assertThat(answers(job, killed)).isEqualTo(answers(job, spared)).isNotEmpty();
        }
    }

    /** Few values, so that entities merge and split. */
    private static void write(ServedJob job, Random dice) throws IOException {
        SourceRecord record =
                record(
                        dice.nextBoolean() ? "crm" : "web",
                        String.valueOf(dice.nextInt(60)),
                        "email",
                        dice.nextInt(40) + "@x.org",
                        "name",
                        "Ann " + dice.nextInt(5),
                        "ssn",
                        String.valueOf(dice.nextInt(30)));
        job.take(
                dice.nextInt(5) == 0
                        ? SourceRecord.delete(record.identity(), record.version())
                        : record);
    }

    /** Starts the server, and returns when it answers. */
    private Process start(ServedJob job) throws IOException {
        Path problems = folder.resolve("err");
        ProcessBuilder builder =
                new ProcessBuilder(
                                Path.of("jobs/serve.sh").toAbsolutePath().toString(),
                                job.config().file(),
                                "--store",
                                folder.resolve("store").toString(),
                                "--port",
                                "0",
                                "--poll-ms",
                                "10")
                        .redirectError(problems.toFile());
        builder.environment().put("JAVA_HOME", TestJava.home().toString());
        Process server = builder.start();
        BufferedReader out =
                new BufferedReader(
                        new InputStreamReader(server.getInputStream(), StandardCharsets.UTF_8));
        assertThat(out.readLine()).as(Files.readString(problems)).startsWith("Serving");
        return server;
    }

    /** All answers about all entities that there ever were, and what the store counts. */
    private static TreeMap<String, String> answers(ServedJob job, LoadedStore loaded)
            throws IOException, AnswerException {
        Answers answers =
                new Answers(loaded.store(), loaded.name(), loaded.retention(), loaded.rules());
        TreeMap<String, String> all = new TreeMap<>();
        for (String entity : job.entities()) {
            JsonNode row = answers.entity(entity);
            all.put("entity " + entity, row.toString());
            all.put("history " + entity, answers.history(entity).toString());
            if (row.path("status").asText().equals("active")) {
                all.put("records " + entity, answers.entityRecords(entity).toString());
                all.put("evidence " + entity, answers.evidence(entity).toString());
            }
        }
        all.put("text", answers.text("ann", Optional.empty(), 1_000).toString());
        all.put("conflicts", conflicts(answers).toString());
        try (StoreView view = loaded.store().view()) {
            all.put("counts", view.counts().toString());
        }
        return all;
    }

    private static List<JsonNode> conflicts(Answers answers) throws AnswerException {
        List<JsonNode> pages = new ArrayList<>();
        Optional<String> after = Optional.empty();
        do {
            JsonNode page =
                    answers.conflicts(
                            Optional.empty(), Optional.empty(), Optional.empty(), 200, after);
            pages.add(page);
            after = Optional.ofNullable(page.path("next").textValue());
        } while (after.isPresent());
        return pages;
    }
}
