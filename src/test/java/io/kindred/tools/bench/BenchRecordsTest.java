package io.kindred.tools.bench;

import io.kindred.tools.bench.BenchRecord.Conflict;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class BenchRecordsTest {

    private static final RecordSettings SETTINGS = new RecordSettings(50_000, 0.1, 0.01, 0.5, 7);

    private List<BenchRecord> all;

    @BeforeAll
    void generate() {
        all = make(SETTINGS);
    }

    private static List<BenchRecord> make(RecordSettings settings) {
        BenchRecords records = new BenchRecords(settings);
        List<BenchRecord> made = new ArrayList<>();
        for (long number = 0; number < settings.records(); number++) {
            made.add(records.get(number));
        }
        return made;
    }

    private static boolean isAgain(BenchRecord record) {
        return record.person() != record.number();
    }

    private double share(Predicate<BenchRecord> wanted) {
        return (double) all.stream().filter(wanted).count() / all.size();
    }

    @Test
    void keepsToTheSharesOfItsSettings() {
        assertThat(share(BenchRecordsTest::isAgain)).isCloseTo(0.1, within(0.01));
        assertThat(share(record -> record.conflict() == Conflict.BIRTH))
                .isCloseTo(0.005, within(0.001));
        assertThat(share(record -> record.conflict() == Conflict.SSN))
                .isCloseTo(0.005, within(0.001));
        assertThat(share(record -> record.email().equals(BenchRecords.PLACEHOLDER)))
                .isCloseTo(0.5, within(0.02));
    }

    @Test
    void repeatsAnEarlierPersonAndDiffersOnlyByItsConflict() {
        Map<Long, BenchRecord> first = new HashMap<>();
        for (BenchRecord record : all) {
            if (!isAgain(record)) {
                assertThat(record.conflict()).isEqualTo(Conflict.NONE);
                first.put(record.person(), record);
                continue;
            }
            BenchRecord before = first.get(record.person());
            assertThat(before).as("the first record about the person of %s", record).isNotNull();
            assertThat(record.firstName()).isEqualTo(before.firstName());
            assertThat(record.lastName()).isEqualTo(before.lastName());
            assertThat(record.phone()).isEqualTo(before.phone());
            assertThat(record.dateOfBirth().equals(before.dateOfBirth()))
                    .isEqualTo(record.conflict() != Conflict.BIRTH);
            assertThat(record.ssn().equals(before.ssn()))
                    .isEqualTo(record.conflict() != Conflict.SSN);
        }
    }

    @Test
    void drawsTheEarlierRecordFromAllOfThem() {
        // The person of an earlier record drawn evenly is half as old as the record, or older.
        double mean =
                all.stream()
                        .filter(BenchRecordsTest::isAgain)
                        .mapToDouble(record -> (double) record.person() / record.number())
                        .average()
                        .orElseThrow();
        assertThat(mean).isBetween(0.4, 0.5);
    }

    @Test
    void givesEveryPersonASocialSecurityNumberOfTheirOwn() {
        Set<String> ssns = new HashSet<>();
        for (BenchRecord record : all) {
            if (!isAgain(record) || record.conflict() == Conflict.SSN) {
                assertThat(record.ssn()).hasSize(9);
                assertThat(ssns.add(record.ssn())).as(record.ssn()).isTrue();
            }
        }
    }

    @Test
    void followsFromItsSettings() {
        BenchRecords again = new BenchRecords(SETTINGS);
        assertThat(again.get(40_000)).isEqualTo(all.get(40_000));
        assertThat(again.get(3)).isEqualTo(all.get(3));
        assertThat(make(new RecordSettings(20, 0.1, 0.01, 0.5, 8)))
                .isNotEqualTo(all.subList(0, 20));
    }

    @Test
    void canDoWithoutOverlap() {
        assertThat(make(new RecordSettings(1000, 0, 0, 0, 1)))
                .noneMatch(BenchRecordsTest::isAgain)
                .noneMatch(record -> record.email().equals(BenchRecords.PLACEHOLDER));
    }

    @ParameterizedTest
    @CsvSource({
        "9, 0.1, 0.01, 0, 'records is 9, expected 10 to 100000000'",
        "100000001, 0.1, 0.01, 0, records is 100000001",
        "10, 1.1, 0.01, 0, 'overlap is 1.1, expected 0 to 1'",
        "10, 0.1, 0.2, 0, 'conflicts is 0.2, expected 0 to 0.1'",
        "10, 0.1, 0.01, NaN, placeholder-share is NaN",
    })
    void refusesSettingsOutOfRange(
            long records, double overlap, double conflicts, double placeholders, String message) {
        assertThatThrownBy(() -> new RecordSettings(records, overlap, conflicts, placeholders, 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(message);
    }
}
