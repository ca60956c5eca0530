package io.kindred.codec;

import io.kindred.codec.RecordMapping.Field;
import io.kindred.model.RecordIdentity;
import io.kindred.model.SourceRecord;
import io.kindred.model.SourceRecord.Op;
import io.kindred.temporal.Timeline;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.OptionalLong;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class TombstonesTest {

    private static final Tombstones CONSTANTS =
            deletes(new Field.Constant("person"), new Field.Constant("crm"));
    private static final Tombstones COLUMNS =
            deletes(new Field.Column("type"), new Field.Column("src"));

    @ParameterizedTest
    @ValueSource(
            strings = {
                "2",
                "\"2\"",
                "{\"id\":\"2\"}",
                " { \"id\" : 2 }",
                "{\"region\":\"eu\",\"id\":2,\"more\":{\"a\":[1]}}",
                "{\"schema\":{\"type\":\"struct\",\"fields\":[]},\"payload\":{\"id\":\"2\"}}",
                "{\"schema\":null,\"payload\":{\"id\":2}}",
                "{\"schema\":{\"type\":\"string\"},\"payload\":\"2\"}",
                "{\"schema\":{\"type\":\"int32\"},\"payload\":2}"
            })
    void aKeyNamesTheRecordInAnyForm(String key) throws Exception {
        assertThat(records(CONSTANTS, key)).containsExactly(delete("2"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "C-2",
                "two words",
                " 2",
                "2.0",
                "true",
                "null",
                "[2]",
                "{6F9619FF-8B86-D011-B42D-00C04FC964FF}",
                "\"2\" x",
                "\"2",
                "Struct{id=2}"
            })
    void anyOtherTextIsTheUidAsItIs(String key) throws Exception {
        assertThat(records(CONSTANTS, key)).containsExactly(delete(key));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"id\":2,\"type\":\"person\",\"src\":\"crm\"}",
                "{\"schema\":{},\"payload\":{\"src\":\"crm\",\"id\":2,\"type\":\"person\"}}"
            })
    void entityTypeAndPerspectiveMayBeInTheKey(String key) throws Exception {
        assertThat(records(COLUMNS, key)).containsExactly(delete("2"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"id\":2,\"type\":\"person\"} | perspective is missing: no value in the column src",
                "2 | entity_type is missing: no value in the column type",
                "{} | entity_type is missing: no value in the column type",
                "{\"type\":\"person\",\"src\":\"crm\",\"ID\":2}"
                        + " | uid is missing: no value in the column id",
                "{\"type\":\"person\",\"src\":\"crm\",\"id\":null}"
                        + " | uid is missing: no value in the column id",
                "{\"type\":\"person\",\"src\":\"crm\",\"id\":{\"a\":2}}"
                        + " | uid is missing: no value in the column id",
                "{\"type\":\"dog\",\"src\":\"crm\",\"id\":2}"
                        + " | the ontology does not cover the entity type 'dog'"
            })
    void aKeyThatLacksSomethingIsADeadLetterThatNamesIt(String key, String reason) {
        assertThatThrownBy(() -> records(COLUMNS, key))
                .isInstanceOf(RejectedInputException.class)
                .hasMessage("the key of a tombstone: " + reason);
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"id\":2", "{\"id\" 2}", "{}}"})
    void aBrokenObjectIsNoUid(String key) {
        assertThatThrownBy(() -> records(CONSTANTS, key))
                .isInstanceOf(RejectedInputException.class)
                .hasMessageMatching(
                        "the key of a tombstone: (not JSON near byte [0-9]+: .*|expected the end.*)");
    }

    @Test
    void aTombstoneMayErase() throws Exception {
        Tombstones erasures =
                Tombstones.remove(
                        SampleMappings.everyColumn(
                                new Field.Constant("person"), new Field.Constant("crm")),
                        Encoding.JSON,
                        Op.ERASE,
                        Timeline.MILLIS,
                        "person"::equals);
        assertThat(records(erasures, "2"))
                .containsExactly(
                        SourceRecord.erase(
                                new RecordIdentity("person", "crm", "2"), OptionalLong.empty()));
    }

    private static Tombstones deletes(Field entityType, Field perspective) {
        return Tombstones.remove(
                SampleMappings.everyColumn(entityType, perspective),
                Encoding.JSON,
                Op.DELETE,
                Timeline.MILLIS,
                "person"::equals);
    }

    private static List<SourceRecord> records(Tombstones tombstones, String key)
            throws RejectedInputException {
        return tombstones.records(
                new Message("t", 0, 1, key.getBytes(StandardCharsets.UTF_8), null, 0, List.of()));
    }

    private static SourceRecord delete(String uid) {
        return SourceRecord.delete(new RecordIdentity("person", "crm", uid), OptionalLong.empty());
    }
}
