package io.kindred.codec;

import io.kindred.model.EntityId;
import io.kindred.model.Query;
import io.kindred.model.Query.Condition;
import io.kindred.model.Question;
import io.kindred.model.RecordIdentity;
import io.kindred.temporal.Interval;
import io.kindred.temporal.Timeline;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class QuestionReaderTest {

    private static final RecordIdentity ONE = new RecordIdentity("person", "crm", "1");
    private static final RecordIdentity TWO = new RecordIdentity("person", "hr", "2");
    private static final String ONE_TEXT = "{entity_type: 'person', perspective: 'crm', uid: '1'}";
    private static final String TWO_TEXT = "{perspective: 'hr', uid: '2', entity_type: 'person'}";

    private final QuestionReader reader = new QuestionReader(Timeline.MILLIS, "person"::equals);

    @Test
    void asksForValues() throws Exception {
        Query query =
                new Query(
                        "person",
                        List.of(new Condition("email", "a@x"), new Condition("age", "7")),
                        new Interval(0, Interval.MAX));
        Question expected =
                new Question("q", Question.DEFAULT_DEADLINE_MILLIS, new Question.Values(query));
        assertThat(
                        read(
                                "{id: 'q', entity_type: 'person', start: '1970-01-01',"
                                        + " where: {email: 'a@x', age: 7}}"))
                .isEqualTo(expected);
        assertThat(
                        read(
                                "{id: 'q', entity_type: 'person', start: 0, end: null,"
                                        + " deadline_ms: null, record: null, where: [{attr:"
                                        + " 'email', value: 'a@x'}, {value: 7, attr: 'age'}]}"))
                .isEqualTo(expected);
    }

    @Test
    void asksForTheEntityOfARecord() throws Exception {
        assertThat(read("{id: 7, deadline_ms: 50, record: " + ONE_TEXT + "}"))
                .isEqualTo(new Question("7", 50, new Question.EntityOf(ONE)));
    }

    @Test
    void asksForAnEntity() throws Exception {
        String id = EntityId.of(ONE);
        Question question = read("{id: 'q', entity: '" + id + "'}");
        assertThat(question)
                .isEqualTo(
                        new Question("q", Question.DEFAULT_DEADLINE_MILLIS, new Question.ById(id)));
        assertThat(question.subject().entityType()).isEqualTo("person");
    }

    @Test
    void asksWhy() throws Exception {
        Question ofOne =
                new Question(
                        "q",
                        Question.DEFAULT_DEADLINE_MILLIS,
                        new Question.Why(ONE, Optional.empty()));
        assertThat(read("{id: 'q', explain: " + ONE_TEXT + "}")).isEqualTo(ofOne);
        assertThat(read("{id: 'q', explain: [" + ONE_TEXT + "]}")).isEqualTo(ofOne);
        assertThat(read("{id: 'q', explain: [" + ONE_TEXT + ", " + TWO_TEXT + "]}"))
                .isEqualTo(
                        new Question(
                                "q",
                                Question.DEFAULT_DEADLINE_MILLIS,
                                new Question.Why(ONE, Optional.of(TWO))));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "7 | expected a JSON object, found '7'",
                "{} | id is missing",
                "{id: ''} | id is missing",
                "{id: 'q'} | the question is missing, expected one of where, record, "
                        + "entity, explain and match",
                "{id: 'q', id: 'q'} | the field id occurs twice",
                "{id: 'q', from: 1} | the field 'from' is unknown, expected id, deadline_ms,"
                        + " entity_type, where, start, end, record, entity, explain or match",
                "{id: 'q', where: {}, record: ONE} | more than one question, expected "
                        + "one of where, record, entity, explain and match",
                "{id: 'q', entity: 'person-00000000000000000000000000000000', record: "
                        + "ONE} | more than one question, expected one of where, record, entity, "
                        + "explain and match",
                "{id: 'q', entity: 'person-1'} | entity is 'person-1', expected an entity type, '-'"
                        + " and 32 lower-case hex digits",
                "{id: 'q', entity: 7} | entity is '7', expected a string",
                "{id: 'q', entity_type: 'person', entity: "
                        + "'person-00000000000000000000000000000000'} | entity_type, start and end "
                        + "are allowed only with where",
                "{id: 'q', where: {a: 'b'}} | entity_type is missing",
                "{id: 'q', entity_type: 'person', where: {}} | a query needs at least one"
                        + " condition",
                "{id: 'q', entity_type: 'person', where: 7} | where is '7', expected an object or"
                        + " an array",
                "{id: 'q', entity_type: 'person', where: {a: null}} | where.a is null, expected a"
                        + " string, number or boolean",
                "{id: 'q', entity_type: 'person', where: [7]} | where[0] is '7', expected an"
                        + " object",
                "{id: 'q', entity_type: 'person', where: [{attr: 'a'}]} | where[0].value is"
                        + " missing",
                "{id: 'q', entity_type: 'person', where: [{value: 'a'}]} | where has a condition"
                        + " without attr",
                "{id: 'q', entity_type: 'person', where: [{attribute: 'a'}]} | where[0]: the"
                        + " field 'attribute' is unknown, expected attr or value",
                "{id: 'q', entity_type: 'person', where: {a: 'b'}, start: 5, end: 5} | start is"
                        + " not before end",
                "{id: 'q', deadline_ms: 0, record: ONE} | deadline_ms is 0, expected 1 to 3600000",
                "{id: 'q', deadline_ms: 'x', record: ONE} | deadline_ms is a string, expected a"
                        + " 64-bit integer",
                "{id: 'q', match: 7} | match is '7', expected an object",
                "{id: 'q', match: {entity_type: 'person', perspective: 'crm'}} | match: uid is"
                        + " missing",
                "{id: 'q', match: {entity_type: 'dog', perspective: 'crm', uid: '1'}} | match: the"
                        + " ontology does not cover the entity type 'dog'",
                "{id: 'q', match: {entity_type: 'person', perspective: 'crm', uid: '1', op:"
                        + " 'delete'}} | match has the op delete, expected upsert",
                "{id: 'q', wher: null, record: ONE} | the field 'wher' is unknown, expected id,"
                        + " deadline_ms, entity_type, where, start, end, record, entity, explain or"
                        + " match",
                "{id: 'q', match: {entity_type: 'person', perspective: 'crm', uid: '1', email: 'a'}} |"
                        + " match: the field 'email' is unknown, expected entity_type, perspective,"
                        + " uid, version, op or descriptors",
                "{id: 'q', match: {entity_type: 'person', perspective: 'crm', uid: '1', descriptors:"
                        + " [{attribute: 'a'}]}} | match: descriptors[0]: the field 'attribute' is"
                        + " unknown, expected attr, value, start or end",
                "{id: 'q', start: 5, record: ONE} | entity_type, start and end are "
                        + "allowed only with where",
                "{id: 'q', record: {uid: '1'}} | record: entity_type is empty",
                "{id: 'q', record: {id: '1'}} | record: the field 'id' is unknown, expected"
                        + " entity_type, perspective or uid",
                "{id: 'q', record: {uid: 1}} | record.uid is '1', expected a string",
                "{id: 'q', explain: []} | explain has 0 records, expected one or two",
                "{id: 'q', explain: [ONE, ONE, ONE]} | explain has 3 records, expected one or two",
                "{id: 'q', explain: [ONE, {entity_type: 'a', perspective: 'b', uid: "
                        + "'c'}]} | the records have different entity types, which are never linked"
            })
    void rejectsWhatIsNoQuestion(String text, String reason) {
        assertThatThrownBy(() -> read(text.replace("ONE", ONE_TEXT)))
                .isInstanceOf(RejectedInputException.class)
                .hasMessage(reason);
    }

    /** The text with names and strings in double quotes. */
    private Question read(String text) throws RejectedInputException {
        String json = text.replaceAll("([{ ])(\\w+):", "$1\"$2\":").replace('\'', '"');
        return reader.read(json.getBytes(StandardCharsets.UTF_8));
    }
}
