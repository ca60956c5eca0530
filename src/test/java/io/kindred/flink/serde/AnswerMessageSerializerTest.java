package io.kindred.flink.serde;

import io.kindred.model.Answer;
import io.kindred.model.Question;
import io.kindred.model.RecordIdentity;
import io.kindred.storage.AnswerMessage;
import org.apache.flink.api.common.typeutils.SerializerTestBase;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.util.List;
import java.util.Optional;

class AnswerMessageSerializerTest extends SerializerTestBase<AnswerMessage> {

    @Override
    protected TypeSerializer<AnswerMessage> createSerializer() {
        return AnswerMessageSerializer.INSTANCE;
    }

    @Override
    protected int getLength() {
        return -1;
    }

    @Override
    protected Class<AnswerMessage> getTypeClass() {
        return AnswerMessage.class;
    }

    @Override
    protected AnswerMessage[] getTestData() {
        return samples().toArray(AnswerMessage[]::new);
    }

    @Test
    void bytesOfVersion1AreReadAndWritten() throws IOException {
        StoredBytes.check("answer-message-v1", AnswerMessageSerializer.INSTANCE, samples());
    }

    @Test
    void staysCompatibleWithItself() throws IOException {
        StoredBytes.assertCompatible(AnswerMessageSerializer.INSTANCE);
    }

    private static List<AnswerMessage> samples() {
        RecordIdentity ann = new RecordIdentity("person", "crm", "C-1");
        return List.of(
                new AnswerMessage.Opened(
                        "a line 7", 5, 128, new Question("q", 5000, new Question.EntityOf(ann))),
                new AnswerMessage.Part("a line 7", 3, new Answer.OneEntity(Optional.empty())));
    }
}
