package io.kindred.codec;

import io.kindred.codec.RecordMapping.Field;
import io.kindred.model.RecordIdentity;
import io.kindred.model.SourceRecord;
import io.kindred.model.SourceRecord.Op;
import io.kindred.temporal.Timeline;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.OptionalLong;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class ValueDecoderTest {

    private static final RecordMapping MAPPING =
            SampleMappings.everyColumn(new Field.Constant("person"), new Field.Constant("crm"));
    private static final SourceRecord SEVEN =
            SourceRecord.upsert(
                    new RecordIdentity("person", "crm", "7"), OptionalLong.empty(), List.of());

    @Test
    void readsTheValueWhateverTheKey() throws Exception {
        assertThat(decode(Tombstones.REJECT, bytes("x"), bytes("{\"id\":7}")))
                .containsExactly(SEVEN);
        assertThat(decode(Tombstones.REJECT, null, bytes("{\"id\":7}"))).containsExactly(SEVEN);
    }

    @Test
    void tombstonesAreRejectedIgnoredOrDeletes() throws Exception {
        assertRejected(
                Tombstones.REJECT,
                bytes("7"),
                "a tombstone (the message has no value), expected a record; see the field"
                        + " tombstones of the source");
        assertThat(decode(Tombstones.IGNORE, bytes("7"), null)).isEmpty();
        assertThat(decode(deletes(), bytes("7"), null))
                .containsExactly(SourceRecord.delete(SEVEN.identity(), OptionalLong.empty()));
    }

    @Test
    void deletesNeedAKeyThatIsAUid() {
        assertRejected(
                deletes(),
                null,
                "a tombstone (the message has no value) without a key, expected the uid of the"
                        + " record to delete as the key");
        assertRejected(
                deletes(), new byte[] {(byte) 0xff}, "the key of a tombstone: not UTF-8 at byte 1");
        assertRejected(deletes(), new byte[0], "the key of a tombstone: uid is empty");
    }

    private static Tombstones deletes() {
        return Tombstones.remove(
                MAPPING, Encoding.JSON, Op.DELETE, Timeline.MILLIS, "person"::equals);
    }

    private static void assertRejected(
            Tombstones tombstones, byte @Nullable [] key, String reason) {
        assertThatThrownBy(() -> decode(tombstones, key, null))
                .isInstanceOf(RejectedInputException.class)
                .hasMessage(reason);
    }

    private static List<SourceRecord> decode(
            Tombstones tombstones, byte @Nullable [] key, byte @Nullable [] value)
            throws RejectedInputException {
        RecordDecoder values =
                new FlatJsonRecordReader(MAPPING, Timeline.MILLIS, "person"::equals, Notices.NONE);
        return new ValueDecoder(values, tombstones)
                .decode(new Message("t", 0, 1, key, value, 0, List.of()))
                .records();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
