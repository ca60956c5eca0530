package io.kindred.flink.serde;

import io.kindred.model.Answer;
import io.kindred.storage.BinaryFormat;
import io.kindred.storage.wire.AnswerMessage;
import io.kindred.storage.wire.AnswerMessageFormat;
import org.apache.flink.api.common.typeutils.SimpleTypeSerializerSnapshot;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;

import java.util.Optional;

/** Serializes {@link AnswerMessage}s by {@link AnswerMessageFormat}. */
public final class AnswerMessageSerializer extends FormatSerializer<AnswerMessage> {

    /** The one instance. */
    public static final AnswerMessageSerializer INSTANCE = new AnswerMessageSerializer();

    private static final long serialVersionUID = 1L;

    /** For whoever needs a value to have deserialized into, which never happens. */
    private static final AnswerMessage ANY =
            new AnswerMessage.Part("any", 0, new Answer.OneEntity(Optional.empty()));

    @Override
    BinaryFormat<AnswerMessage> format() {
        return AnswerMessageFormat.INSTANCE;
    }

    @Override
    public AnswerMessage createInstance() {
        return ANY;
    }

    @Override
    public TypeSerializerSnapshot<AnswerMessage> snapshotConfiguration() {
        return new Snapshot();
    }

    /** Says that this serializer wrote the data; public since Flink creates it by name. */
    public static final class Snapshot extends SimpleTypeSerializerSnapshot<AnswerMessage> {

        /** For Flink. */
        public Snapshot() {
            super(() -> INSTANCE);
        }
    }
}
