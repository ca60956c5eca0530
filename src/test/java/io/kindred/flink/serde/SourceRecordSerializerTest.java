package io.kindred.flink.serde;

import io.kindred.model.Descriptor;
import io.kindred.model.RecordIdentity;
import io.kindred.model.SourceRecord;
import io.kindred.temporal.Interval;
import io.kindred.testkit.RandomHistories;
import io.kindred.testkit.RandomOptions;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.util.List;
import java.util.OptionalLong;

class SourceRecordSerializerTest extends MessageSerializerContract<SourceRecord> {

    SourceRecordSerializerTest() {
        super(FormatTypeInformation.SOURCE_RECORD);
    }

    @Override
    List<SourceRecord> samples() {
        return RandomHistories.generate(7, RandomOptions.MIXED.withUnversioned().withSizes(20, 60))
                .steps();
    }

    @Test
    void bytesOfVersion1AreRead() throws IOException {
        RecordIdentity ann = new RecordIdentity("person", "crm", "C-1");
        StoredBytes.check(
                "source-record-v1",
                getSerializer(),
                List.of(
                        SourceRecord.upsert(
                                ann,
                                OptionalLong.of(3),
                                List.of(
                                        new Descriptor("email", "ann@x.org", Interval.ALWAYS),
                                        new Descriptor("name", "Ännchen 😀", new Interval(-5, 300)),
                                        new Descriptor("name", "", new Interval(300, Interval.MAX)),
                                        new Descriptor(
                                                "name", "x", new Interval(Interval.MIN, 0)))),
                        SourceRecord.upsert(ann, OptionalLong.empty(), List.of()),
                        SourceRecord.delete(ann, OptionalLong.of(Long.MIN_VALUE)),
                        SourceRecord.delete(ann, OptionalLong.empty())));
    }
}
