package io.kindred.codec;

import com.fasterxml.jackson.core.JsonGenerator;
import io.kindred.model.Conflict;
import io.kindred.model.RecordIdentity;
import io.kindred.temporal.Timeline;

import java.io.CharArrayWriter;
import java.io.IOException;
import java.util.List;

/** Formats conflicts with the questions that may resolve them, as JSON objects without line ends. */
public final class ConflictListJson {

    private final OutputJson outputs;

    public ConflictListJson(Timeline timeline) {
        this.outputs = new OutputJson(timeline);
    }

    /** Two records that somebody may decide about. */
    public record Question(RecordIdentity left, RecordIdentity right, boolean isAnswered) {}

    /** The fields of the {@code conflicts} output other than status and revision, and questions. */
    public String line(String conflictId, Conflict conflict, List<Question> questions) {
        CharArrayWriter text = new CharArrayWriter();
        try (JsonGenerator json = OutputJson.generator(text)) {
            json.writeStartObject();
            json.writeStringField("conflict_id", conflictId);
            outputs.conflict(json, conflict);
            json.writeArrayFieldStart("questions");
            for (Question question : questions) {
                json.writeStartObject();
                RecordWriter.write(json, DecisionFields.LEFT, question.left());
                RecordWriter.write(json, DecisionFields.RIGHT, question.right());
                json.writeBooleanField("answered", question.isAnswered());
                json.writeEndObject();
            }
            json.writeEndArray();
            json.writeEndObject();
        } catch (IOException e) {
            throw OutputJson.inMemory(e);
        }
        return text.toString();
    }
}
