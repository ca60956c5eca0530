package io.kindred.tools.answer;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kindred.codec.OutputJson;
import io.kindred.flink.config.RetentionConfig;
import io.kindred.flink.config.SinksConfig.Output;
import io.kindred.model.Decision;
import io.kindred.model.Entity;
import io.kindred.model.RecordIdentity;
import io.kindred.model.SourceRecord;
import io.kindred.model.SourceRecord.Op;
import io.kindred.model.Update;
import io.kindred.model.Verdict;
import io.kindred.oracle.OracleResult;
import io.kindred.resolve.emit.ShardOutput;
import io.kindred.temporal.Timeline;
import io.kindred.testkit.Seeds;
import io.kindred.tools.answer.AnswerException.Reason;
import io.kindred.tools.serve.ServedJob;
import io.kindred.tools.store.FedRow;
import io.kindred.tools.store.OutputStore;
import io.kindred.tools.store.StoredRow;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.Set;

import static io.kindred.tools.serve.ServedJob.record;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/**
 * Outputs are read one beside the other: whatever was read of each, answers are no failures, and
 * once all is read they are those of the job.
 */
class PartlyReadTest {

    private static final int STEPS = 40;
    private static final Set<Output> OUTPUTS =
            EnumSet.of(
                    Output.ENTITIES,
                    Output.ASSIGNMENTS,
                    Output.CONFLICTS,
                    Output.GENERIC_KEYS,
                    Output.RECORDS);

    @TempDir private Path folder;

    private interface Ask {
        ObjectNode answer() throws AnswerException;
    }

    @Test
    void answersWhateverWasReadOfEachOutput() throws Exception {
        int deleted = 0;
        int different = 0;
        for (long seed : Seeds.halfFixed(1)) {
            String where = "seed " + seed;
            Random random = new Random(seed);
            ServedJob job = new ServedJob(folder.resolve(where), "changelog");
            for (int step = 1; step <= STEPS; step++) {
                switch (random.nextInt(8)) {
                    case 0 -> {
                        job.engine().accept(SourceRecord.delete(any(random), OptionalLong.empty()));
                        deleted++;
                    }
                    case 1 -> different += decide(job, random, step);
                    default -> job.engine().accept(values(random));
                }
                job.engine().flush(ShardOutput.of(job.emitted()));
            }
            read(job, random, where);
        }
        assertThat(deleted).as("deletes").isPositive();
        assertThat(different).as("decisions that records are different").isPositive();
    }

    private static RecordIdentity any(Random random) {
        return new RecordIdentity(
                "person", "p" + random.nextInt(3), String.valueOf(random.nextInt(8)));
    }

    private static SourceRecord values(Random random) {
        RecordIdentity identity = any(random);
        return record(
                identity.perspective(),
                identity.uid(),
                "email",
                random.nextInt(6) + "@x.org",
                "name",
                "ann " + random.nextInt(2),
                "city",
                "rome",
                "ssn",
                String.valueOf(random.nextInt(12)));
    }

    /** Returns whether it was decided that two records are different. */
    private static int decide(ServedJob job, Random random, long order) {
        RecordIdentity left = any(random);
        RecordIdentity right = any(random);
        Verdict verdict = random.nextInt(3) == 0 ? Verdict.SAME : Verdict.DIFFERENT;
        if (left.equals(right)) {
            return 0;
        }
        Decision.about(left, right, OptionalLong.empty(), Op.UPSERT, verdict, "")
                .sides(order)
                .forEach(job.engine()::accept);
        return verdict == Verdict.DIFFERENT ? 1 : 0;
    }

    /** Reads the outputs at random, and asks in between. */
    private void read(ServedJob job, Random random, String where) throws AnswerException {
        Map<Output, Deque<FedRow>> waiting = new EnumMap<>(Output.class);
        Set<String> ids = new HashSet<>();
        for (FedRow row : job.emitted().take()) {
            waiting.computeIfAbsent(row.output(), any -> new ArrayDeque<>()).add(row);
            if (row.output() == Output.ENTITIES) {
                ids.add(StoredRow.parse(row.json()).path("entity_id").asText());
            }
        }
        List<String> all = List.copyOf(ids);
        try (OutputStore store =
                OutputStore.open(
                        folder.resolve(where + " store"),
                        job.config().ontologyDocument(),
                        job.config().timeline(),
                        OUTPUTS,
                        8 << 20)) {
            Answers answers = new Answers(store, "test", RetentionConfig.DEFAULT, store.ontology());
            while (waiting.values().stream().anyMatch(each -> !each.isEmpty())) {
                List<Deque<FedRow>> left = new ArrayList<>(waiting.values());
                left.removeIf(Collection::isEmpty);
                Deque<FedRow> from = left.get(random.nextInt(left.size()));
                List<FedRow> rows = new ArrayList<>();
                for (int i = random.nextInt(10); i >= 0 && !from.isEmpty(); i--) {
                    rows.add(from.remove());
                }
                store.apply(rows, Map.of());
                askAll(answers, all.get(random.nextInt(all.size())), any(random), where);
            }
            compare(answers, all, job.emitted().folded().result(), where);
            assertThat(conflicts(answers))
                    .as(where)
                    .containsExactlyInAnyOrderElementsOf(
                            job.emitted().folded().conflictsById().keySet());
        }
    }

    private static void askAll(Answers answers, String id, RecordIdentity record, String where)
            throws AnswerException {
        for (Ask ask :
                List.<Ask>of(
                        () -> answers.entity(id),
                        () -> answers.entityRecords(id),
                        () -> answers.history(id),
                        () -> answers.evidence(id))) {
            ask(ask, where)
                    .ifPresent(
                            answer ->
                                    assertThat(answer.path("entity_id").asText())
                                            .as(where)
                                            .isEqualTo(id));
        }
        ask(() -> answers.record(record), where)
                .ifPresent(
                        answer ->
                                assertThat(answer.path("uid").asText())
                                        .as(where)
                                        .isEqualTo(record.uid()));
        // What these need is there from the beginning.
        assertThat(
                        answers.text("ann", Optional.empty(), 10)
                                .path("matches")
                                .findValuesAsText("entity_id"))
                .as(where)
                .hasSizeLessThanOrEqualTo(10)
                .doesNotHaveDuplicates();
        assertThat(
                        answers.match(record("new", "1", "email", record.uid() + "@x.org"))
                                .path("outcome")
                                .asText())
                .as(where)
                .isIn("joins", "new_entity");
        assertThat(conflicts(answers)).as(where).doesNotHaveDuplicates();
    }

    private static Optional<ObjectNode> ask(Ask ask, String where) {
        try {
            return Optional.of(ask.answer());
        } catch (AnswerException saysWhy) {
            assertThat(saysWhy.reason()).as(where).isIn(Reason.UNKNOWN, Reason.NOT_YET);
            return Optional.empty();
        }
    }

    private static List<String> conflicts(Answers answers) throws AnswerException {
        return answers.conflicts(
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Answers.MOST_CONFLICTS,
                        Optional.empty())
                .path("conflicts")
                .findValuesAsText("conflict_id");
    }

    /** Compares what is answered once all is read. */
    private static void compare(
            Answers answers, List<String> ids, OracleResult result, String where)
            throws AnswerException {
        Set<String> active = new HashSet<>();
        for (Entity entity : result.entities()) {
            active.add(entity.id());
            ObjectNode answer = answers.entity(entity.id());
            answer.remove("conflicts");
            answer.path("golden")
                    .forEach(each -> ((ObjectNode) each).remove(List.of("records", "normalized")));
            assertThat((JsonNode) answer)
                    .as(where)
                    .isEqualTo(
                            StoredRow.parse(
                                    new OutputJson(Timeline.INTEGER)
                                            .row(
                                                    new Update.EntityUpsert(entity),
                                                    answer.path("revision").asLong())));
            assertThat(own(answers.evidence(entity.id()).path("records"), entity.id()))
                    .as(where)
                    .isEqualTo(entity.records().size());
        }
        for (String id : ids) {
            if (!active.contains(id)) {
                assertThat(answers.entity(id).path("status").asText())
                        .as(where)
                        .isEqualTo("retired");
                assertThatThrownBy(() -> answers.evidence(id))
                        .as(where)
                        .isInstanceOfSatisfying(
                                AnswerException.class,
                                why -> assertThat(why.reason()).isEqualTo(Reason.UNKNOWN));
            }
        }
        for (Map.Entry<RecordIdentity, String> each : result.assignments().entrySet()) {
            assertThat(answers.record(each.getKey()).path("entity_id").asText())
                    .as("%s, %s", each.getKey(), where)
                    .isEqualTo(each.getValue());
        }
    }

    private static long own(JsonNode records, String entity) {
        return records.findValuesAsText("entity_id").stream().filter(entity::equals).count();
    }
}
