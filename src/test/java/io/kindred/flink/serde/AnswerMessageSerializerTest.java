package io.kindred.flink.serde;

import io.kindred.model.Answer;
import io.kindred.model.Question;
import io.kindred.model.RecordIdentity;
import io.kindred.storage.ByteKey;
import io.kindred.storage.keyed.ShownRow;
import io.kindred.storage.wire.AnswerMessage;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

class AnswerMessageSerializerTest extends MessageSerializerContract<AnswerMessage> {

    AnswerMessageSerializerTest() {
        super(FormatTypeInformation.ANSWER_MESSAGE);
    }

    @Test
    void bytesOfVersion1AreRead() throws IOException {
        StoredBytes.checkRead("answer-message-v1", getSerializer(), samples().subList(0, 2));
    }

    @Test
    void bytesOfVersion2AreReadAndWritten() throws IOException {
        StoredBytes.check("answer-message-v2", getSerializer(), samples());
    }

    @Override
    List<AnswerMessage> samples() {
        RecordIdentity ann = new RecordIdentity("person", "crm", "C-1");
        Question question = new Question("q", 5000, new Question.EntityOf(ann));
        byte[] digest = HexFormat.of().parseHex("02122232425262728292a2b2c2d2e2f2");
        ShownRow row = new ShownRow(300, new ByteKey(digest));
        return List.of(
                new AnswerMessage.Opened("a line 7", 5, 128, false, question),
                new AnswerMessage.Part("a line 7", 3, new Answer.OneEntity(Optional.empty())),
                new AnswerMessage.Opened("a line 7", 5, 128, true, question),
                new AnswerMessage.Shown("a line 7", Optional.of(row)),
                new AnswerMessage.Shown("a line 7", Optional.empty()));
    }
}
