package io.kindred.flink.operator;

import io.kindred.codec.OntologyDocument;
import io.kindred.codec.StrictYaml;
import io.kindred.model.Answer.Gathered;
import io.kindred.model.Answer.Matches;
import io.kindred.model.Answer.OneEntity;
import io.kindred.model.Answer.Registered;
import io.kindred.model.Descriptor;
import io.kindred.model.Entity;
import io.kindred.model.GoldenValue;
import io.kindred.model.Neighborhood;
import io.kindred.model.Query;
import io.kindred.model.Query.Condition;
import io.kindred.model.QueryAnswer;
import io.kindred.model.QueryAnswer.Match;
import io.kindred.model.Question;
import io.kindred.model.RecordIdentity;
import io.kindred.model.SourceRecord;
import io.kindred.model.Update;
import io.kindred.storage.keyed.EncodedUpdate;
import io.kindred.storage.keyed.Owners;
import io.kindred.storage.keyed.ShownRow;
import io.kindred.storage.wire.AnswerMessage;
import io.kindred.storage.wire.AnswerMessage.Opened;
import io.kindred.storage.wire.AnswerMessage.Part;
import io.kindred.storage.wire.AnswerMessage.Shown;
import io.kindred.temporal.Interval;
import io.kindred.temporal.Timeline;
import io.kindred.testkit.SampleUpdates;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.runtime.state.hashmap.HashMapStateBackend;
import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;

class AnswerOperatorHarnessTest {

    private static final Question QUESTION =
            new Question(
                    "q",
                    100,
                    new Question.Values(
                            new Query(
                                    "person",
                                    List.of(new Condition("email", "a@x")),
                                    Interval.ALWAYS)));

    private static final Question OF_RECORD =
            new Question("q", 100, new Question.EntityOf(SampleUpdates.C1));
    private static final RecordIdentity NEW = new RecordIdentity("person", "crm", "new");
    private static final Question OF_MATCH =
            new Question("q", 100, new Question.Match(matched(NEW)));
    private static final Optional<ShownRow> NOTHING = Optional.empty();

    @Test
    void answersOnceAllPartsAreHereWhateverTheirOrder() throws Exception {
        try (Running running = start()) {
            running.take(part(1, "e1", 5, 9));
            running.take(new Opened("t", 0, 2, false, QUESTION));
            running.take(part(Owners.RECONCILE, "e2", 0, 7));
            assertThat(running.rows()).isEmpty();
            running.take(part(0, "e2", 3, 4));
            assertThat(running.rows())
                    .containsExactly(
                            "{\"id\":\"q\",\"outcome\":\"conflict\",\"matches\":["
                                    + "{\"entity_id\":\"e2\",\"start\":0,\"end\":7,\"golden\":[]},"
                                    + "{\"entity_id\":\"e1\",\"start\":5,\"end\":9,\"golden\":[]}"
                                    + "],\"conflict\":{\"start\":5,\"end\":7,"
                                    + "\"entities\":[\"e1\",\"e2\"]}}");
            running.isEmpty();
        }
    }

    @Test
    void answersAtTheDeadlineWithWhatIsHereAndDropsWhatIsLate() throws Exception {
        try (Running running = start()) {
            running.take(new Opened("t", 0, 2, false, QUESTION));
            running.take(part(1, "e1", 5, 9));
            running.at(99);
            assertThat(running.rows()).isEmpty();
            running.at(100);
            assertThat(running.rows())
                    .containsExactly(
                            "{\"id\":\"q\",\"outcome\":\"timeout\","
                                    + "\"missing\":[\"shard 0\",\"reconcile\"],\"matches\":["
                                    + "{\"entity_id\":\"e1\",\"start\":5,\"end\":9,\"golden\":[]}"
                                    + "]}");
            running.take(part(0, "e2", 3, 4));
            running.take(part(Owners.RECONCILE, "e2", 3, 4));
            assertThat(running.rows()).hasSize(1);
            running.isEmpty();
        }
    }

    @Test
    void theOnlyShardHasNobodyBesideIt() throws Exception {
        try (Running running = start()) {
            running.take(new Opened("t", 0, 1, false, QUESTION));
            running.take(new Opened("another", 0, 1, false, QUESTION));
            running.take(part(0, "e1", 5, 9));
            assertThat(running.rows()).hasSize(1);
        }
    }

    @Test
    void goesOnAfterARestart() throws Exception {
        OperatorSubtaskState snapshot;
        try (Running running = start()) {
            running.take(new Opened("t", 0, 2, false, QUESTION));
            running.take(part(1, "e1", 5, 9));
            snapshot = running.snapshot();
        }
        try (Running running = restore(snapshot)) {
            running.take(part(0, "e2", 3, 4));
            running.take(part(Owners.RECONCILE, "e3", 3, 4));
            assertThat(running.rows()).hasSize(1);
            assertThat(running.rows().get(0)).contains("e1", "e2", "e3");
            running.isEmpty();
        }
        try (Running running = restore(snapshot)) {
            running.at(100);
            assertThat(running.rows().get(0)).contains("timeout", "shard 0", "e1");
        }
    }

    @Test
    void aMatchAmongSeveralShardsIsMadeOfTheirRecords() throws Exception {
        try (Running running = start()) {
            running.take(neighbors(1, SampleUpdates.C1));
            running.take(new Opened("t", 0, 2, false, OF_MATCH));
            running.take(neighbors(Owners.RECONCILE));
            running.take(neighbors(0));
            assertThat(running.rows()).isEmpty();
            running.take(registered());
            assertThat(running.rows())
                    .singleElement()
                    .asString()
                    .startsWith("{\"id\":\"q\",\"outcome\":\"joins\",\"replaces\":false,")
                    .contains("\"records\":[{\"perspective\":\"crm\",\"uid\":\"C-1\"}]");
            running.isEmpty();
        }
    }

    @Test
    void aMatchAmongSeveralShardsMissesTheRegistry() throws Exception {
        try (Running running = start()) {
            running.take(new Opened("t", 0, 2, false, OF_MATCH));
            running.take(neighbors(0));
            running.at(100);
            assertThat(running.rows())
                    .singleElement()
                    .asString()
                    .contains("\"missing\":[\"shard 1\",\"reconcile\",\"registry\"]");
        }
    }

    @Test
    void aMatchWithTooManyRecordsSaysSo() throws Exception {
        try (Running running = start()) {
            running.take(new Opened("t", 0, 2, false, OF_MATCH));
            running.take(registered());
            running.take(neighbors(0, SampleUpdates.C1));
            running.take(new Part("t", 1, new Gathered(Neighborhood.TOO_LARGE)));
            running.take(neighbors(Owners.RECONCILE));
            assertThat(running.rows())
                    .containsExactly(
                            "{\"id\":\"q\",\"outcome\":\"too_large\",\"reason\":\"the record shares"
                                    + " key values with records whose components have more than"
                                    + " 10000 records, or more than 8 MiB\"}");
            running.isEmpty();
        }
    }

    private static SourceRecord matched(RecordIdentity identity) {
        return SourceRecord.upsert(
                identity,
                OptionalLong.of(1),
                List.of(new Descriptor("email", "a@x", Interval.ALWAYS)));
    }

    private static Part registered() {
        return new Part(
                "t",
                Owners.REGISTRY,
                new Registered(new Question.Neighbors(matched(NEW), Optional.empty())));
    }

    private static Part neighbors(int owner, RecordIdentity... records) {
        return new Part(
                "t",
                owner,
                new Gathered(
                        new Neighborhood(
                                Stream.of(records).map(AnswerOperatorHarnessTest::matched).toList(),
                                List.of(),
                                List.of(),
                                false)));
    }

    @Test
    void theEntityOfARecordComesWithTheRevisionThatShowsIt() throws Exception {
        try (Running running = start()) {
            running.take(new Shown("t", Optional.of(row("person-1", 7))));
            running.take(new Opened("t", 0, 1, true, OF_RECORD));
            assertThat(running.rows()).isEmpty();
            running.take(found("person-1"));
            assertThat(running.rows())
                    .containsExactly(
                            "{\"id\":\"q\",\"outcome\":\"entity\",\"entity_id\":\"person-1\","
                                    + "\"entity_type\":\"person\",\"records\":"
                                    + "[{\"perspective\":\"crm\",\"uid\":\"C-1\"}],"
                                    + "\"golden\":[],\"revision\":7}");
            running.isEmpty();
        }
    }

    @Test
    void theRevisionOfAnotherEntityIsLeftOut() throws Exception {
        for (Optional<ShownRow> shown : List.of(Optional.of(row("person-2", 7)), NOTHING)) {
            try (Running running = start()) {
                running.take(new Opened("t", 0, 1, true, OF_RECORD));
                running.take(found("person-1"));
                assertThat(running.rows()).isEmpty();
                running.take(new Shown("t", shown));
                assertThat(running.rows())
                        .singleElement()
                        .asString()
                        .contains("\"outcome\":\"entity\"")
                        .doesNotContain("revision");
                running.isEmpty();
            }
        }
    }

    @Test
    void atTheDeadlinePublishMayBeMissing() throws Exception {
        OperatorSubtaskState snapshot;
        try (Running running = start()) {
            running.take(new Opened("t", 0, 1, true, OF_RECORD));
            running.take(found("person-1"));
            snapshot = running.snapshot();
            running.at(100);
            assertThat(running.rows())
                    .singleElement()
                    .asString()
                    .contains("\"timeout\",\"missing\":[\"publish\"],\"entity_id\":\"person-1\"")
                    .doesNotContain("revision");
            running.take(new Shown("t", Optional.of(row("person-1", 7))));
            assertThat(running.rows()).hasSize(1);
            running.isEmpty();
        }
        try (Running running = restore(snapshot)) {
            running.take(new Shown("t", Optional.of(row("person-1", 7))));
            assertThat(running.rows()).singleElement().asString().contains("\"revision\":7");
        }
    }

    /** As earlier versions asked, whose questions may still be open in a savepoint. */
    @Test
    void whereNoRowWasAskedNoneIsMissing() throws Exception {
        try (Running running = start()) {
            running.take(new Opened("t", 0, 1, false, OF_RECORD));
            running.take(found("person-1"));
            assertThat(running.rows()).singleElement().asString().doesNotContain("revision");
            running.isEmpty();
        }
    }

    private static Part found(String entity) {
        return new Part(
                "t",
                0,
                new OneEntity(
                        Optional.of(
                                new Entity(
                                        entity, "person", List.of(SampleUpdates.C1), List.of()))));
    }

    private static ShownRow row(String entity, long revision) {
        return new ShownRow(
                revision,
                EncodedUpdate.of(new Update.Assigned(SampleUpdates.C1, entity))
                        .shown()
                        .orElseThrow());
    }

    private static Part part(int owner, String entity, long start, long end) {
        return new Part(
                "t",
                owner,
                new Matches(
                        new QueryAnswer(
                                List.of(
                                        new Match(
                                                entity,
                                                new Interval(start, end),
                                                List.<GoldenValue>of())),
                                Optional.empty())));
    }

    private static Running start() throws Exception {
        Running running = new Running();
        running.open();
        return running;
    }

    private static Running restore(OperatorSubtaskState snapshot) throws Exception {
        Running running = new Running();
        running.restore(snapshot, 1, 0);
        return running;
    }

    private static final class Running extends OneInputHarness<String, AnswerMessage, OutputRow> {

        Running() throws Exception {
            super(
                    new AnswerOperator(
                            OntologyDocument.of(
                                    StrictYaml.read(
                                            "test",
                                            "entity_types: {person: {identity_keys:"
                                                    + " [{name: email, attributes: [email]}]}}")),
                            Timeline.INTEGER),
                    AnswerOperator::key,
                    Types.STRING,
                    1,
                    0);
            on(new HashMapStateBackend());
        }

        List<String> rows() {
            return outputs().stream().map(OutputRow::toString).toList();
        }

        void isEmpty() {
            assertThat(stateEntries()).isZero();
            assertThat(timers()).isZero();
        }
    }
}
