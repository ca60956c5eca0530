package io.kindred.oracle;

import io.kindred.compare.ComparedValue;
import io.kindred.compare.Measure;
import io.kindred.compare.Threshold;
import io.kindred.compare.Threshold.Bound;
import io.kindred.model.CodePointOrder;
import io.kindred.model.Conflict;
import io.kindred.model.Descriptor;
import io.kindred.model.Entity;
import io.kindred.model.RecordIdentity;
import io.kindred.model.SourceRecord;
import io.kindred.ontology.BasicNormalizer;
import io.kindred.ontology.EntityTypeRules;
import io.kindred.ontology.IdentityKey;
import io.kindred.ontology.IdentityKey.KeyAttribute;
import io.kindred.ontology.Normalization;
import io.kindred.ontology.Normalizer;
import io.kindred.ontology.Ontology;
import io.kindred.ontology.Prefix;
import io.kindred.ontology.Retention;
import io.kindred.ontology.Suffix;
import io.kindred.temporal.Interval;
import io.kindred.temporal.IntervalSet;
import io.kindred.temporal.Timeline;
import io.kindred.testkit.Vector;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SplittableRandom;

import static org.assertj.core.api.Assertions.assertThat;

/** Holds the naive rules against known values, and the value types against the naive rules. */
class NaiveRulesTest {

    private static final String MEMBERS =
            "aAbBcCdDhHlLmMrRwWyYeE09 \t\n\u000b\u001c\u0085\u00a0\u2003\u2028\u3000\ufeff\u200b"
                    + "\u00df\u0130\u0131\u00e1\u0301\u0903\u20dd\u01c5\u02b0\u0661\u2160\u00bd\uff11"
                    + "\u5b57\u03a3\uff5e\ud83d\ude00\ud835\udc00\ud835\udfd8-_.'@\u1e9b\u0323\uac00";

    @ParameterizedTest
    @CsvSource({
        "Robert, R163",
        "Rupert, R163",
        "Rubin, R150",
        "Ashcraft, A261",
        "Ashcroft, A261",
        "Tymczak, T522",
        "Pfister, P236",
        "Honeyman, H555",
        "Lee, L000",
        "Jackson, J250",
        "Washington, W252",
        "Gutierrez, G362",
        "VanDeusen, V532",
        "O'Hara, O600",
        "Lloyd, L300",
        "BHB, B000",
        "BAB, B100",
        "whh, W000",
        "Ñ-x, X000",
        "'1 2', ''",
        "'', ''"
    })
    void soundexIsAmericanSoundex(String name, String code) {
        assertThat(NaiveNormalizers.apply(BasicNormalizer.SOUNDEX, name)).isEqualTo(code);
    }

    @ParameterizedTest
    @EnumSource(
            names = {"TRANSLITERATE", "DOUBLE_METAPHONE"},
            mode = Mode.EXCLUDE)
    void normalizersAgree(BasicNormalizer normalizer) {
        SplittableRandom random = new SplittableRandom(7);
        for (int i = 0; i < 20_000; i++) {
            String value = text(random);
            assertThat(normalizer.apply(value))
                    .as("seed 7, value %s of %s", i, value)
                    .isEqualTo(NaiveNormalizers.apply(normalizer, value));
        }
    }

    @ParameterizedTest
    @EnumSource(
            names = {"SORTED_TOKENS", "EMAIL_LOCAL", "TRANSLITERATE", "TOKENS", "DOUBLE_METAPHONE"},
            mode = Mode.EXCLUDE)
    void normalizersAgreeOnEveryCodePoint(BasicNormalizer normalizer) {
        for (int c = 0; c <= Character.MAX_CODE_POINT; c++) {
            if (Character.getType(c) != Character.SURROGATE) {
                String value = "x" + Character.toString(c);
                if (!normalizer.apply(value).equals(NaiveNormalizers.apply(normalizer, value))) {
                    assertThat(normalizer.apply(value))
                            .as("U+%04X", c)
                            .isEqualTo(NaiveNormalizers.apply(normalizer, value));
                }
            }
        }
    }

    @Test
    void partsAgree() {
        SplittableRandom random = new SplittableRandom(9);
        for (int i = 0; i < 20_000; i++) {
            String value = text(random);
            int count = 1 + random.nextInt(9);
            for (Normalizer step : List.of(new Prefix(count), new Suffix(count))) {
                assertThat(step.apply(value))
                        .as("seed 9, value %s of %s", i, value)
                        .isEqualTo(NaiveNormalizers.apply(step, value));
            }
            assertThat(BasicNormalizer.TOKENS.applyAll(value))
                    .as("seed 9, value %s of %s", i, value)
                    .hasSameElementsAs(NaiveNormalizers.tokens(value))
                    .doesNotHaveDuplicates();
        }
    }

    @Test
    void normalizationsAgree() {
        SplittableRandom random = new SplittableRandom(8);
        Normalizer[] all = BasicNormalizer.values();
        for (int i = 0; i < 5_000; i++) {
            List<Normalizer> steps =
                    List.of(all[random.nextInt(all.length)], all[random.nextInt(all.length)]);
            String raw = text(random);
            List<String> nulls = List.of(text(random), random.nextInt(3) == 0 ? raw : "-");
            Normalization naive = NaiveNormalizers.normalization(steps, nulls);
            Normalization own = Normalization.of(steps, nulls);
            assertThat(own).as("seed 8, value %s", i).isEqualTo(naive);
            assertThat(own.apply(raw).orElse(""))
                    .as("seed 8, value %s", i)
                    .isEqualTo(NaiveNormalizers.value(naive, raw));
        }
    }

    @Test
    void measuresAgree() {
        SplittableRandom random = new SplittableRandom(11);
        List<String> special =
                List.of(
                        "1990-02-28",
                        "1990-03-01",
                        "1990-02-30",
                        "-1.50",
                        "+2",
                        "007",
                        "1.",
                        "x y");
        for (int i = 0; i < 5_000; i++) {
            String prefix = random.nextInt(4) == 0 ? text(random) : "anna";
            String a = random.nextInt(3) == 0 ? pick(random, special) : prefix + text(random);
            String b = random.nextInt(3) == 0 ? pick(random, special) : prefix + text(random);
            Measure measure = pick(random, List.of(Measure.values()));
            String limit =
                    measure.isSimilarity()
                            ? pick(random, List.of("0", "0.5", "0.7", "0.85", "0.9", "1"))
                            : pick(random, List.of("0", "1", "2", "3.5", "6"));
            Threshold threshold =
                    new Threshold(
                            measure, pick(random, List.of(Bound.values())), new BigDecimal(limit));
            Optional<Boolean> naive = NaiveComparisons.within(threshold, a, b);
            ComparedValue left = new ComparedValue(a);
            ComparedValue right = new ComparedValue(b);
            assertThat(threshold.isMeasurable(left, right))
                    .as("seed 11, pair %s: %s and %s", i, a, b)
                    .isEqualTo(naive.isPresent());
            assertThat(threshold.holds(left, right))
                    .as("seed 11, pair %s: %s of %s and %s", i, threshold, a, b)
                    .isEqualTo(naive.orElse(false));
        }
    }

    private static <T> T pick(SplittableRandom random, List<T> items) {
        return items.get(random.nextInt(items.size()));
    }

    /** 32 times 31 combinations are few enough, 32 times 32 are not, whatever is valid when. */
    @ParameterizedTest
    @CsvSource({"31, 31", "32, 0"})
    void recordWithTooManyCombinationsHasNoEntry(int cities, int groups) {
        EntityTypeRules rules =
                new EntityTypeRules(
                        List.of(
                                new IdentityKey(
                                        "key",
                                        List.of(
                                                new KeyAttribute("name", List.of()),
                                                new KeyAttribute("city", List.of())),
                                        OptionalLong.empty())),
                        List.of(),
                        List.of(),
                        Map.of());
        List<Descriptor> descriptors = new ArrayList<>();
        for (int i = 0; i < 32; i++) {
            descriptors.add(new Descriptor("name", "n" + i, new Interval(i, i + 1)));
        }
        for (int i = 0; i < cities; i++) {
            descriptors.add(new Descriptor("city", "c" + i, new Interval(3, 4)));
        }
        SourceRecord record =
                SourceRecord.upsert(
                        new RecordIdentity("person", "crm", "1"), OptionalLong.of(1), descriptors);
        Facts facts =
                Facts.of(
                        new Ontology(Map.of("person", rules), Map.of()), "person", List.of(record));
        assertThat(NaiveKeys.groups(facts)).hasSize(groups);
    }

    @Test
    void ordersOfStringsAgree() {
        SplittableRandom random = new SplittableRandom(9);
        for (int i = 0; i < 50_000; i++) {
            String prefix = text(random);
            String a = prefix + text(random);
            String b = prefix + text(random);
            assertThat(Integer.signum(CodePointOrder.compare(a, b)))
                    .as("seed 9, pair %s: %s and %s", i, a, b)
                    .isEqualTo(Integer.signum(NaiveOrder.STRINGS.compare(a, b)));
        }
    }

    @Test
    void coalescingAgrees() {
        SplittableRandom random = new SplittableRandom(10);
        for (int i = 0; i < 5_000; i++) {
            List<Interval> intervals = new ArrayList<>();
            for (int n = random.nextInt(6); n > 0; n--) {
                long start = random.nextInt(12);
                long end = start + random.nextInt(1, 4);
                intervals.add(
                        new Interval(
                                start == 0 ? Interval.MIN : start, end > 12 ? Interval.MAX : end));
            }
            assertThat(NaiveTime.coalesce(intervals))
                    .as("seed 10, set %s", i)
                    .isEqualTo(IntervalSet.of(intervals).intervals());
        }
    }

    @Test
    void conflictsAreNamedAfterTheirFields() {
        Oracle integers = new Oracle(ontology(), Timeline.INTEGER, List.of());
        Oracle millis = new Oracle(ontology(), Timeline.MILLIS, List.of());
        Conflict direct =
                new Conflict.Direct(
                        "person",
                        "person-1",
                        "email",
                        new Interval(0, 5),
                        Conflict.Scope.ENTITY,
                        List.of(),
                        List.of());
        assertThat(integers.conflictId(direct))
                .isEqualTo(NaiveNames.hash(List.of("direct", "person-1", "email", "0")));
        assertThat(millis.conflictId(direct))
                .isEqualTo(
                        NaiveNames.hash(
                                List.of("direct", "person-1", "email", "1970-01-01T00:00:00Z")));
        Conflict indirect =
                new Conflict.Indirect(
                        "person",
                        "name_dob",
                        List.of("ann", "2000"),
                        Interval.ALWAYS,
                        List.of(),
                        List.of());
        assertThat(integers.conflictId(indirect))
                .isEqualTo(
                        NaiveNames.hash(
                                List.of("indirect", "person", "name_dob", "ann", "2000", "")));
        Conflict unique =
                new Conflict.Uniqueness(
                        "person",
                        "one_owner",
                        "email",
                        Optional.empty(),
                        "a@x",
                        new Interval(-3, 5),
                        List.of());
        assertThat(integers.conflictId(unique))
                .isEqualTo(
                        NaiveNames.hash(
                                List.of("constraint", "person", "one_owner", "", "a@x", "-3")));
    }

    @Test
    void hashIsTheBeginningOfSha256() {
        assertThat(NaiveNames.hash(List.of("abc"))).isEqualTo("ba7816bf8f01cfea414140de5dae2223");
    }

    @Test
    void expiredDescriptorsDoNotCount() {
        List<SourceRecord> records =
                List.of(
                        record("gone", new Interval(0, 10)),
                        record("left", new Interval(0, 11)),
                        SourceRecord.upsert(
                                new RecordIdentity("person", "crm", "empty"),
                                OptionalLong.of(1),
                                List.of()));
        EntityTypeRules rules = ontology().rules("person").orElseThrow();
        Ontology limited =
                new Ontology(
                        Map.of(
                                "person",
                                new EntityTypeRules(
                                        rules.identityKeys(),
                                        rules.strongIdentifiers(),
                                        rules.constraints(),
                                        rules.attributes(),
                                        new Retention(5))),
                        Map.of());
        Oracle oracle =
                new Oracle(limited, Timeline.INTEGER, records, List.of(), OptionalLong.of(15));
        assertThat(oracle.result().entities())
                .flatExtracting(Entity::records)
                .extracting(RecordIdentity::uid)
                .containsExactlyInAnyOrder("left", "empty");
    }

    private static SourceRecord record(String uid, Interval interval) {
        return SourceRecord.upsert(
                new RecordIdentity("person", "crm", uid),
                OptionalLong.of(1),
                List.of(new Descriptor("email", "a@x", interval)));
    }

    private static Ontology ontology() {
        return Vector.load("one-key-merges").ontology();
    }

    /** Up to six code points that normalisers treat each in its own way. */
    private static String text(SplittableRandom random) {
        int[] members = MEMBERS.codePoints().toArray();
        StringBuilder text = new StringBuilder();
        for (int n = random.nextInt(7); n > 0; n--) {
            text.appendCodePoint(members[random.nextInt(members.length)]);
        }
        return text.toString();
    }
}
