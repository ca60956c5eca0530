package io.kindred.tools.answer;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kindred.flink.config.JobConfig;
import io.kindred.flink.config.JobConfigReader;
import io.kindred.flink.config.SinksConfig.Output;
import io.kindred.model.RecordIdentity;
import io.kindred.tools.store.FedRow;
import io.kindred.tools.store.OutputStore;
import io.kindred.tools.store.StoredRow;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;

import static org.assertj.core.api.Assertions.assertThat;

/** What answers say about attributes and the forms of values. */
class AnswersTest {

    private static final String ENTITY = "person-" + "0".repeat(32);
    private static final Path JOB = Path.of("job.yaml");

    private static final String RULES =
            """
            name: test
            ontology:
              entity_types:
                person:
                  identity_keys:
                    - {name: born, attributes: [surname, {attribute: birth}]}
                    - {name: mail, attributes: [{any_of: [email, work_email]}]}
                  attributes:
                    surname: {normalize: [trim, lowercase]}
                    email: {cardinality: many}
                    birth: {normalize: [{date: [yyyy-MM-dd, dd/MM/yyyy]}], nulls: [common]}
                    city: {}
            sources: [{type: files, path: in.jsonl, format: record}]
            sinks:
              entities: {type: files, path: out/entities}
              assignments: {type: files, path: out/assignments}
            """;

    @TempDir private Path folder;
    private OutputStore store;
    private Answers answers;

    @BeforeEach
    void open() throws IOException {
        Files.writeString(folder.resolve(JOB), RULES);
        JobConfig job = JobConfigReader.read(folder.resolve(JOB));
        store =
                OutputStore.open(
                        folder.resolve("store"),
                        job.ontologyDocument(),
                        job.timeline(),
                        EnumSet.of(Output.ENTITIES, Output.ASSIGNMENTS, Output.RECORDS),
                        8 << 20);
        answers = new Answers(store, job.name(), job.retention(), job.ontology());
        ObjectNode record = row().put("perspective", "crm").put("uid", "1");
        String[] values = {"birth", "24/12/1990", "birth", "N/A", "surname", "Lee", "age", "7"};
        var descriptors = record.putArray("descriptors");
        for (int i = 0; i < values.length; i += 2) {
            descriptors.addObject().put("attr", values[i]).put("value", values[i + 1]);
        }
        ObjectNode entity = row().put("entity_id", ENTITY);
        entity.putArray("records").addObject().put("perspective", "crm").put("uid", "1");
        entity.putArray("golden")
                .addObject()
                .put("attr", "birth")
                .put("value", "24/12/1990")
                .putNull("start")
                .putNull("end");
        store.apply(
                List.of(
                        fed(Output.RECORDS, record),
                        fed(
                                Output.ASSIGNMENTS,
                                record.deepCopy()
                                        .put("entity_id", ENTITY)
                                        .without(List.of("descriptors"))),
                        fed(Output.ENTITIES, entity)),
                Map.of());
    }

    private static ObjectNode row() {
        return StoredRow.JSON
                .createObjectNode()
                .put("entity_type", "person")
                .put("status", "active")
                .put("revision", 1);
    }

    private static FedRow fed(Output output, ObjectNode row) {
        return new FedRow(output, row.toString().getBytes(StandardCharsets.UTF_8), 0, false);
    }

    @AfterEach
    void close() {
        store.close();
    }

    @Test
    void listAttributesAsTheOntologyDoesAndTheirKeys() {
        List<String> attributes = new ArrayList<>();
        for (JsonNode each : answers.info().at("/entity_types/0/attributes")) {
            attributes.add(each.path("name").asText() + each.path("keys"));
        }
        assertThat(attributes)
                .containsExactly(
                        "surname[\"born\"]",
                        "email[\"mail\"]",
                        "birth[\"born\"]",
                        "city[]",
                        "age[]",
                        "work_email[\"mail\"]");
    }

    @Test
    void sayInWhichFormValuesAreCompared() throws AnswerException {
        String forms = "[\"1990-12-24\",null,\"lee\",\"7\"]";
        JsonNode record = answers.record(new RecordIdentity("person", "crm", "1"));
        assertThat(record.path("normalized")).hasToString(forms);
        assertThat(record.at("/descriptors/0/value").asText()).isEqualTo("24/12/1990");
        assertThat(answers.entityRecords(ENTITY).at("/records/0/normalized")).hasToString(forms);
        assertThat(answers.entity(ENTITY).at("/golden/0/normalized").asText())
                .isEqualTo("1990-12-24");
    }
}
