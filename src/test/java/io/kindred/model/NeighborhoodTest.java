package io.kindred.model;

import io.kindred.model.Answer.Found;
import io.kindred.model.Answer.Gathered;
import io.kindred.temporal.Interval;
import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.TreeMap;

import static org.assertj.core.api.Assertions.assertThat;

class NeighborhoodTest {

    @Test
    void asManyRecordsAsTheLimitFit() {
        assertThat(Neighborhood.areTooLarge(List.of(of(6_000, 1), of(4_000, 1)))).isFalse();
        assertThat(Neighborhood.areTooLarge(List.of(of(6_000, 1), of(4_001, 1)))).isTrue();
    }

    @Test
    void theBytesOfAllPartsTogetherAreLimited() {
        int half = (int) Neighborhood.MAX_BYTES / 2;

        assertThat(Neighborhood.areTooLarge(List.of(of(1, half - 1_000), of(1, half - 1_000))))
                .isFalse();
        assertThat(Neighborhood.areTooLarge(List.of(of(1, half), of(1, half)))).isTrue();
    }

    @Test
    void onePartThatIsTooLargeDropsTheRecordsOfAll() {
        SortedMap<Integer, Found> parts = new TreeMap<>();
        parts.put(0, new Gathered(of(3, 1)));
        parts.put(1, new Gathered(of(2, 1)));
        assertThat(Gathered.bounded(parts)).isEqualTo(parts);

        parts.put(2, new Gathered(Neighborhood.TOO_LARGE));
        assertThat(Gathered.bounded(parts))
                .isEqualTo(
                        Map.of(
                                0, new Gathered(Neighborhood.TOO_LARGE),
                                1, new Gathered(Neighborhood.TOO_LARGE),
                                2, new Gathered(Neighborhood.TOO_LARGE)));
    }

    private static Neighborhood of(int records, int length) {
        List<SourceRecord> all = new ArrayList<>();
        String value = "x".repeat(length);
        for (int i = 0; i < records; i++) {
            all.add(
                    SourceRecord.upsert(
                            new RecordIdentity("person", "crm", "" + i),
                            OptionalLong.empty(),
                            List.of(new Descriptor("name", value, Interval.ALWAYS))));
        }
        return new Neighborhood(all, List.of(), List.of(), false);
    }
}
