package io.kindred.storage;

import io.kindred.model.Question;
import io.kindred.storage.AnswerMessage.Opened;
import io.kindred.storage.AnswerMessage.Part;

/**
 * The bytes of a part of an answer on its way.
 *
 * <p>Version 1: version byte; a byte for the kind (1 opened, 2 part); the token; of what is opened
 * when it was asked, signed, the number of shards, unsigned, the question's id, its deadline in
 * milliseconds, unsigned, and its subject, see {@link SubjectFormat}; of a part its owner,
 * unsigned, and what was found, see {@link FoundFormat}.
 */
public final class AnswerMessageFormat implements BinaryFormat<AnswerMessage> {

    /** The one instance. */
    public static final AnswerMessageFormat INSTANCE = new AnswerMessageFormat();

    private static final String WHAT = "part of an answer";
    private static final int VERSION = 1;
    private static final int OPENED = 1;
    private static final int PART = 2;

    private AnswerMessageFormat() {}

    @Override
    public byte[] write(AnswerMessage message) {
        ByteWriter writer = new ByteWriter(256).raw(VERSION);
        if (message instanceof Opened opened) {
            writer.raw(OPENED)
                    .string(opened.token())
                    .signed(opened.askedAt())
                    .unsigned(opened.shards())
                    .string(opened.question().id())
                    .unsigned(opened.question().deadlineMillis());
            SubjectFormat.write(writer, opened.question().subject());
        } else {
            Part part = (Part) message;
            FoundFormat.write(
                    writer.raw(PART).string(part.token()).unsigned(part.owner()), part.found());
        }
        return writer.toBytes();
    }

    @Override
    public AnswerMessage read(byte[] bytes) {
        ByteReader reader = new ByteReader(WHAT, bytes);
        reader.version(VERSION);
        int kind = reader.raw();
        String token = reader.string();
        AnswerMessage message =
                switch (kind) {
                    case OPENED -> opened(token, reader);
                    case PART ->
                            new Part(token, ShardNumbers.read(reader), FoundFormat.read(reader));
                    default ->
                            throw new CorruptStateException(WHAT, "no message is of kind " + kind);
                };
        reader.end();
        return message;
    }

    private static Opened opened(String token, ByteReader reader) {
        long askedAt = reader.signed();
        int shards = ShardNumbers.read(reader);
        return reader.checked(
                () ->
                        new Opened(
                                token,
                                askedAt,
                                shards,
                                new Question(
                                        reader.string(),
                                        reader.unsigned(),
                                        SubjectFormat.read(reader))));
    }
}
