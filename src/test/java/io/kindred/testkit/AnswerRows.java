package io.kindred.testkit;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kindred.model.Query;
import io.kindred.model.QueryAnswer;
import io.kindred.model.Question;
import io.kindred.model.RecordIdentity;
import io.kindred.temporal.Interval;
import io.kindred.temporal.Timeline;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Questions as they are written and answers as they are read, on the timeline integer. */
public final class AnswerRows {

    private static final ObjectMapper JSON = new ObjectMapper();

    private AnswerRows() {}

    /** A line that asks for values. */
    public static String question(String id, Query query) {
        ObjectNode line = JSON.createObjectNode();
        line.put("id", id);
        line.put("entity_type", query.entityType());
        ArrayNode where = line.putArray("where");
        query.where()
                .forEach(
                        condition ->
                                where.addObject()
                                        .put("attr", condition.attribute())
                                        .put("value", condition.value()));
        if (query.interval().start() != Interval.MIN) {
            line.put("start", query.interval().start());
        }
        if (query.interval().end() != Interval.MAX) {
            line.put("end", query.interval().end());
        }
        return line.toString();
    }

    /** A line that asks for the entity of a record. */
    public static String question(String id, RecordIdentity record) {
        ObjectNode line = JSON.createObjectNode();
        line.put("id", id).put("deadline_ms", Question.MAX_DEADLINE_MILLIS);
        line.putObject("record")
                .put("entity_type", record.entityType())
                .put("perspective", record.perspective())
                .put("uid", record.uid());
        return line.toString();
    }

    /** The finished answers of a job, by id. */
    public static Map<String, JsonNode> read(TestJob job) {
        Map<String, JsonNode> byId = new HashMap<>();
        List<JsonNode> rows = OutputParts.rows(job.output("answers"));
        for (JsonNode row : rows) {
            RowSchemas.check("answers", Timeline.INTEGER, row);
            if (byId.put(row.path("id").asText(), row) != null) {
                throw new AssertionError("answered twice: " + row);
            }
        }
        return byId;
    }

    /** What was found for values. */
    public static QueryAnswer answer(JsonNode row) {
        return ExpectedJson.answer(row);
    }
}
