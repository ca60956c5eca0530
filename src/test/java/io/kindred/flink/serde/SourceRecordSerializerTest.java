package io.kindred.flink.serde;

import io.kindred.model.Descriptor;
import io.kindred.model.RecordIdentity;
import io.kindred.model.SourceRecord;
import io.kindred.storage.CorruptStateException;
import io.kindred.temporal.Interval;
import io.kindred.testkit.RandomHistories;
import io.kindred.testkit.RandomOptions;
import org.apache.flink.api.common.typeutils.SerializerTestBase;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.core.memory.DataInputDeserializer;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.util.List;
import java.util.OptionalLong;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

class SourceRecordSerializerTest extends SerializerTestBase<SourceRecord> {

    @Override
    protected TypeSerializer<SourceRecord> createSerializer() {
        return SourceRecordSerializer.INSTANCE;
    }

    @Override
    protected int getLength() {
        return -1;
    }

    @Override
    protected Class<SourceRecord> getTypeClass() {
        return SourceRecord.class;
    }

    @Override
    protected SourceRecord[] getTestData() {
        return RandomHistories.generate(7, RandomOptions.MIXED.withUnversioned().withSizes(20, 60))
                .steps()
                .toArray(SourceRecord[]::new);
    }

    @Test
    void bytesOfVersion1AreRead() throws IOException {
        RecordIdentity ann = new RecordIdentity("person", "crm", "C-1");
        StoredBytes.check(
                "source-record-v1",
                SourceRecordSerializer.INSTANCE,
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

    @Test
    void bytesOfALaterVersionAreRefused() throws IOException {
        byte[] bytes =
                StoredBytes.of(
                        SourceRecordSerializer.INSTANCE,
                        SourceRecord.delete(
                                new RecordIdentity("person", "crm", "C-1"), OptionalLong.empty()));
        bytes[4] = 3;
        assertThatThrownBy(
                        () ->
                                SourceRecordSerializer.INSTANCE.deserialize(
                                        new DataInputDeserializer(bytes)))
                .isInstanceOf(CorruptStateException.class)
                .hasMessageContaining("format version 3; this release reads 1 to 2");
    }

    @Test
    void staysCompatibleWithItself() throws IOException {
        StoredBytes.assertCompatible(SourceRecordSerializer.INSTANCE);
    }
}
