package io.kindred.tools.answer;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kindred.flink.config.RetentionConfig;
import io.kindred.flink.config.SinksConfig.Output;
import io.kindred.tools.answer.AnswerException.Reason;
import io.kindred.tools.serve.ServedJob;
import io.kindred.tools.store.FedRow;
import io.kindred.tools.store.OutputStore;
import io.kindred.tools.store.StoredRow;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntFunction;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** What questions about very much cost, and what is said instead of an answer. */
class BoundedAnswersTest {

    private static final String ENTITY = String.format("person-%032x", 1);
    private static final int MANY = 12_000;

    @TempDir private Path folder;
    private OutputStore store;
    private Answers answers;

    @BeforeEach
    void open() throws IOException {
        ServedJob job = new ServedJob(folder.resolve("job"), "changelog");
        store =
                OutputStore.open(
                        folder.resolve("store"),
                        job.config().ontologyDocument(),
                        job.config().timeline(),
                        EnumSet.of(
                                Output.ENTITIES,
                                Output.ASSIGNMENTS,
                                Output.RECORDS,
                                Output.CONFLICTS),
                        16 << 20);
        answers = new Answers(store, "test", RetentionConfig.DEFAULT, store.ontology());
    }

    @AfterEach
    void close() {
        store.close();
    }

    private void apply(Output output, int count, IntFunction<ObjectNode> row) {
        List<FedRow> rows = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            ObjectNode node = row.apply(i).put("status", "active").put("revision", 1);
            rows.add(
                    new FedRow(output, node.toString().getBytes(StandardCharsets.UTF_8), 0, false));
        }
        store.apply(rows, Map.of());
    }

    private static ObjectNode node() {
        return StoredRow.JSON.createObjectNode().put("entity_type", "person");
    }

    private static ObjectNode identity(int i) {
        return node().put("perspective", "crm").put("uid", String.valueOf(i));
    }

    /**
     * Records with these values: attribute, value, attribute, value… An e-mail links them, a name
     * with a city too, unless too many records have it.
     */
    private void records(int count, IntFunction<String[]> values) {
        apply(
                Output.RECORDS,
                count,
                i -> {
                    ObjectNode row = identity(i);
                    String[] each = values.apply(i);
                    var descriptors = row.putArray("descriptors");
                    for (int v = 0; v < each.length; v += 2) {
                        descriptors.addObject().put("attr", each[v]).put("value", each[v + 1]);
                    }
                    return row;
                });
    }

    private void entity(int count) {
        apply(Output.ASSIGNMENTS, count, i -> identity(i).put("entity_id", ENTITY));
        apply(
                Output.ENTITIES,
                1,
                any -> {
                    ObjectNode row = node().put("entity_id", ENTITY);
                    var records = row.putArray("records");
                    for (int i = 0; i < count; i++) {
                        records.addObject().put("perspective", "crm").put("uid", String.valueOf(i));
                    }
                    var golden = row.putArray("golden");
                    for (int i = 0; i < count; i++) {
                        golden.addObject()
                                .put("attr", "email")
                                .put("value", i + "@x.org")
                                .putNull("start")
                                .putNull("end");
                    }
                    return row;
                });
    }

    @Test
    void namesTheFirstRecordsOfALargeEntity() throws AnswerException {
        records(MANY, i -> new String[] {"email", i + "@x.org", "name", "ann"});
        entity(MANY);
        ObjectNode entity = answers.entity(ENTITY);
        assertThat(entity.path("further_records").asInt()).isEqualTo(MANY - Answers.MOST_RECORDS);
        assertThat(entity.path("golden").path(1).path("records")).hasSize(1);
        ObjectNode evidence = answers.evidence(ENTITY);
        assertThat(evidence.path("is_complete").asBoolean()).isFalse();
        assertThat(evidence.path("records"))
                .hasSize(Answers.MOST_RECORDS)
                .allSatisfy(each -> assertThat(each.path("entity_id").asText()).isEqualTo(ENTITY));
        assertThat(evidence.path("further_records").asInt()).isEqualTo(MANY - Answers.MOST_RECORDS);
    }

    @Test
    void saysThatARecordWouldMeetTooManyOthers() throws AnswerException {
        // A chain, each value of which is of two records.
        records(MANY, i -> new String[] {"email", i + "@x.org", "email", i + 1 + "@x.org"});
        ObjectNode match =
                answers.match(ServedJob.record("web", "1", "email", MANY / 2 + "@x.org"));
        assertThat(match.path("outcome").asText()).isEqualTo("too_large");
        assertThat(match.path("reason").asText()).isNotBlank();
    }

    @Test
    void joinsNobodyByAValueThatIsGeneric() throws AnswerException {
        records(MANY, i -> new String[] {"name", "ann", "city", "rome"});
        ObjectNode match =
                answers.match(ServedJob.record("web", "1", "name", "ann", "city", "rome"));
        assertThat(match.path("outcome").asText()).isEqualTo("new_entity");
    }

    @Test
    void findsAllEntitiesWhoseRecordsHaveAWordSeveralTimes() {
        records(3, i -> new String[] {"name", "ann annson the " + i + ". annie"});
        apply(
                Output.ASSIGNMENTS,
                3,
                i -> identity(i).put("entity_id", String.format("person-%032x", i)));
        apply(Output.ENTITIES, 3, i -> node().put("entity_id", String.format("person-%032x", i)));
        ObjectNode found = answers.text("ann", Optional.empty(), 10);
        assertThat(found.path("matches")).hasSize(3);
        assertThat(found.path("is_complete").asBoolean()).isTrue();
    }

    @Test
    void doesNotRememberEntityTypesThatSomebodyAskedAbout() {
        answers.text("ann", Optional.of("nobody"), 10);
        assertThat(store.attributes().entityTypes()).doesNotContain("nobody");
    }

    @Test
    void saysThatRecordsWereNotReadYet() {
        entity(2);
        assertNotYet();
        records(1, i -> new String[] {"name", "ann"});
        assertNotYet();
    }

    private void assertNotYet() {
        assertThatThrownBy(() -> answers.evidence(ENTITY))
                .isInstanceOfSatisfying(
                        AnswerException.class,
                        why -> assertThat(why.reason()).isEqualTo(Reason.NOT_YET));
    }

    @Test
    void goesThroughTheConflictsOfAnEntityPageByPageTheWorstFirst() throws AnswerException {
        apply(
                Output.CONFLICTS,
                7,
                i -> {
                    ObjectNode row =
                            node().put("conflict_id", "c" + i)
                                    .put("kind", i % 2 == 0 ? "direct" : "constraint")
                                    .put("entity_id", ENTITY)
                                    .put("attr", "email")
                                    .put("scope", "entity");
                    row.putArray("values");
                    row.putArray("entities");
                    var violates = row.putArray("violates");
                    for (int v = 0; v < i; v++) {
                        violates.add("name");
                    }
                    return row;
                });
        List<String> ids = new ArrayList<>();
        Optional<String> after = Optional.empty();
        do {
            ObjectNode page =
                    answers.conflicts(
                            Optional.empty(), Optional.of("direct"), Optional.of(ENTITY), 3, after);
            page.path("conflicts").forEach(each -> ids.add(each.path("conflict_id").asText()));
            JsonNode next = page.path("next");
            after = next.isNull() ? Optional.empty() : Optional.of(next.asText());
        } while (after.isPresent());
        assertThat(ids).containsExactly("c6", "c4", "c2", "c0");
    }
}
