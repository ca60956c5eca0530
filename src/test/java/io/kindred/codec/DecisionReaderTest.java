package io.kindred.codec;

import io.kindred.model.Decision;
import io.kindred.model.RecordIdentity;
import io.kindred.model.SourceRecord.Op;
import io.kindred.model.Verdict;
import io.kindred.temporal.Timeline;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.nio.charset.StandardCharsets;
import java.util.OptionalLong;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class DecisionReaderTest {

    private static final String PAIR =
            "'entity_type':'person','left':{'perspective':'erp','uid':'7'},"
                    + "'right':{'perspective':'crm','uid':'C-1'}";
    private static final RecordIdentity ANN = new RecordIdentity("person", "crm", "C-1");
    private static final RecordIdentity SEVEN = new RecordIdentity("person", "erp", "7");

    private final RecordReader reader = new RecordReader(Timeline.MILLIS, "person"::equals);

    @Test
    void readsADecision() throws Exception {
        assertThat(
                        read(
                                "{'decision':'same',"
                                        + PAIR
                                        + ",'version':1,'op':'delete','reason':'called her'}"))
                .isEqualTo(
                        Decoded.of(
                                new Decision(
                                        ANN,
                                        SEVEN,
                                        OptionalLong.of(1),
                                        Op.DELETE,
                                        Verdict.SAME,
                                        "called her")));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{'decision':'different',PAIR}",
                "{PAIR,'decision':'different'}",
                "{'decision':'different',PAIR,'version':null,'op':null,'reason':null}",
                "{'decision':'different',PAIR,'op':'upsert','reason':''}",
                "{'perspective':5,'uid':null,'descriptors':{'a':[1]},PAIR,'decision':'different'}",
                "{'decision':'different',PAIR,'perspective':5,'uid':null,'descriptors':'x'}",
                "{'decision':'different','more':{'decision':1},PAIR}"
            })
    void ignoresUnknownFieldsAndTakesNullForMissing(String line) throws Exception {
        assertThat(read(line))
                .isEqualTo(
                        Decoded.of(
                                new Decision(
                                        ANN,
                                        SEVEN,
                                        OptionalLong.empty(),
                                        Op.UPSERT,
                                        Verdict.DIFFERENT,
                                        "")));
    }

    @Test
    void onlyAFieldOfTheObjectItselfMakesADecision() throws Exception {
        String record =
                "{'entity_type':'person','perspective':'crm','uid':'C-1','more':{'decision':1}}";
        assertThat(read(record).records()).hasSize(1);
        assertThatThrownBy(() -> reader.read(bytes("{'decision':'same'," + PAIR + "}")))
                .hasMessage("a decision, expected a record");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{'decision':'Same',PAIR}|decision is 'Same', expected same or different",
                "{'decision':'',PAIR}|decision is '', expected same or different",
                "{'decision':null,PAIR}|decision is null, expected a string",
                "{'decision':true,PAIR}|decision is true, expected a string",
                "{'decision':'same','decision':'same',PAIR}|the field decision occurs twice",
                "{'decision':'same',LEFT,RIGHT}|entity_type is missing",
                "{'decision':'same','entity_type':'',LEFT,RIGHT}|entity_type is empty",
                "{'decision':'same','entity_type':'dog',LEFT,RIGHT}|the ontology does not cover"
                        + " the entity type 'dog'",
                "{'decision':'same','entity_type':'person',LEFT}|right.perspective is missing",
                "{'decision':'same','entity_type':'person',RIGHT,'left':null}|left is null,"
                        + " expected an object with perspective and uid",
                "{'decision':'same','entity_type':'person',RIGHT,'left':'C-1'}|left is a string,"
                        + " expected an object with perspective and uid",
                "{'decision':'same','entity_type':'person',RIGHT,'left':{'uid':'7'}}"
                        + "|left.perspective is missing",
                "{'decision':'same','entity_type':'person',RIGHT,'left':{'perspective':'erp'}}"
                        + "|left.uid is missing",
                "{'decision':'same','entity_type':'person',RIGHT,'left':{'perspective':'','uid':'7'}}"
                        + "|left.perspective is empty",
                "{'decision':'same','entity_type':'person',RIGHT,'left':{'perspective':'erp','uid':7}}"
                        + "|left.uid is '7', expected a string",
                "{'decision':'same','entity_type':'person',RIGHT,"
                        + "'left':{'perspective':'erp','uid':'a\\u001fb'}}|left.uid contains U+001F",
                "{'decision':'same','entity_type':'person',RIGHT,"
                        + "'left':{'perspective':'erp','uid':'7','uid':'7'}}"
                        + "|the field left.uid occurs twice",
                "{'decision':'same','entity_type':'person',RIGHT,"
                        + "'left':{'perspective':'crm','uid':'C-1'}}"
                        + "|left and right are the same record, expected two different ones",
                "{'decision':'same',PAIR,'version':3.0}|version is '3.0', expected a 64-bit integer",
                "{'decision':'same',PAIR,'version':'3'}|version is a string, expected a 64-bit"
                        + " integer",
                "{'decision':'same',PAIR,'op':'erase'}|op is 'erase', expected upsert or delete",
                "{'decision':'same',PAIR,'op':5}|op is '5', expected a string",
                "{'decision':'same',PAIR,'reason':5}|reason is '5', expected a string",
                "{'decision':'same',PAIR,'reason':['a']}|reason is an array, expected a string",
                "{'uid':5,PAIR,'decision':'maybe'}|decision is 'maybe', expected same or different"
            })
    void namesWhatIsWrong(String line, String reason) {
        assertThatThrownBy(() -> read(line))
                .isInstanceOf(RejectedInputException.class)
                .hasMessage(reason);
    }

    @Test
    void aLineThatDoesNotParseIsNoDecision() {
        assertThatThrownBy(() -> read("{'decision':'same'," + PAIR))
                .isInstanceOf(RejectedInputException.class)
                .hasMessageStartingWith("not JSON");
    }

    private Decoded read(String line) throws RejectedInputException {
        return reader.decode(bytes(line), "");
    }

    private static byte[] bytes(String line) {
        return line.replace("PAIR", PAIR)
                .replace("LEFT", "'left':{'perspective':'erp','uid':'7'}")
                .replace("RIGHT", "'right':{'perspective':'crm','uid':'C-1'}")
                .replace('\'', '"')
                .getBytes(StandardCharsets.UTF_8);
    }
}
