package io.kindred.resolve.query;

import io.kindred.model.Answer.Found;
import io.kindred.model.Answer.OneEntity;
import io.kindred.model.Entity;
import io.kindred.model.EntityId;
import io.kindred.model.Question;
import io.kindred.model.RecordIdentity;
import io.kindred.model.Update;
import io.kindred.storage.keyed.EncodedUpdate;
import io.kindred.storage.keyed.ShownRow;
import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Optional;

import static org.assertj.core.api.Assertions.assertThat;

class AnswerMergeTest {

    private static final RecordIdentity ANN = new RecordIdentity("person", "crm", "C-1");
    private static final RecordIdentity BEA = new RecordIdentity("person", "hr", "7");
    private static final Question.Subject ABOUT_ANN = new Question.EntityOf(ANN);
    private static final Found PERSON_1 =
            new OneEntity(
                    Optional.of(new Entity("person-1", "person", List.of(ANN, BEA), List.of())));

    @Test
    void theRevisionIsOfTheRowThatAssignsTheRecordToTheEntity() {
        assertThat(AnswerMerge.revision(ABOUT_ANN, PERSON_1, shown(ANN, "person-1"))).hasValue(300);
    }

    @Test
    void aRowWithAnotherEntityGivesNoRevision() {
        assertThat(AnswerMerge.revision(ABOUT_ANN, PERSON_1, shown(ANN, "person-2"))).isEmpty();
        assertThat(AnswerMerge.revision(ABOUT_ANN, PERSON_1, Optional.empty())).isEmpty();
    }

    @Test
    void anUnknownRecordHasNoRevision() {
        assertThat(
                        AnswerMerge.revision(
                                ABOUT_ANN, new OneEntity(Optional.empty()), shown(ANN, "person-1")))
                .isEmpty();
    }

    @Test
    void answersByEntityIdHaveNoRevision() {
        assertThat(
                        AnswerMerge.revision(
                                new Question.ById(EntityId.of(ANN)),
                                PERSON_1,
                                shown(ANN, "person-1")))
                .isEmpty();
    }

    private static Optional<ShownRow> shown(RecordIdentity record, String entityId) {
        return EncodedUpdate.of(new Update.Assigned(record, entityId))
                .shown()
                .map(digest -> new ShownRow(300, digest));
    }
}
