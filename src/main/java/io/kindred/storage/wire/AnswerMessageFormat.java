package io.kindred.storage.wire;

import io.kindred.model.Digest;
import io.kindred.model.Question;
import io.kindred.storage.BinaryFormat;
import io.kindred.storage.ByteKey;
import io.kindred.storage.ByteReader;
import io.kindred.storage.ByteWriter;
import io.kindred.storage.CorruptStateException;
import io.kindred.storage.keyed.ShardNumbers;
import io.kindred.storage.keyed.ShownRow;
import io.kindred.storage.wire.AnswerMessage.Opened;
import io.kindred.storage.wire.AnswerMessage.Part;
import io.kindred.storage.wire.AnswerMessage.Shown;

/**
 * The bytes of a part of an answer on its way.
 *
 * <p>Version 2: version byte; a byte for the kind (1 opened, 2 part, 3 shown); the token; of what
 * is opened when it was asked, signed, the number of shards, unsigned, whether what is shown was
 * asked, too, a boolean, the question's id, its deadline in milliseconds, unsigned, and its
 * subject, see {@link SubjectFormat}; of a part its owner, unsigned, and what was found, see {@link
 * FoundFormat}; of what is shown a list of none or one row: its revision, unsigned, and 16 bytes of
 * digest.
 *
 * <p>Version 1: likewise without the kind 3 and the boolean, which stands for no.
 */
public final class AnswerMessageFormat implements BinaryFormat<AnswerMessage> {

    /** The one instance. */
    public static final AnswerMessageFormat INSTANCE = new AnswerMessageFormat();

    private static final String WHAT = "part of an answer";
    private static final int VERSION = 2;
    private static final int OPENED = 1;
    private static final int PART = 2;
    private static final int SHOWN = 3;

    private AnswerMessageFormat() {}

    @Override
    public byte[] write(AnswerMessage message) {
        ByteWriter writer = new ByteWriter(256).raw(VERSION);
        if (message instanceof Opened opened) {
            writer.raw(OPENED)
                    .string(opened.token())
                    .signed(opened.askedAt())
                    .unsigned(opened.shards())
                    .bool(opened.asksRow())
                    .string(opened.question().id())
                    .unsigned(opened.question().deadlineMillis());
            SubjectFormat.write(writer, opened.question().subject());
        } else if (message instanceof Part part) {
            FoundFormat.write(
                    writer.raw(PART).string(part.token()).unsigned(part.owner()), part.found());
        } else {
            Shown shown = (Shown) message;
            writer.raw(SHOWN)
                    .string(shown.token())
                    .list(
                            shown.row().stream().toList(),
                            (each, row) -> each.unsigned(row.revision()).raw(row.digest().bytes()));
        }
        return writer.toBytes();
    }

    @Override
    public AnswerMessage read(byte[] bytes) {
        ByteReader reader = new ByteReader(WHAT, bytes);
        int version = reader.version(VERSION);
        AnswerMessage message = read(version, reader);
        reader.end();
        return message;
    }

    private static AnswerMessage read(int version, ByteReader reader) {
        int kind = reader.raw();
        String token = reader.string();
        if (kind == OPENED) {
            return opened(token, version, reader);
        }
        if (kind == PART) {
            return new Part(token, ShardNumbers.read(reader), FoundFormat.read(reader));
        }
        if (kind == SHOWN && version > 1) {
            return new Shown(token, FoundFormat.atMostOne(reader.list(AnswerMessageFormat::row)));
        }
        throw new CorruptStateException(WHAT, "no message is of kind " + kind);
    }

    private static ShownRow row(ByteReader reader) {
        return reader.checked(
                () -> new ShownRow(reader.unsigned(), new ByteKey(reader.raw(Digest.BYTES))));
    }

    private static Opened opened(String token, int version, ByteReader reader) {
        long askedAt = reader.signed();
        int shards = ShardNumbers.read(reader);
        boolean asksRow = version > 1 && reader.bool();
        return reader.checked(
                () ->
                        new Opened(
                                token,
                                askedAt,
                                shards,
                                asksRow,
                                new Question(
                                        reader.string(),
                                        reader.unsigned(),
                                        SubjectFormat.read(reader))));
    }
}
