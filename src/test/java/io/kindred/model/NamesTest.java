package io.kindred.model;

import io.kindred.model.OutputKey.Stream;
import io.kindred.temporal.Interval;
import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

import static org.assertj.core.api.Assertions.assertThat;

/** What things are called for ever: digests, entity ids, output keys. */
class NamesTest {

    private static final RecordIdentity ANN = new RecordIdentity("person", "crm", "ann");

    @Test
    void digestIsTheBeginningOfSha256() {
        assertThat(Digest.hex("")).isEqualTo("e3b0c44298fc1c149afbf4c8996fb924");
        assertThat(Digest.hex("abc")).isEqualTo("ba7816bf8f01cfea414140de5dae2223");
        assertThat(Digest.of(new byte[0])).hasSize(Digest.BYTES);
    }

    @Test
    void digestOfTextsIsThatOfTheTextsJoined() {
        assertThat(Digest.hex(List.of("a", "", "b"))).isEqualTo(Digest.hex("a\u001f\u001fb"));
        assertThat(Digest.hex(List.of("a"))).isEqualTo(Digest.hex("a"));
    }

    @Test
    void digestsOfListsDifferThoughTextsContainTheSeparator() {
        List<String> parts = List.of("a", "1", "", "\u001f", "a\u001f", "\u001f1", "1\u001f1");
        List<List<String>> lists = new ArrayList<>();
        for (String second : parts) {
            lists.add(List.of("a", second));
            for (String third : parts) {
                lists.add(List.of("a", second, third));
                lists.add(List.of("a\u001f" + second, third));
            }
        }
        assertThat(lists).doesNotHaveDuplicates();
        assertThat(lists.stream().map(Digest::hex)).doesNotHaveDuplicates();
    }

    @Test
    void genericKeysAreDistinctThoughValuesContainTheSeparator() {
        assertThat(OutputKey.genericKey("person", "k", List.of("a\u001fb", "c")))
                .isNotEqualTo(OutputKey.genericKey("person", "k", List.of("a", "b\u001fc")));
    }

    @Test
    void entityIdIsTheTypeAndADigestOfTheAnchor() {
        assertThat(EntityId.of(new RecordIdentity("person", "crm", "1")))
                .isEqualTo("person-" + Digest.hex("person\u001fcrm\u001f1"))
                .isEqualTo("person-08fb514315d821ba6a3c7b7e0f0ee0a3");
    }

    @Test
    void anEntityIdIsParsedIntoItsParts() {
        RecordIdentity anchor = new RecordIdentity("legal-person\n", "crm", "1");
        String id = EntityId.of(anchor);
        assertThat(EntityId.isValid(id)).isTrue();
        assertThat(EntityId.entityType(id)).isEqualTo("legal-person\n");
        assertThat(EntityId.digits(id))
                .isEqualTo(HexFormat.of().formatHex(EntityId.digest(anchor)));
    }

    @Test
    void rejectsTextThatIsNotAnEntityId() {
        String digits = Digest.hex("");
        assertThat(
                        List.of(
                                "",
                                "person",
                                digits,
                                "-" + digits,
                                "person-" + digits + "0",
                                "person-" + digits.substring(1),
                                "person-" + digits.toUpperCase(Locale.ROOT),
                                "person-" + digits + "\n"))
                .noneMatch(EntityId::isValid);
    }

    @Test
    void anUpdateAndItsRetractionHaveTheSameKey() {
        Entity entity = new Entity("person-1", "person", List.of(ANN), List.of());
        Conflict conflict =
                new Conflict.Uniqueness(
                        "person", "c", "a", Optional.empty(), "v", Interval.ALWAYS, List.of());
        List<String> values = List.of("a", "b");
        assertKey(
                new OutputKey(Stream.ENTITIES, "person-1"),
                new Update.EntityUpsert(entity),
                new Update.EntityRetired("person", "person-1", List.of()));
        assertKey(
                new OutputKey(Stream.ASSIGNMENTS, "person\u001fcrm\u001fann"),
                new Update.Assigned(ANN, "person-1"),
                new Update.Unassigned(ANN));
        assertKey(
                new OutputKey(Stream.CONFLICTS, "id"),
                new Update.ConflictOpen("id", conflict),
                new Update.ConflictResolved("id"));
        assertKey(
                new OutputKey(
                        Stream.GENERIC_KEYS, Digest.hex("person\u001fname_dob\u001fa\u001fb")),
                new Update.GenericKeyOpen(new GenericKey("person", "name_dob", values, 7)),
                new Update.GenericKeyResolved("person", "name_dob", values));
    }

    private static void assertKey(OutputKey key, Update shown, Update retracted) {
        assertThat(shown.key()).isEqualTo(key);
        assertThat(shown.isRetraction()).isFalse();
        assertThat(retracted.key()).isEqualTo(key);
        assertThat(retracted.isRetraction()).isTrue();
    }
}
