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
 * The format of a part of an answer, between operators and in {@code OpenAnswer}.
 *
 * <p>Version 2: version byte; a byte for the kind (1 opened, 2 part, 3 shown); then the fields in
 * the format of {@link FieldwiseBytes}, except the time of the question, which is signed.
 *
 * <p>Version 1: the same without kind 3 and without {@link Opened#asksRow}, which is false.
 */
public final class AnswerMessageFormat implements BinaryFormat<AnswerMessage> {

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
        throw reader.corrupt("unknown kind of message " + kind);
    }
}
