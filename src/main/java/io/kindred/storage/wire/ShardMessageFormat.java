package io.kindred.storage.wire;

import io.kindred.model.Digest;
import io.kindred.model.Question.Subject;
import io.kindred.model.SourceRecord;
import io.kindred.storage.BinaryFormat;
import io.kindred.storage.ByteKey;
import io.kindred.storage.ByteReader;
import io.kindred.storage.ByteWriter;
import io.kindred.storage.CorruptStateException;
import io.kindred.storage.KeyScope;
import io.kindred.storage.keyed.ShardNumbers;
import io.kindred.storage.keyed.SourceRecordFormat;
import io.kindred.storage.wire.ShardMessage.Asked;
import io.kindred.storage.wire.ShardMessage.Received;
import io.kindred.storage.wire.ShardMessage.RecordChange;
import io.kindred.storage.wire.ShardMessage.ScopeChange;

/**
 * The format of a message to a shard.
 *
 * <p>Version 1: version byte; a byte for the kind (1 change of a record, 2 scope change of a key
 * value, 3 a record as received, 4 a question, 5 another input as received); the shard, unsigned;
 * for a record the length and the bytes of {@link SourceRecordFormat}; for a scope change the
 * entity type, 16 bytes of signature, and the scope (0 ordinary, 1 spanning, 2 generic); for a
 * question its token and its subject, see {@link FieldwiseBytes}; for another input the length and
 * the bytes of {@link InputFormat}.
 */
public final class ShardMessageFormat implements BinaryFormat<ShardMessage> {

    public static final ShardMessageFormat INSTANCE = new ShardMessageFormat();

    private static final String WHAT = "message to a shard";
    private static final int VERSION = 1;
    private static final int CHANGE = 1;
    private static final int NEWS = 2;
    private static final int RECEIVED = 3;
    private static final int ASKED = 4;
    private static final int DECIDED = 5;

    private ShardMessageFormat() {}

    @Override
    public byte[] write(ShardMessage message) {
        ByteWriter writer = new ByteWriter(128).raw(VERSION);
        if (message instanceof RecordChange change) {
            writer.raw(CHANGE)
                    .unsigned(change.shard())
                    .bytes(SourceRecordFormat.INSTANCE.write(change.record()));
        } else if (message instanceof ScopeChange scopeChange) {
            writer.raw(NEWS)
                    .unsigned(scopeChange.shard())
                    .string(scopeChange.change().entityType())
                    .raw(scopeChange.change().signature().bytes());
            scopeChange.change().scope().write(writer);
        } else if (message instanceof Received received) {
            if (received.input() instanceof SourceRecord record) {
                writer.raw(RECEIVED)
                        .unsigned(received.shard())
                        .bytes(SourceRecordFormat.INSTANCE.write(record));
            } else {
                writer.raw(DECIDED)
                        .unsigned(received.shard())
                        .bytes(InputFormat.INSTANCE.write(received.input()));
            }
        } else {
            Asked asked = (Asked) message;
            FieldwiseBytes.write(
                    writer.raw(ASKED).unsigned(asked.shard()).string(asked.token()),
                    Subject.class,
                    asked.subject());
        }
        return writer.toBytes();
    }

    @Override
    public ShardMessage read(byte[] bytes) {
        ByteReader reader = new ByteReader(WHAT, bytes);
        reader.version(VERSION);
        int kind = reader.raw();
        int shard = ShardNumbers.read(reader);
        ShardMessage message =
                switch (kind) {
                    case CHANGE -> {
                        byte[] record = reader.bytes();
                        yield reader.checked(
                                () ->
                                        new RecordChange(
                                                shard, SourceRecordFormat.INSTANCE.read(record)));
                    }
                    case NEWS ->
                            new ScopeChange(
                                    shard,
                                    new KeyScopeChange(
                                            reader.string(),
                                            new ByteKey(reader.raw(Digest.BYTES)),
                                            KeyScope.read(reader)));
                    case RECEIVED ->
                            new Received(shard, SourceRecordFormat.INSTANCE.read(reader.bytes()));
                    case ASKED ->
                            new Asked(
                                    shard,
                                    reader.string(),
                                    FieldwiseBytes.read(reader, Subject.class));
                    case DECIDED -> new Received(shard, InputFormat.INSTANCE.read(reader.bytes()));
                    default ->
                            throw new CorruptStateException(
                                    WHAT, "unknown kind of message " + kind);
                };
        reader.end();
        return message;
    }
}
