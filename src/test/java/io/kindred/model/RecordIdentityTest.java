package io.kindred.model;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.List;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class RecordIdentityTest {

    @ParameterizedTest
    @CsvSource({
        "'', crm, 1, entity_type is empty",
        "person, '', 1, perspective is empty",
        "person, crm, '', uid is empty",
        "per\u001fson, crm, 1, entity_type contains U+001F",
        "person, '\u001f', 1, perspective contains U+001F",
        "person, crm, '1\u001f', uid contains U+001F"
    })
    void rejectsFieldsThatCouldBeMistaken(
            String entityType, String perspective, String uid, String message) {
        assertThatThrownBy(() -> new RecordIdentity(entityType, perspective, uid))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(message);
    }

    @Test
    void isFoundAgainByItsFieldsJoined() {
        RecordIdentity identity = new RecordIdentity("person", "crm", "1");
        assertThat(RecordIdentity.ofJoined(identity.joined())).isEqualTo(identity);
    }

    @Test
    void ordersByEntityTypeThenPerspectiveThenUid() {
        List<RecordIdentity> sorted =
                List.of(
                        new RecordIdentity("a", "b", "z"),
                        new RecordIdentity("a", "c", "a"),
                        new RecordIdentity("a", "c", "\uffff"),
                        new RecordIdentity("a", "c", "\ud83d\ude00"),
                        new RecordIdentity("b", "a", "a"));
        assertThat(Stream.of(3, 1, 4, 0, 2).map(sorted::get).sorted()).isEqualTo(sorted);
    }

    @Test
    void joinsItsFields() {
        assertThat(new RecordIdentity("a", "b", "c").joined()).isEqualTo("a\u001fb\u001fc");
        assertThat(new RecordIdentity("a", "b", "c")).hasToString("a/b/c");
    }
}
