package io.kindred.flink.config;

import io.kindred.codec.InvalidConfigException;
import io.kindred.temporal.Timeline;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class RetentionConfigReaderTest {

    private static final String LIMITED = "{entity_types: {person: {retention: 5}}}";
    private static final String UNLIMITED = "{entity_types: {person: {}}}";
    private static final String DURATION =
            "a duration in days, hours, minutes and seconds, such as P730D or PT12H";

    @TempDir private Path folder;

    @Test
    void isTheWallClockInHoursByDefault() throws IOException {
        JobConfig job = read(LIMITED, "");
        assertThat(job.retention()).isEqualTo(RetentionConfig.DEFAULT);
        assertThat(job.retention().now()).isEqualTo(new Now.Wall(Duration.ofHours(1)));
        assertThat(job.retention().forgetAfter()).isEmpty();
        assertThat(job.recordedAt()).isFalse();
    }

    @Test
    void readsEverySetting() throws IOException {
        JobConfig job =
                read(
                        LIMITED,
                        "now: wall\nnow_step: PT1S\nforget_deleted_after: P90D\nrecorded_at: true");
        assertThat(job.retention())
                .isEqualTo(
                        new RetentionConfig(
                                new Now.Wall(Duration.ofSeconds(1)),
                                Optional.of(Duration.ofDays(90))));
        assertThat(job.recordedAt()).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "2024-05-01,1714521600000",
        "2024-05-01T00:00:00.001Z,1714521600001",
        "1714521600000,1714521600000",
        "-5,-5"
    })
    void readsATime(String now, long points) throws IOException {
        assertThat(read(LIMITED, "now: " + now).retention().now())
                .isEqualTo(new Now.Fixed(points, Timeline.MILLIS));
    }

    @Test
    void takesPointsOfATimelineOfIntegers() throws IOException {
        assertThat(read(LIMITED, "timeline: integer\nnow: 7").retention().now())
                .isEqualTo(new Now.Fixed(7, Timeline.INTEGER));
        assertThat(read(UNLIMITED, "timeline: integer").retention())
                .isEqualTo(RetentionConfig.DEFAULT);
    }

    @Test
    void stepsAreCountedFromTheEpoch() {
        Now.Wall hours = new Now.Wall(Duration.ofHours(1));
        long noon = Instant.parse("2024-05-01T12:00:00Z").toEpochMilli();
        assertThat(hours.at(noon)).isEqualTo(noon);
        assertThat(hours.at(noon + 3_599_999)).isEqualTo(noon);
        assertThat(hours.at(noon - 1)).isEqualTo(noon - 3_600_000);
        assertThat(hours.at(-1)).isEqualTo(-3_600_000);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "now: noon|now: expected wall, an ISO-8601 date or date-time, or epoch"
                        + " milliseconds, found 'noon'",
                "now: |now: expected wall, an ISO-8601 date or date-time, or epoch milliseconds,"
                        + " found nothing",
                "now: [1]|now: expected wall, an ISO-8601 date or date-time, or epoch"
                        + " milliseconds, found a list",
                "'now: 2024-05-01\nnow_step: PT1H'|now_step: only for now: wall; leave it out",
                "now_step: P1M|now_step: expected "
                        + DURATION
                        + ", found 'P1M'; years, months and weeks are not allowed, write days",
                "now_step: 5|now_step: expected " + DURATION + ", found the number 5",
                "now_step: PT0.999S|now_step: expected a duration of at least PT1S, found PT0.999S",
                "forget_deleted_after: P0D|forget_deleted_after: expected a duration of at least"
                        + " PT1S, found P0D",
                "'timeline: integer\nnow: 2024-05-01'|now: expected an integer, a point of the"
                        + " timeline, found '2024-05-01'",
                "timeline: integer|now: missing; expected an integer: the ontology has a"
                        + " retention, and with timeline integer the wall clock is no point of it",
                "'timeline: integer\nnow: wall'|now: expected an integer: the ontology has a"
                        + " retention, and with timeline integer the wall clock is no point of it",
                "recorded_at: 1|recorded_at: expected true or false, found the number 1"
            })
    void namesWhatIsWrong(String fields, String problem) {
        assertThatThrownBy(() -> read(LIMITED, fields))
                .isInstanceOf(InvalidConfigException.class)
                .hasMessage(folder.resolve("job.yaml") + ": " + problem);
    }

    @Test
    void aDurationHasNoPlaceOnATimelineOfIntegers() {
        assertThatThrownBy(
                        () ->
                                read(
                                        "{entity_types: {person: {retention: P1D}}}",
                                        "timeline: integer\nnow: 5"))
                .hasMessageContaining(
                        "ontology.entity_types.person.retention: expected an integer of points");
    }

    private JobConfig read(String ontology, String fields) throws IOException {
        Path file = folder.resolve("job.yaml");
        Files.writeString(
                file,
                String.join(
                        "\n",
                        "ontology: " + ontology,
                        "sources: [{type: files, path: in, format: record}]",
                        "sinks: {entities: {type: files, path: out}}",
                        fields));
        return JobConfigReader.read(file);
    }
}
