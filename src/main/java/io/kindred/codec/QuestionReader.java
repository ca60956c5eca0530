package io.kindred.codec;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.kindred.model.EntityId;
import io.kindred.model.Query;
import io.kindred.model.Query.Condition;
import io.kindred.model.Question;
import io.kindred.model.Question.Subject;
import io.kindred.model.RecordIdentity;
import io.kindred.model.SourceRecord;
import io.kindred.temporal.Interval;
import io.kindred.temporal.Timeline;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * Reads questions: one JSON object each with {@code id}, optionally {@code deadline_ms}, and one of
 * {@code where} (with {@code entity_type} and optionally {@code start} and {@code end}), {@code
 * record}, {@code entity}, {@code explain} and {@code match}, a record in the record format.
 * Unknown fields are rejected, because ignoring a misspelt condition would change the answer.
 */
public final class QuestionReader {

    private static final String ID = "id";
    private static final String DEADLINE = "deadline_ms";
    private static final String WHERE = "where";
    private static final String RECORD = "record";
    private static final String ENTITY = "entity";
    private static final String EXPLAIN = "explain";
    private static final String MATCH = "match";
    private static final String START = DescriptorReader.START;
    private static final String END = DescriptorReader.END;
    private static final String ATTR = DescriptorReader.ATTR;
    private static final String VALUE = DescriptorReader.VALUE;

    private static final List<String> FIELDS =
            List.of(
                    ID,
                    DEADLINE,
                    InputFields.ENTITY_TYPE,
                    WHERE,
                    START,
                    END,
                    RECORD,
                    ENTITY,
                    EXPLAIN,
                    MATCH);

    private final TimePoints times;
    private final RecordReader records;

    /**
     * @param coveredEntityType whether the ontology covers an entity type; others cannot be matched
     */
    public QuestionReader(Timeline timeline, Predicate<String> coveredEntityType) {
        this.times = new TimePoints(timeline);
        this.records = RecordReader.ofQuestions(timeline, coveredEntityType);
    }

    /** The fields read so far. */
    private static final class Fields {
        private String id = "";
        private long deadline = Question.DEFAULT_DEADLINE_MILLIS;
        private Optional<String> entityType = Optional.empty();
        private Optional<List<Condition>> where = Optional.empty();
        private Optional<RecordIdentity> record = Optional.empty();
        private Optional<String> entity = Optional.empty();
        private Optional<List<RecordIdentity>> explain = Optional.empty();
        private Optional<SourceRecord> match = Optional.empty();
        private long start = Interval.MIN;
        private long end = Interval.MAX;
        private boolean isTimed;
    }

    /**
     * Reads a question from one JSON object.
     *
     * @throws RejectedInputException if it is not a valid question
     */
    public Question read(byte[] line) throws RejectedInputException {
        return JsonLine.read(line, this::question);
    }

    private Question question(JsonParser json) throws IOException, RejectedInputException {
        Fields fields = new Fields();
        SeenFields seen = new SeenFields();
        while (json.nextToken() != JsonToken.END_OBJECT) {
            String name = json.currentName();
            seen.add(name);
            if (!FIELDS.contains(name)) {
                int last = FIELDS.size() - 1;
                throw UnknownFields.refusal(
                        name,
                        String.join(", ", FIELDS.subList(0, last)) + " or " + FIELDS.get(last));
            }
            if (json.nextToken() != JsonToken.VALUE_NULL) {
                read(json, name, fields);
            }
        }
        if (fields.id.isEmpty()) {
            throw new RejectedInputException("id is missing");
        }
        Subject subject = subject(fields);
        return checked(() -> new Question(fields.id, fields.deadline, subject));
    }

    private void read(JsonParser json, String name, Fields fields)
            throws IOException, RejectedInputException {
        switch (name) {
            case ID -> fields.id = JsonLine.scalar(json, name);
            case DEADLINE -> fields.deadline = JsonLine.integer(json, name);
            case InputFields.ENTITY_TYPE ->
                    fields.entityType = Optional.of(JsonLine.string(json, name));
            case WHERE -> fields.where = Optional.of(conditions(json));
            case RECORD -> fields.record = Optional.of(record(json, name));
            case ENTITY -> fields.entity = Optional.of(entityId(json));
            case EXPLAIN -> fields.explain = Optional.of(records(json));
            case MATCH -> {
                object(json, name);
                fields.match = Optional.of(records.readObject(json, name));
            }
            case START -> {
                fields.start = times.read(json, name);
                fields.isTimed = true;
            }
            case END -> {
                fields.end = times.read(json, name);
                fields.isTimed = true;
            }
            default -> throw new IllegalStateException("the field " + name + " is not read");
        }
    }

    private static Subject subject(Fields fields) throws RejectedInputException {
        int subjects =
                (fields.where.isPresent() ? 1 : 0)
                        + (fields.record.isPresent() ? 1 : 0)
                        + (fields.entity.isPresent() ? 1 : 0)
                        + (fields.explain.isPresent() ? 1 : 0)
                        + (fields.match.isPresent() ? 1 : 0);
        if (subjects != 1) {
            throw new RejectedInputException(
                    (subjects == 0 ? "the question is missing" : "more than one question")
                            + ", expected one of where, record, entity, explain and match");
        }
        if (fields.where.isEmpty()) {
            if (fields.entityType.isPresent() || fields.isTimed) {
                throw new RejectedInputException(
                        "entity_type, start and end are allowed only with where");
            }
            if (fields.record.isPresent()) {
                return new Question.EntityOf(fields.record.get());
            }
            if (fields.entity.isPresent()) {
                return new Question.ById(fields.entity.get());
            }
            if (fields.match.isPresent()) {
                return checked(() -> new Question.Match(fields.match.get()));
            }
            List<RecordIdentity> records = fields.explain.orElseThrow();
            return checked(
                    () ->
                            new Question.Why(
                                    records.get(0),
                                    records.size() == 1
                                            ? Optional.empty()
                                            : Optional.of(records.get(1))));
        }
        String entityType =
                fields.entityType.orElseThrow(
                        () -> new RejectedInputException("entity_type is missing"));
        Interval interval = TimePoints.interval(fields.start, fields.end);
        return checked(
                () -> new Question.Values(new Query(entityType, fields.where.get(), interval)));
    }

    private static <T> T checked(Supplier<T> value) throws RejectedInputException {
        try {
            return value.get();
        } catch (IllegalArgumentException e) {
            throw new RejectedInputException(String.valueOf(e.getMessage()));
        }
    }

    private static List<Condition> conditions(JsonParser json)
            throws IOException, RejectedInputException {
        List<Condition> conditions = new ArrayList<>();
        if (json.currentToken() == JsonToken.START_OBJECT) {
            while (json.nextToken() != JsonToken.END_OBJECT) {
                String attribute = json.currentName();
                json.nextToken();
                conditions.add(
                        condition(attribute, JsonLine.scalar(json, WHERE + "." + attribute)));
            }
            return conditions;
        }
        if (json.currentToken() != JsonToken.START_ARRAY) {
            throw new RejectedInputException(
                    "where is " + JsonLine.found(json) + ", expected an object or an array");
        }
        while (json.nextToken() != JsonToken.END_ARRAY) {
            conditions.add(element(json, WHERE + "[" + conditions.size() + "]"));
        }
        return conditions;
    }

    private static Condition element(JsonParser json, String path)
            throws IOException, RejectedInputException {
        object(json, path);
        SeenFields seen = new SeenFields();
        String attribute = "";
        Optional<String> value = Optional.empty();
        while (json.nextToken() != JsonToken.END_OBJECT) {
            String name = json.currentName();
            seen.add(name);
            json.nextToken();
            switch (name) {
                case ATTR -> attribute = JsonLine.string(json, path + "." + name);
                case VALUE -> value = Optional.of(JsonLine.scalar(json, path + "." + name));
                default -> throw UnknownFields.refusal(name, "attr or value").within(path);
            }
        }
        return condition(
                attribute,
                value.orElseThrow(() -> new RejectedInputException(path + ".value is missing")));
    }

    private static Condition condition(String attribute, String value)
            throws RejectedInputException {
        if (attribute.isEmpty()) {
            throw new RejectedInputException("where has a condition without attr");
        }
        return new Condition(attribute, value);
    }

    private static List<RecordIdentity> records(JsonParser json)
            throws IOException, RejectedInputException {
        List<RecordIdentity> records = new ArrayList<>();
        if (json.currentToken() == JsonToken.START_ARRAY) {
            while (json.nextToken() != JsonToken.END_ARRAY) {
                records.add(record(json, EXPLAIN + "[" + records.size() + "]"));
            }
        } else {
            records.add(record(json, EXPLAIN));
        }
        if (records.isEmpty() || records.size() > 2) {
            throw new RejectedInputException(
                    "explain has " + records.size() + " records, expected one or two");
        }
        return records;
    }

    private static RecordIdentity record(JsonParser json, String path)
            throws IOException, RejectedInputException {
        object(json, path);
        SeenFields seen = new SeenFields();
        String entityType = "";
        String perspective = "";
        String uid = "";
        while (json.nextToken() != JsonToken.END_OBJECT) {
            String name = json.currentName();
            seen.add(name);
            json.nextToken();
            String value = JsonLine.string(json, path + "." + name);
            switch (name) {
                case InputFields.ENTITY_TYPE -> entityType = value;
                case IdentityFields.PERSPECTIVE -> perspective = value;
                case IdentityFields.UID -> uid = value;
                default ->
                        throw UnknownFields.refusal(name, "entity_type, perspective or uid")
                                .within(path);
            }
        }
        try {
            return new RecordIdentity(entityType, perspective, uid);
        } catch (IllegalArgumentException e) {
            throw new RejectedInputException(path + ": " + e.getMessage());
        }
    }

    private static String entityId(JsonParser json) throws IOException, RejectedInputException {
        String id = JsonLine.string(json, ENTITY);
        if (!EntityId.isValid(id)) {
            throw new RejectedInputException(
                    "entity is "
                            + InputText.quoted(id)
                            + ", expected an entity type, '-' and 32 lower-case hex digits");
        }
        return id;
    }

    private static void object(JsonParser json, String path)
            throws IOException, RejectedInputException {
        if (json.currentToken() != JsonToken.START_OBJECT) {
            throw new RejectedInputException(
                    path + " is " + JsonLine.found(json) + ", expected an object");
        }
    }
}
