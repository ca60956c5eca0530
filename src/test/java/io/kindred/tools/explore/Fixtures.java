package io.kindred.tools.explore;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import java.io.IOException;
import java.io.InputStream;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** Answers of the API: those of {@code explore/sample.json}, and of an entity of 1,000 records. */
final class Fixtures {

    static final String LARGE = "person-" + "1".repeat(32);

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int RECORDS = 1_000;
    private static final int GROUP = 20;

    private Fixtures() {}

    static Map<String, JsonNode> all() throws IOException {
        Map<String, JsonNode> answers = sample();
        answers.putAll(large());
        return answers;
    }

    static Map<String, JsonNode> sample() throws IOException {
        try (InputStream file = Fixtures.class.getResourceAsStream("/explore/sample.json")) {
            return JSON.readValue(file, new TypeReference<LinkedHashMap<String, JsonNode>>() {});
        }
    }

    /** What a saved page of one entity has. */
    static Map<String, JsonNode> savedPage(Map<String, JsonNode> from, String entity) {
        Map<String, JsonNode> answers = new LinkedHashMap<>();
        from.forEach(
                (request, answer) -> {
                    if (request.equals("GET /info")
                            || request.startsWith("GET ") && request.contains(entity)) {
                        answers.put(request, answer);
                    }
                });
        return answers;
    }

    /** A thousand records of ten perspectives, of which a tenth says something else. */
    static Map<String, JsonNode> large() {
        ArrayNode names = JSON.createArrayNode();
        ArrayNode records = JSON.createArrayNode();
        ArrayNode places = JSON.createArrayNode();
        ArrayNode groups = JSON.createArrayNode();
        ArrayNode steps = JSON.createArrayNode();
        ArrayNode golden = JSON.createArrayNode();
        for (int i = 0; i < RECORDS; i++) {
            ObjectNode record =
                    JSON.createObjectNode()
                            .put("perspective", "source" + i % 10)
                            .put("uid", "R-" + (10_000 + i));
            names.add(record);
            ArrayNode descriptors = descriptors(i);
            ArrayNode forms = JSON.createArrayNode();
            descriptors.forEach(each -> forms.add(each.path("normalized").asText()));
            descriptors.forEach(each -> ((ObjectNode) each).remove("normalized"));
            records.add(
                    record.deepCopy()
                            .<ObjectNode>set("descriptors", descriptors)
                            .set("normalized", forms));
            places.add(record.deepCopy().put("entity_id", LARGE));
            if (i % GROUP == 0) {
                groups.add(group(i / GROUP, i));
            }
            if (i > 0) {
                ArrayNode pair = JSON.createArrayNode().add(names.get(0)).add(record.deepCopy());
                steps.add(step("mail" + i / GROUP + "@example.org").set("records", pair));
            }
        }
        golden.add(value("first_name", "Wilhelmina", null, null).set("records", names.deepCopy()));
        golden.add(value("last_name", "Smith", null, null).set("records", names.deepCopy()));
        for (int mail = 0; mail < RECORDS / GROUP; mail++) {
            golden.add(value("email", "mail" + mail + "@example.org", null, null));
        }
        golden.add(value("city", "Leeds", 1990, 2020));
        return Map.of(
                "GET /entities/" + LARGE,
                        entity().put("entity_type", "person")
                                .put("status", "active")
                                .put("revision", 7)
                                .<ObjectNode>set("records", names)
                                .<ObjectNode>set("golden", golden)
                                .set("conflicts", JSON.createArrayNode()),
                "GET /entities/" + LARGE + "/records", entity().set("records", records),
                "GET /conflicts?entity=" + LARGE, entity().set("conflicts", JSON.createArrayNode()),
                "GET /evidence/" + LARGE,
                        entity().<ObjectNode>set("records", places)
                                .<ObjectNode>set("groups", groups)
                                .<ObjectNode>set("scores", JSON.createArrayNode())
                                .<ObjectNode>set("decisions", JSON.createArrayNode())
                                .<ObjectNode>set("generic", JSON.createArrayNode())
                                .set("steps", steps));
    }

    private static ObjectNode entity() {
        ObjectNode answer = JSON.createObjectNode().put("entity_id", LARGE);
        answer.putObject("freshness").put("as_of", "2026-12-01T10:15:30Z").put("is_behind", false);
        return answer;
    }

    private static ArrayNode descriptors(int record) {
        return JSON.createArrayNode()
                .add(value("first_name", record % 10 == 0 ? "Mina" : "Wilhelmina", null, null))
                .add(value("last_name", record % 3 == 0 ? "SMITH" : "Smith", null, null))
                .add(value("email", "mail" + record / GROUP + "@example.org", null, null))
                .add(value("city", "Leeds", 1990 + record % 20, 2020));
    }

    private static ObjectNode value(String attr, String value, Integer from, Integer to) {
        return JSON.createObjectNode()
                .put("attr", attr)
                .put("value", value)
                .put("normalized", value.toLowerCase(Locale.ROOT))
                .put("start", from == null ? null : from + "-01-01T00:00:00Z")
                .put("end", to == null ? null : to + "-01-01T00:00:00Z");
    }

    private static ObjectNode group(int id, int first) {
        ObjectNode group = step("mail" + id + "@example.org").put("id", id).put("contested", false);
        ArrayNode members = group.putArray("records");
        // The first record links all groups.
        members.add(0);
        for (int i = Math.max(1, first); i < first + GROUP; i++) {
            members.add(i);
        }
        return group;
    }

    private static ObjectNode step(String mail) {
        ObjectNode step = JSON.createObjectNode().put("outcome", "merged").put("key", "email");
        step.putArray("values").add(mail);
        return step.putNull("start").putNull("end");
    }
}
