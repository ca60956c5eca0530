package io.kindred.tools.answer;

import io.kindred.flink.config.RetentionConfig;
import io.kindred.flink.config.SinksConfig.Output;
import io.kindred.model.RecordIdentity;
import io.kindred.testkit.Seeds;
import io.kindred.tools.answer.AnswerException.Reason;
import io.kindred.tools.serve.ServedJob;
import io.kindred.tools.store.FedRow;
import io.kindred.tools.store.OutputStore;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;

import static io.kindred.tools.serve.ServedJob.record;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

/** Outputs are read one beside the other: whatever was read of each, answers are no failures. */
class PartlyReadTest {

    @TempDir private Path folder;

    private interface Ask {
        Object answer() throws AnswerException;
    }

    @Test
    void answersWhateverWasReadOfEachOutput() throws IOException {
        Random random = new Random(Seeds.halfFixed(1).iterator().next());
        ServedJob job = new ServedJob(folder.resolve("job"), "changelog");
        for (int i = 0; i < 60; i++) {
            job.engine()
                    .accept(
                            record(
                                    "p" + random.nextInt(3),
                                    String.valueOf(random.nextInt(8)),
                                    "email",
                                    random.nextInt(6) + "@x.org",
                                    "name",
                                    "ann " + random.nextInt(2),
                                    "city",
                                    "rome",
                                    "ssn",
                                    String.valueOf(random.nextInt(12))));
            job.engine().flush(io.kindred.resolve.emit.ShardOutput.of(job.emitted()));
        }
        Map<Output, Deque<FedRow>> waiting = new EnumMap<>(Output.class);
        List<String> entities = new ArrayList<>();
        for (FedRow row : job.emitted().take()) {
            waiting.computeIfAbsent(row.output(), any -> new ArrayDeque<>()).add(row);
            if (row.output() == Output.ENTITIES) {
                entities.add(
                        new String(row.json()).replaceAll(".*\"entity_id\":\"([^\"]*)\".*", "$1"));
            }
        }
        try (OutputStore store =
                OutputStore.open(
                        folder.resolve("store"),
                        job.config().ontologyDocument(),
                        job.config().timeline(),
                        EnumSet.copyOf(waiting.keySet()),
                        8 << 20)) {
            Answers answers = new Answers(store, "test", RetentionConfig.DEFAULT);
            List<String> all = entities.stream().distinct().toList();
            while (waiting.values().stream().anyMatch(each -> !each.isEmpty())) {
                List<Deque<FedRow>> left = new ArrayList<>(waiting.values());
                left.removeIf(Collection::isEmpty);
                Deque<FedRow> from = left.get(random.nextInt(left.size()));
                List<FedRow> rows = new ArrayList<>();
                for (int i = random.nextInt(10); i >= 0 && !from.isEmpty(); i--) {
                    rows.add(from.remove());
                }
                store.apply(rows, Map.of());
                for (int i = 0; i < 4; i++) {
                    askAll(answers, all.get(random.nextInt(all.size())), random.nextInt(8));
                }
            }
            for (String id : all) {
                assertThatCode(() -> answers.evidence(id))
                        .satisfiesAnyOf(
                                none -> assertThat(none).isNull(),
                                retired ->
                                        assertThat(((AnswerException) retired).reason())
                                                .isEqualTo(Reason.UNKNOWN));
            }
        }
    }

    private static void askAll(Answers answers, String id, int uid) {
        RecordIdentity identity = new RecordIdentity("person", "p1", String.valueOf(uid));
        for (Ask ask :
                List.<Ask>of(
                        () -> answers.entity(id),
                        () -> answers.entityRecords(id),
                        () -> answers.history(id),
                        () -> answers.evidence(id),
                        () -> answers.record(identity),
                        () -> answers.text("ann", Optional.empty(), 10),
                        () -> answers.match(record("new", "1", "email", uid + "@x.org")),
                        () ->
                                answers.conflicts(
                                        Optional.empty(),
                                        Optional.empty(),
                                        Optional.empty(),
                                        20,
                                        Optional.empty()))) {
            try {
                assertThat(ask.answer()).isNotNull();
            } catch (AnswerException saysWhy) {
                assertThat(saysWhy).hasMessageNotContaining("null");
            }
        }
    }
}
