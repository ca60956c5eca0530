package io.kindred.codec;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.kindred.model.Descriptor;
import io.kindred.model.EntityId;
import io.kindred.model.Explanation;
import io.kindred.model.RecordIdentity;
import io.kindred.model.SourceRecord;
import io.kindred.resolve.ShardEngine;
import io.kindred.storage.memory.InMemoryShardTables;
import io.kindred.temporal.Interval;
import io.kindred.temporal.Timeline;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;

class ExplanationRenderingTest {

    private static final String ONTOLOGY =
            """
            entity_types:
              person:
                identity_keys:
                  - {name: email, attributes: [email]}
                  - {name: phone, attributes: [phone]}
                strong_identifiers:
                  - {attribute: ssn, scope: global}
            """;

    private final ExplanationText text = new ExplanationText(Timeline.INTEGER);
    private final AnswerRowJson json = new AnswerRowJson(Timeline.INTEGER);

    private ShardEngine engine;

    @BeforeEach
    void resolve() {
        engine =
                new ShardEngine(
                        OntologyReader.read("ontology.yaml", ONTOLOGY),
                        Timeline.INTEGER,
                        new InMemoryShardTables());
        put("1", value("email", "ann@x", 0, 10), always("phone", "555"), always("ssn", "A"));
        put("2", always("email", "ann@y"), always("phone", "555"));
        put("3", always("email", "ann@y"));
        put("4", value("email", "ann@x", 5, 15), always("ssn", "B"));
        put("5", value("email", "ann@x", 20, 30));
        engine.flush(update -> {});
    }

    @Test
    void showsTheChainThatLinks() throws IOException {
        Explanation explanation = engine.explain(record("1"), record("3"));
        assertThat(text.of(explanation))
                .isEqualTo(
                        "crm 1 and crm 3 are one entity, "
                                + id("1")
                                + ".\n"
                                + "What links them:\n"
                                + "  crm 1 – crm 2\n"
                                + "    by phone '555' always\n"
                                + "    crm 1 has it always\n"
                                + "    crm 2 has it always\n"
                                + "  crm 2 – crm 3\n"
                                + "    by email 'ann@y' always\n"
                                + "    crm 2 has it always\n"
                                + "    crm 3 has it always\n");
        JsonNode row = row(explanation);
        assertThat(row.path("outcome").asText()).isEqualTo("same_entity");
        assertThat(row.path("records").path(1).path("entity_id").asText()).isEqualTo(id("1"));
        assertThat(row.path("chain")).hasSize(2);
        assertThat(row.path("chain").path(1).toString())
                .isEqualTo(
                        "{\"from\":{\"perspective\":\"crm\",\"uid\":\"2\",\"times\":"
                                + "[{\"start\":null,\"end\":null}]},"
                                + "\"to\":{\"perspective\":\"crm\",\"uid\":\"3\",\"times\":"
                                + "[{\"start\":null,\"end\":null}]},"
                                + "\"key\":\"email\",\"values\":[\"ann@y\"],"
                                + "\"start\":null,\"end\":null,\"contested\":false,"
                                + "\"records\":[{\"perspective\":\"crm\",\"uid\":\"2\"},"
                                + "{\"perspective\":\"crm\",\"uid\":\"3\"}]}");
    }

    @Test
    void showsWhatKeepsApart() throws IOException {
        Explanation explanation = engine.explain(record("1"), record("4"));
        List<String> sides =
                Stream.of("1", "4")
                        .map(uid -> "  anchored " + id(uid) + ": crm " + uid + "\n")
                        .sorted()
                        .toList();
        assertThat(text.of(explanation))
                .isEqualTo(
                        "crm 1 and crm 4 are linked, but strong identifiers keep them apart.\n"
                                + "  crm 1 is in "
                                + id("1")
                                + "\n"
                                + "  crm 4 is in "
                                + id("4")
                                + "\n"
                                + "What links them:\n"
                                + "  crm 1 – crm 4\n"
                                + "    by email 'ann@x' from 0 to 15 (contested)\n"
                                + "    crm 1 has it from 0 to 10\n"
                                + "    crm 4 has it from 5 to 15\n"
                                + "Contested: email 'ann@x' from 0 to 15, because of ssn\n"
                                + sides.get(0)
                                + sides.get(1)
                                + "  different values of ssn at the same time:\n"
                                + "    'A' always in crm 1, entity "
                                + id("1")
                                + "\n"
                                + "    'B' always in crm 4, entity "
                                + id("4")
                                + "\n");
        JsonNode contested = row(explanation).path("contested");
        assertThat(contested).hasSize(1);
        assertThat(contested.path(0).path("entities")).hasSize(2);
        assertThat(contested.path(0).path("strong_identifiers").toString()).isEqualTo("[\"ssn\"]");
        assertThat(contested.path(0).path("clashes").path(0).path("values").findValuesAsText("uid"))
                .containsExactly("1", "4");
    }

    @Test
    void showsWhyNothingLinks() throws IOException {
        Explanation explanation = engine.explain(record("1"), record("5"));
        assertThat(text.of(explanation))
                .isEqualTo(
                        "crm 1 and crm 5 are two entities: no shared key values link them.\n"
                                + "  crm 1 is in "
                                + id("1")
                                + "\n"
                                + "  crm 5 is in "
                                + id("5")
                                + "\n"
                                + "Key email: equal values, but never at the same time\n"
                                + "  crm 1 has email 'ann@x' from 0 to 10\n"
                                + "  crm 5 has email 'ann@x' from 20 to 30\n"
                                + "Key phone: one or both records have no values for it\n"
                                + "  crm 1 has phone '555' always\n"
                                + "  crm 5 has no values for this key\n");
        assertThat(row(explanation).path("keys").toString())
                .isEqualTo(
                        "[{\"key\":\"email\",\"reason\":\"no_overlap\"},"
                                + "{\"key\":\"phone\",\"reason\":\"missing\"}]");
    }

    @Test
    void showsWhatThereIsOfOneRecord() throws IOException {
        assertThat(text.of(engine.explain(record("5"))))
                .isEqualTo(
                        "crm 5 is in "
                                + id("5")
                                + ".\n"
                                + "  it has email 'ann@x' from 20 to 30\n"
                                + "No shared key value links it to another record.\n");
        assertThat(text.of(engine.explain(record("3"))))
                .endsWith("Linked by email 'ann@y' always\n  crm 2, crm 3\n");
        assertThat(row(engine.explain(record("3"))).path("groups")).hasSize(1);
        assertThat(text.of(engine.explain(record("6")))).isEqualTo("There is no record crm 6.\n");
        assertThat(row(engine.explain(record("6"))).toString())
                .isEqualTo(
                        "{\"outcome\":\"unknown\",\"records\":[{\"entity_type\":\"person\","
                                + "\"perspective\":\"crm\",\"uid\":\"6\",\"entity_id\":null}],"
                                + "\"groups\":[]}");
        assertThat(text.of(engine.explain(record("3"), record("6"))))
                .endsWith("There is no record crm 6.\n");
    }

    private JsonNode row(Explanation explanation) throws IOException {
        return new ObjectMapper().readTree(json.row(explanation));
    }

    private void put(String uid, Descriptor... descriptors) {
        engine.accept(SourceRecord.upsert(record(uid), OptionalLong.empty(), List.of(descriptors)));
    }

    private static Descriptor always(String attribute, String value) {
        return new Descriptor(attribute, value, Interval.ALWAYS);
    }

    private static Descriptor value(String attribute, String value, long start, long end) {
        return new Descriptor(attribute, value, new Interval(start, end));
    }

    private static RecordIdentity record(String uid) {
        return new RecordIdentity("person", "crm", uid);
    }

    private static String id(String uid) {
        return EntityId.of(record(uid));
    }
}
