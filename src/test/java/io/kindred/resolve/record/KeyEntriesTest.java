package io.kindred.resolve.record;

import io.kindred.resolve.Sample;
import io.kindred.temporal.Interval;
import io.kindred.temporal.IntervalSet;
import org.junit.jupiter.api.Test;

import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;

class KeyEntriesTest {

    @Test
    void aRecordWithoutAnAttributeOfAKeyHasNoEntryForIt() {
        assertThat(entries("name=Ann")).isEmpty();
        assertThat(entries("name=Ann", "dob=2000", "phone=5"))
                .containsExactly(entry(1, IntervalSet.of(Interval.ALWAYS), "A500", "2000"));
    }

    @Test
    void everyChoiceWhoseTimesMeetIsAnEntry() {
        assertThat(entries("name=Ann@0-10", "name=Bob@10-20", "dob=2000@5-15", "dob=2001@12-30"))
                .containsExactlyInAnyOrder(
                        entry(1, times(5, 10), "A500", "2000"),
                        entry(1, times(10, 15), "B100", "2000"),
                        entry(1, times(12, 20), "B100", "2001"));
    }

    @Test
    void touchingIsNotMeeting() {
        assertThat(entries("name=Ann@0-10", "dob=2000@10-20")).isEmpty();
    }

    @Test
    void equalValuesInAKeyAreOneEntry() {
        assertThat(entries("name=Ann@0-10", "name=Anne@10-20", "name=Amy@30-40", "dob=2000@5-"))
                .containsExactly(
                        entry(
                                1,
                                IntervalSet.of(List.of(new Interval(5, 20), new Interval(30, 40))),
                                "A500",
                                "2000"));
    }

    @Test
    void valuesThatMeanNothingAreLeftOut() {
        assertThat(entries("name=42", "dob=2000")).isEmpty();
        assertThat(entries("email= N/A ", "email=")).isEmpty();
    }

    @Test
    void entriesComeByPositionOfTheKey() {
        assertThat(entries("dob=2000", "name=Ann", "email=a"))
                .extracting(KeyEntry::keyPosition)
                .containsExactly(0, 1);
    }

    private static List<KeyEntry> entries(String... values) {
        return KeyEntries.of(Sample.record("crm", "1", values), Sample.RULES);
    }

    private static KeyEntry entry(int key, IntervalSet times, String... values) {
        return new KeyEntry(key, List.of(values), times);
    }

    private static IntervalSet times(long start, long end) {
        return IntervalSet.of(new Interval(start, end));
    }
}
