package io.kindred.codec;

import io.kindred.model.Decision;
import io.kindred.model.Descriptor;
import io.kindred.model.RecordIdentity;
import io.kindred.model.SourceRecord;
import io.kindred.model.SourceRecord.Op;
import io.kindred.model.Verdict;
import io.kindred.temporal.Interval;
import io.kindred.temporal.Timeline;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.OptionalLong;

import static org.assertj.core.api.Assertions.assertThat;

class RecordWriterTest {

    private static final SourceRecord ANN =
            SourceRecord.upsert(
                    new RecordIdentity("person", "crm", "C \"1\"\n"),
                    OptionalLong.of(Long.MIN_VALUE),
                    List.of(
                            new Descriptor(
                                    "email", "ann@x.org\u0001\u2028\ud83d\ude00", Interval.ALWAYS),
                            new Descriptor("email", "", new Interval(Interval.MIN, 5)),
                            new Descriptor("name", "12", new Interval(-5, Interval.MAX)),
                            new Descriptor("name", "Ann", new Interval(0, Long.MAX_VALUE - 1)),
                            new Descriptor("name", "Ann", new Interval(0, Long.MAX_VALUE - 1))));

    @ParameterizedTest
    @EnumSource(Timeline.class)
    void writesWhatTheReaderReads(Timeline timeline) throws Exception {
        SourceRecord gone = SourceRecord.delete(ANN.identity(), OptionalLong.of(7));
        SourceRecord unversioned =
                SourceRecord.upsert(ANN.identity(), OptionalLong.empty(), ANN.descriptors());
        RecordReader reader = new RecordReader(timeline, "person"::equals);

        SourceRecord erased = SourceRecord.erase(ANN.identity(), OptionalLong.empty());

        for (SourceRecord each : List.of(ANN, gone, unversioned, erased)) {
            assertThat(reader.read(RecordWriter.line(each))).isEqualTo(each);
        }
    }

    @Test
    void writesDecisionsThatTheReaderReads() throws Exception {
        RecordReader reader = new RecordReader(Timeline.MILLIS, "person"::equals);
        RecordIdentity other = new RecordIdentity("person", "erp", "7");
        for (Decision each :
                List.of(
                        Decision.about(
                                other,
                                ANN.identity(),
                                OptionalLong.of(-3),
                                Op.UPSERT,
                                Verdict.SAME,
                                "called \"her\"\n"),
                        Decision.about(
                                ANN.identity(),
                                other,
                                OptionalLong.empty(),
                                Op.DELETE,
                                Verdict.DIFFERENT,
                                ""))) {
            assertThat(reader.decode(RecordWriter.line(each), "")).isEqualTo(Decoded.of(each));
        }
    }

    @Test
    void leavesOutWhatIsNotKnown() {
        SourceRecord gone =
                SourceRecord.delete(new RecordIdentity("a", "b", "c"), OptionalLong.empty());

        assertThat(new String(RecordWriter.line(gone), StandardCharsets.UTF_8))
                .isEqualTo(
                        "{\"entity_type\":\"a\",\"perspective\":\"b\",\"uid\":\"c\","
                                + "\"op\":\"delete\",\"descriptors\":[]}");
    }
}
