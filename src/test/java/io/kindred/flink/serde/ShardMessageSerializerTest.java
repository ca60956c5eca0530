package io.kindred.flink.serde;

import io.kindred.model.Descriptor;
import io.kindred.model.RecordIdentity;
import io.kindred.model.SourceRecord;
import io.kindred.storage.ByteKey;
import io.kindred.storage.KeyScope;
import io.kindred.storage.wire.KeyScopeChange;
import io.kindred.storage.wire.ShardMessage;
import io.kindred.temporal.Interval;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.util.List;
import java.util.OptionalLong;

class ShardMessageSerializerTest extends MessageSerializerContract<ShardMessage> {

    ShardMessageSerializerTest() {
        super(FormatTypeInformation.SHARD_MESSAGE);
    }

    @Test
    void bytesOfVersion1AreReadAndWritten() throws IOException {
        StoredBytes.check("shard-message-v1", getSerializer(), samples());
    }

    @Override
    List<ShardMessage> samples() {
        RecordIdentity ann = new RecordIdentity("person", "crm", "C-1");
        ByteKey signature = ByteKey.ofHex("000102030405060708090a0b0c0d0eff");
        return List.of(
                new ShardMessage.RecordChange(
                        0,
                        SourceRecord.upsert(
                                ann,
                                OptionalLong.of(300),
                                List.of(
                                        new Descriptor("email", "ann@x.org", Interval.ALWAYS),
                                        new Descriptor(
                                                "name", "Ännchen 😀", new Interval(-5, 9))))),
                new ShardMessage.RecordChange(300, SourceRecord.delete(ann, OptionalLong.of(1))),
                new ShardMessage.ScopeChange(
                        5, new KeyScopeChange("person", signature, KeyScope.LOCAL)),
                new ShardMessage.ScopeChange(
                        5, new KeyScopeChange("person", signature, KeyScope.SPANNING)),
                new ShardMessage.ScopeChange(
                        300, new KeyScopeChange("person", signature, KeyScope.GENERIC)));
    }
}
