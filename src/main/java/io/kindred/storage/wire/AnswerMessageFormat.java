package io.kindred.storage.wire;

import io.kindred.model.Answer.Found;
import io.kindred.model.Question;
import io.kindred.storage.BinaryFormat;
import io.kindred.storage.ByteReader;
import io.kindred.storage.ByteWriter;
import io.kindred.storage.keyed.ShardNumbers;
import io.kindred.storage.wire.AnswerMessage.Opened;
import io.kindred.storage.wire.AnswerMessage.Part;
import io.kindred.storage.wire.AnswerMessage.Shown;

/**
 * The bytes of a part of an answer, on its way and in {@code OpenAnswer}.
 *
 * <p>Version 2: version byte; a byte for the kind (1 opened, 2 part, 3 shown); then the fields as
 * {@link FieldwiseBytes} has them, but for the time of asking, which is signed.
 *
 * <p>Version 1: likewise without the kind 3 and {@link Opened#asksRow}, which stands for no.
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
                    .bool(opened.asksRow());
            FieldwiseBytes.write(writer, Question.class, opened.question());
        } else if (message instanceof Part part) {
            writer.raw(PART).string(part.token()).unsigned(part.owner());
            FieldwiseBytes.write(writer, Found.class, part.found());
        } else {
            FieldwiseBytes.write(writer.raw(SHOWN), Shown.class, message);
        }
        return writer.toBytes();
    }

    @Override
    public AnswerMessage read(byte[] bytes) {
        ByteReader reader = new ByteReader(WHAT, bytes);
        AnswerMessage message = read(reader.version(VERSION), reader);
        reader.end();
        return message;
    }

    private static AnswerMessage read(int version, ByteReader reader) {
        int kind = reader.raw();
        if (kind == SHOWN && version > 1) {
            return FieldwiseBytes.read(reader, Shown.class);
        }
        if (kind == OPENED) {
            return new Opened(
                    reader.string(),
                    reader.signed(),
                    ShardNumbers.read(reader),
                    version > 1 && reader.bool(),
                    FieldwiseBytes.read(reader, Question.class));
        }
        if (kind == PART) {
            return new Part(
                    reader.string(),
                    ShardNumbers.read(reader),
                    FieldwiseBytes.read(reader, Found.class));
        }
        throw reader.corrupt("no message is of kind " + kind);
    }
}
