package io.kindred.storage.wire;

import io.kindred.model.Answer.Explained;
import io.kindred.model.Answer.Found;
import io.kindred.model.Answer.Gathered;
import io.kindred.model.Answer.Matched;
import io.kindred.model.Answer.Matches;
import io.kindred.model.Answer.OneEntity;
import io.kindred.model.Answer.Registered;
import io.kindred.model.Answer.TooLarge;
import io.kindred.model.Conflict;
import io.kindred.model.Descriptor;
import io.kindred.model.Entity;
import io.kindred.model.EntityId;
import io.kindred.model.Explanation;
import io.kindred.model.Explanation.Comparison;
import io.kindred.model.Explanation.ConflictingValue;
import io.kindred.model.Explanation.Contest;
import io.kindred.model.Explanation.Entry;
import io.kindred.model.Explanation.Group;
import io.kindred.model.Explanation.IdentifierConflict;
import io.kindred.model.Explanation.Link;
import io.kindred.model.Explanation.Reason;
import io.kindred.model.Explanation.Seen;
import io.kindred.model.GoldenValue;
import io.kindred.model.MatchResult;
import io.kindred.model.MergeStep;
import io.kindred.model.MilliBits;
import io.kindred.model.Neighborhood;
import io.kindred.model.Neighborhood.KeyValue;
import io.kindred.model.PairEvidence;
import io.kindred.model.Query;
import io.kindred.model.Query.Condition;
import io.kindred.model.QueryAnswer;
import io.kindred.model.Question;
import io.kindred.model.RecordIdentity;
import io.kindred.model.SourceRecord;
import io.kindred.storage.FormatCase;
import io.kindred.storage.keyed.Owners;
import io.kindred.storage.keyed.ShownRow;
import io.kindred.storage.shard.FormatCases;
import io.kindred.storage.wire.AnswerMessage.Opened;
import io.kindred.storage.wire.AnswerMessage.Part;
import io.kindred.storage.wire.AnswerMessage.Shown;
import io.kindred.temporal.Interval;
import io.kindred.temporal.IntervalSet;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/** The formats of questions and answers, with values that use all of them. */
public final class AnswerFormatCases {

    private static final RecordIdentity ANN = FormatCases.ANN;
    private static final RecordIdentity BEA = new RecordIdentity("person", "hr", "\ud83d\ude00");
    private static final List<Question.Subject> SUBJECTS =
            List.of(
                    new Question.Values(
                            new Query(
                                    "person",
                                    List.of(
                                            new Condition("email", "a@x"),
                                            new Condition("name", "")),
                                    new Interval(-5, Interval.MAX))),
                    new Question.EntityOf(ANN),
                    new Question.Why(ANN, Optional.empty()),
                    new Question.Why(ANN, Optional.of(BEA)),
                    new Question.ById(EntityId.of(ANN)));
    private static final ShownRow ROW = new ShownRow(300, FormatCases.digest(2));

    private AnswerFormatCases() {}

    public static Stream<FormatCase> all() {
        return Stream.of(
                questions(),
                answerMessage(),
                answerMessageShown(),
                questionsMatch(),
                answerMessageMatch(),
                questionsNeighbors(),
                answerMessageNeighbors(),
                openAnswer(),
                openAnswerShown());
    }

    private static FormatCase questions() {
        List<ShardMessage> messages = new ArrayList<>();
        messages.add(new ShardMessage.Received(0, SourceRecord.delete(ANN, OptionalLong.empty())));
        SUBJECTS.forEach(subject -> messages.add(new ShardMessage.Asked(300, "a line 7", subject)));
        return new MessageCase<>("shard-message-asked", 1, ShardMessageFormat.INSTANCE, messages);
    }

    private static FormatCase questionsMatch() {
        return new MessageCase<>(
                "shard-message-match",
                1,
                ShardMessageFormat.INSTANCE,
                List.of(new ShardMessage.Asked(0, "a line 7", match())));
    }

    private static FormatCase questionsNeighbors() {
        return new MessageCase<>(
                "shard-message-neighbors",
                1,
                ShardMessageFormat.INSTANCE,
                neighbors().stream()
                        .<ShardMessage>map(each -> new ShardMessage.Asked(300, "a line 7", each))
                        .toList());
    }

    private static List<Question.Neighbors> neighbors() {
        SourceRecord upsert = match().record();
        return List.of(
                new Question.Neighbors(upsert, Optional.empty()),
                new Question.Neighbors(
                        SourceRecord.delete(ANN, OptionalLong.of(301)), Optional.of(upsert)));
    }

    private static FormatCase answerMessageNeighbors() {
        KeyValue address = new KeyValue("email", List.of("a@x"));
        Neighborhood neighborhood =
                new Neighborhood(
                        List.of(match().record()),
                        List.of(new Neighborhood.Count(address, 300)),
                        List.of(address, new KeyValue("name_dob", List.of("ann", ""))),
                        false);
        return new MessageCase<>(
                "answer-message-neighbors",
                2,
                2,
                AnswerMessageFormat.INSTANCE,
                List.of(
                        new Part("t", Owners.REGISTRY, new Registered(neighbors().get(1))),
                        new Part("t", 3, new Gathered(neighborhood)),
                        new Part("t", 3, new Gathered(Neighborhood.TOO_LARGE)),
                        new Part("t", 3, new TooLarge())));
    }

    private static Question.Match match() {
        return new Question.Match(
                SourceRecord.upsert(
                        ANN,
                        OptionalLong.of(7),
                        List.of(new Descriptor("name", "Ann", new Interval(0, Interval.MAX)))));
    }

    /** What tests and scores add to answers. */
    private static FormatCase answerMessageMatch() {
        Seen ann = new Seen(ANN, "person-1", List.of(), 0);
        PairEvidence evidence = evidence();
        Explanation.OfPair pair =
                new Explanation.OfPair(
                        ANN,
                        BEA,
                        Optional.of(ann),
                        Optional.of(ann),
                        new Explanation.NotLinked(
                                List.of(
                                        new Comparison(
                                                "name", Reason.BELOW_LINK, List.of(), List.of()))));
        MatchResult result =
                new MatchResult(
                        ANN,
                        true,
                        Optional.of(ann),
                        List.of(BEA),
                        300,
                        List.of("person-1"),
                        evidence.refused(),
                        1,
                        List.of(
                                new MatchResult.Candidate(
                                        BEA, "person-2", pair.verdict(), evidence)),
                        2);
        Explanation.OfRecord record = new Explanation.OfRecord(ANN, Optional.of(ann), List.of(), 0);
        return new MessageCase<>(
                "answer-message-match",
                2,
                2,
                AnswerMessageFormat.INSTANCE,
                List.of(
                        new Opened("t", 1, 1, false, new Question("q", 1, match())),
                        new Part("t", 0, new Matched(MatchResult.absent(ANN, false))),
                        new Part("t", 0, new Matched(result)),
                        new Part(
                                "t",
                                0,
                                new Explained(
                                        new Explanation.OfBuilt(record, evidence.refused(), 5))),
                        new Part(
                                "t",
                                0,
                                new Explained(new Explanation.OfCompared(pair, evidence)))));
    }

    private static PairEvidence evidence() {
        PairEvidence.ConditionEvidence condition =
                new PairEvidence.ConditionEvidence(
                        "name jaro at_least 0.9", false, List.of("ann"), List.of("bea"));
        PairEvidence.ComparisonScore comparison =
                new PairEvidence.ComparisonScore(
                        "name",
                        "else",
                        List.of("ann"),
                        List.of("bea"),
                        new MilliBits(-3200),
                        new MilliBits(0));
        return new PairEvidence(
                List.of(
                        new PairEvidence.KeyEvidence(
                                "dob",
                                PairEvidence.Finding.TEST_FAILS,
                                List.of("1.1."),
                                IntervalSet.ALWAYS,
                                List.of(
                                        new PairEvidence.TestEvidence(
                                                Interval.ALWAYS, List.of(condition))),
                                Optional.empty()),
                        new PairEvidence.KeyEvidence(
                                "name",
                                PairEvidence.Finding.BELOW_LINK,
                                List.of("x"),
                                IntervalSet.ALWAYS,
                                List.of(),
                                Optional.of(
                                        new PairEvidence.ScoreEvidence(
                                                new Interval(0, 5),
                                                new MilliBits(-9966),
                                                List.of(comparison),
                                                new MilliBits(-13166),
                                                new MilliBits(0))))),
                List.of(
                        new MergeStep(
                                "name",
                                List.of("x"),
                                Interval.ALWAYS,
                                List.of(ANN, BEA),
                                Optional.of(new MilliBits(4100)),
                                MergeStep.Outcome.NOT_COHERENT,
                                Optional.of(
                                        new MergeStep.Cohesion(
                                                new MilliBits(-9000), 2, new MilliBits(-4000))))));
    }

    private static FormatCase answerMessage() {
        List<AnswerMessage> messages = new ArrayList<>();
        SUBJECTS.forEach(
                subject ->
                        messages.add(
                                new Opened(
                                        "a line 7",
                                        1_600_000_000_000L,
                                        128,
                                        false,
                                        new Question("q", 5000, subject))));
        found().forEach(found -> messages.add(new Part("a line 7", Owners.RECONCILE, found)));
        return new MessageCase<>("answer-message", 2, AnswerMessageFormat.INSTANCE, messages);
    }

    private static FormatCase answerMessageShown() {
        Question question = new Question("q", 5000, SUBJECTS.get(1));
        return new MessageCase<>(
                "answer-message-shown",
                2,
                2,
                AnswerMessageFormat.INSTANCE,
                List.of(
                        new Opened("a line 7", 1_600_000_000_000L, 128, true, question),
                        new Shown("a line 7", Optional.of(ROW)),
                        new Shown("a line 7", Optional.empty())));
    }

    private static FormatCase openAnswer() {
        Opened opened = new Opened("t", 1, 2, false, new Question("q", 1, SUBJECTS.get(1)));
        return new MessageCase<>(
                "open-answer",
                2,
                OpenAnswer.FORMAT,
                List.of(
                        OpenAnswer.NONE,
                        new OpenAnswer(Optional.of(opened), new TreeMap<>(), Optional.empty(), 0),
                        new OpenAnswer(Optional.empty(), parts(), Optional.empty(), 0),
                        new OpenAnswer(Optional.of(opened), parts(), Optional.empty(), 0),
                        new OpenAnswer(Optional.empty(), new TreeMap<>(), Optional.empty(), 300)));
    }

    private static FormatCase openAnswerShown() {
        Opened opened = new Opened("t", 1, 2, true, new Question("q", 1, SUBJECTS.get(1)));
        return new MessageCase<>(
                "open-answer-shown",
                2,
                2,
                OpenAnswer.FORMAT,
                List.of(
                        new OpenAnswer(Optional.of(opened), new TreeMap<>(), Optional.empty(), 0),
                        new OpenAnswer(
                                Optional.empty(),
                                new TreeMap<>(),
                                Optional.of(new Shown("t", Optional.of(ROW))),
                                0),
                        new OpenAnswer(
                                Optional.of(opened),
                                parts(),
                                Optional.of(new Shown("t", Optional.empty())),
                                0)));
    }

    private static SortedMap<Integer, Found> parts() {
        return new TreeMap<>(
                Map.of(
                        0,
                        new OneEntity(Optional.empty()),
                        Owners.RECONCILE,
                        new OneEntity(Optional.of(entity()))));
    }

    static List<Found> found() {
        Entry entry = new Entry("email", List.of("a@x"), IntervalSet.ALWAYS, false);
        Entry generic =
                new Entry(
                        "name_dob",
                        List.of("Ann", "1.1."),
                        IntervalSet.of(List.of(new Interval(0, 5), new Interval(7, Interval.MAX))),
                        true);
        Seen ann = new Seen(ANN, "person-1", List.of(entry, generic), 300);
        Seen bea = new Seen(BEA, "person-2", List.of(), 0);
        Group group =
                new Group("email", List.of("a@x"), Interval.ALWAYS, true, List.of(ANN, BEA), 1000);
        List<Link> chain =
                List.of(
                        new Link(
                                ANN,
                                BEA,
                                IntervalSet.ALWAYS,
                                IntervalSet.of(new Interval(3, 4)),
                                group));
        return Stream.concat(
                        Stream.of(
                                new Matches(new QueryAnswer(List.of(), Optional.empty())),
                                matches(),
                                new OneEntity(Optional.empty()),
                                new OneEntity(Optional.of(entity())),
                                new Explained(
                                        new Explanation.OfRecord(
                                                ANN, Optional.empty(), List.of(), 0)),
                                new Explained(
                                        new Explanation.OfRecord(
                                                ANN, Optional.of(ann), List.of(group), 300))),
                        Stream.of(
                                        new Explanation.Unknown(),
                                        new Explanation.Same(chain),
                                        new Explanation.KeptApart(
                                                chain, List.of(contest(List.of(ANN, BEA)))),
                                        new Explanation.NotLinked(
                                                List.of(
                                                        new Comparison(
                                                                "email",
                                                                Reason.UNDER_WAY,
                                                                List.of(entry),
                                                                List.of(entry, generic)))))
                                .map(
                                        verdict ->
                                                new Explained(
                                                        new Explanation.OfPair(
                                                                ANN,
                                                                BEA,
                                                                Optional.of(ann),
                                                                Optional.of(bea),
                                                                verdict))))
                .toList();
    }

    private static Found matches() {
        return new Matches(
                new QueryAnswer(
                        List.of(
                                new QueryAnswer.Match(
                                        "person-1",
                                        new Interval(0, 5),
                                        List.of(
                                                new GoldenValue(
                                                        "email", "A@x", new Interval(0, 5)))),
                                new QueryAnswer.Match("person-2", Interval.ALWAYS, List.of())),
                        Optional.of(
                                new QueryAnswer.Overlap(
                                        new Interval(0, 5), List.of("person-1", "person-2")))));
    }

    private static Entity entity() {
        return new Entity(
                "person-1",
                "person",
                List.of(ANN, BEA),
                List.of(new GoldenValue("email", "A@x", Interval.ALWAYS)));
    }

    private static Contest contest(List<RecordIdentity> records) {
        return new Contest(
                new Conflict.Indirect(
                        "person",
                        "email",
                        List.of("a@x"),
                        Interval.ALWAYS,
                        List.of("ssn"),
                        List.of(
                                new Conflict.Side(
                                        "person-1", Conflict.Role.ANCHORED, records.subList(0, 1)),
                                new Conflict.Side(
                                        "person-2",
                                        Conflict.Role.ANCHORED,
                                        records.subList(1, 2)))),
                List.of(
                        new IdentifierConflict(
                                "ssn",
                                new ConflictingValue("person-1", ANN, "1-2", Interval.ALWAYS),
                                new ConflictingValue("person-2", BEA, "1-3", new Interval(5, 9)))));
    }
}
