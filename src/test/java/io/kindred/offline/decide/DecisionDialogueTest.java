package io.kindred.offline.decide;

import io.kindred.codec.OntologyReader;
import io.kindred.model.Conflict;
import io.kindred.model.Conflict.Role;
import io.kindred.model.Conflict.Scope;
import io.kindred.model.Conflict.Side;
import io.kindred.model.Conflict.ValueRecords;
import io.kindred.model.Decision;
import io.kindred.model.Descriptor;
import io.kindred.model.HeldDecision;
import io.kindred.model.HeldDecisions;
import io.kindred.model.RecordDigest;
import io.kindred.model.RecordIdentity;
import io.kindred.model.Verdict;
import io.kindred.offline.Declaration;
import io.kindred.resolve.ColdShard.Placed;
import io.kindred.temporal.Interval;
import io.kindred.temporal.Timeline;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringReader;
import java.io.StringWriter;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class DecisionDialogueTest {

    private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");
    private static final Declaration DECLARATION =
            new Declaration(
                    Timeline.MILLIS,
                    OntologyReader.read(
                            "ontology.yaml",
                            """
                            entity_types:
                              person:
                                identity_keys: [{name: email, attributes: [email]}]
                                strong_identifiers: [{attribute: ssn}]
                            """));

    private final Map<RecordIdentity, Placed> records =
            new HashMap<>(
                    Map.of(
                            id("1"), placed("1", "person-a", "A"),
                            id("2"), placed("2", "person-b", "B"),
                            id("3"), placed("3", "person-c", ""),
                            id("4"), placed("4", "person-a", "")));

    /** An email of three entities. */
    private static final Conflict EMAIL =
            new Conflict.Indirect(
                    "person",
                    "email",
                    List.of("ann@x"),
                    Interval.ALWAYS,
                    List.of("ssn"),
                    List.of(
                            new Side("person-a", Role.ANCHORED, List.of(id("1"), id("4"))),
                            new Side("person-b", Role.ANCHORED, List.of(id("2"))),
                            new Side("person-c", Role.AMBIGUOUS, List.of(id("3")))));

    private final StringWriter out = new StringWriter();
    private final List<String> written = new ArrayList<>();
    private final List<Long> versions = new ArrayList<>();

    @Test
    void writesEachAnswerAtOnce() throws Exception {
        ask(" S \ncalled her\nx\nskip\nDifferent\n\n", 0, false, open("c1", EMAIL));

        assertThat(written).containsExactly("SAME 1-2 'called her' ann", "DIFFERENT 2-3 '' ann");
        assertThat(versions).containsExactly(NOW.toEpochMilli(), NOW.toEpochMilli() + 1);
        assertThat(out.toString())
                .contains(
                        "Conflict 1 of 1 (indirect, person), id c1\n"
                                + "email 'ann@x' always: 4 records have it, but they are in 3"
                                + " entities. They stay\napart because they differ in ssn at the"
                                + " same time. 1 entity could belong to more\nthan one of the"
                                + " others.\n",
                        "crm 1 is in person-a, with 1 other record. crm 2 is in person-b.\n"
                                + "Are crm 1 and crm 2 the same person?\n"
                                + "same (s), different (d), skip (k), quit (q): "
                                + "Reason (Enter for none): Written: same.\n",
                        "Please type s, d, k or q.\n",
                        "\n2 decisions written to memory, 1 question skipped.\n")
                .doesNotContain("not asked");
    }

    @Test
    void doesNotAskAboutTheSameEntitiesAgain() throws Exception {
        OpenConflict phone = open("c2", EMAIL, question("2", "4"));
        ask("d\n\nq\n", 0, false, open("c1", EMAIL), phone, open("c3", EMAIL));

        assertThat(written).containsExactly("DIFFERENT 1-2 '' ann");
        assertThat(out.toString()).doesNotContain("Conflict 2 of 3", "Are crm 2 and crm 4");

        written.clear();
        out.getBuffer().setLength(0);
        ask("d\n\nk\nk\n", 0, false, open("c1", EMAIL), phone);
        assertThat(out.toString()).contains("1 question not asked, because your answers decide");

        ask("d\n\nk\nk\ns\n\n", 0, true, open("c1", EMAIL), phone);
        assertThat(written).endsWith("SAME 2-4 '' ann");
    }

    @Test
    void whatFollowsFromAnswersIsNotAsked() throws Exception {
        ask("s\n\nd\n\n", 0, false, open("c1", EMAIL));

        assertThat(written).containsExactly("SAME 1-2 '' ann", "DIFFERENT 1-3 '' ann");
        assertThat(out.toString())
                .contains(
                        "2 decisions written to memory, 0 questions skipped.\n1 question not asked")
                .doesNotContain("Are crm 2 and crm 3");
    }

    @Test
    void listsHowManyQuestionsAreAnswered() {
        PairQuestion open = question("1", "2");
        PairQuestion answered = question("1", "3").answered();

        assertThat(
                        ConflictList.text(
                                DECLARATION,
                                List.of(
                                        open("c1", EMAIL, answered),
                                        open("c2", EMAIL, answered, open),
                                        open("c3", EMAIL, open))))
                .contains(
                        "   1 question, answered.\n",
                        "   2 questions, 1 of them answered.\n",
                        "   1 question.\n");
    }

    /** 1 and 2 are the same, and so are 2 and 3, but 1 and 3 are different. */
    @Test
    void asksAboutADecisionThatContradictsWhatFollowsFromAnswers() throws Exception {
        records.put(id("1"), held("1", "person-a", 1, 3));
        records.put(id("3"), held("3", "person-c", 3, 1));
        records.put(id("2"), placed("2", "person-a", ""));
        OpenConflict contradiction = open("c1", EMAIL, question("2", "3"), question("1", "3"));

        ask("s\n\ns\n\n", 0, false, contradiction);
        assertThat(written).containsExactly("SAME 2-3 '' ann", "SAME 1-3 '' ann");

        written.clear();
        ask("d\n\n", 0, false, contradiction);
        assertThat(written).containsExactly("DIFFERENT 2-3 '' ann");
        assertThat(out.toString()).contains("1 question not asked");
    }

    /** A record that is decided to be different from another. */
    private static Placed held(String uid, String entityId, int digest, int other) {
        HeldDecision decision =
                new HeldDecision(
                        new RecordDigest(other, 0),
                        OptionalLong.of(1),
                        0,
                        false,
                        Verdict.DIFFERENT,
                        "");
        return new Placed(
                id(uid),
                entityId,
                placed(uid, entityId, "").descriptors(),
                new HeldDecisions(new RecordDigest(digest, 0), List.of(decision)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "q\n", "s", "s\n", "nonsense\nquit\n"})
    void theEndOfTheAnswersIsNoAnswer(String answers) throws Exception {
        ask(answers, 0, false, open("c1", EMAIL), open("c2", EMAIL));

        assertThat(written).isEmpty();
        assertThat(out.toString())
                .contains("\n0 decisions written to memory, 0 questions skipped.\n")
                .doesNotContain("Conflict 2");
    }

    @Test
    void versionsAreGreaterThanAllThatAreKnown() throws Exception {
        ask("s\n\nd\n\n", Long.MAX_VALUE - 5, false, open("c1", EMAIL));
        assertThat(versions).containsExactly(Long.MAX_VALUE - 4, Long.MAX_VALUE - 3);
        assertThatThrownBy(() -> ask("s\n\n", Long.MAX_VALUE, false, open("c1", EMAIL)))
                .hasMessageContaining("no version is greater");
    }

    @Test
    void leavesOutWhatIsAnsweredOrNotFound() throws Exception {
        PairQuestion answered = question("1", "2").answered();
        OpenConflict gone = open("c1", EMAIL, answered, question("1", "9"));
        ask("", 0, false, gone);
        assertThat(out.toString()).contains("There is nothing to ask").doesNotContain("Conflict");

        ask("s\n\n", 0, true, gone);
        assertThat(written).containsExactly("SAME 1-2 '' ann");
    }

    @Test
    void saysWhatADecisionAboutOneEntityDoes() throws Exception {
        Conflict ssn =
                new Conflict.Direct(
                        "person",
                        "person-a",
                        "ssn",
                        Interval.ALWAYS,
                        Scope.ENTITY,
                        List.of(
                                new ValueRecords("A", List.of(id("1"))),
                                new ValueRecords("B", List.of(id("4")))),
                        List.of("one_ssn"));
        ask("k\n", 0, false, open("c1", ssn, question("1", "4")));
        assertThat(out.toString())
                .contains(
                        "ssn of one entity has 2 values always: 'A' (crm 1), 'B' (crm 4). That"
                                + " violates\none_ssn.\n",
                        "Both records are in person-a. 'different' takes them apart.");
    }

    @Test
    void endsIfADecisionCannotBeWritten() {
        assertThatThrownBy(
                        () ->
                                ask(
                                        "s\n\ns\n\n",
                                        0,
                                        false,
                                        new Memory() {
                                            @Override
                                            public void append(
                                                    Decision decision, String by, Instant at)
                                                    throws IOException {
                                                throw new IOException("full");
                                            }
                                        },
                                        open("c1", EMAIL)))
                .hasMessage("full");
        assertThat(out.toString()).doesNotContain("Written");
    }

    private void ask(String answers, long greatest, boolean isAgain, OpenConflict... conflicts)
            throws IOException {
        ask(answers, greatest, isAgain, new Memory(), conflicts);
    }

    private void ask(
            String answers,
            long greatest,
            boolean isAgain,
            DecisionSink sink,
            OpenConflict... conflicts)
            throws IOException {
        Function<RecordIdentity, Optional<Placed>> lookUp =
                record -> Optional.ofNullable(records.get(record));
        new DecisionDialogue(
                        new StringReader(answers),
                        new PrintWriter(out),
                        sink,
                        Clock.fixed(NOW, ZoneOffset.UTC),
                        new DecisionDialogue.Options("ann", greatest, isAgain))
                .run(DECLARATION, List.of(conflicts), lookUp);
    }

    /** A conflict with the questions that it has in a shard, unless others are given. */
    private OpenConflict open(String id, Conflict conflict, PairQuestion... questions) {
        return new OpenConflict(
                id,
                conflict,
                questions.length > 0
                        ? List.of(questions)
                        : new QuestionFinder(
                                        DECLARATION.ontology(),
                                        record -> Optional.ofNullable(records.get(record)))
                                .of(conflict));
    }

    private PairQuestion question(String left, String right) {
        return PairQuestion.about(id(left), entity(left), id(right), entity(right));
    }

    private String entity(String uid) {
        return Optional.ofNullable(records.get(id(uid))).map(Placed::entityId).orElse("person-z");
    }

    private static Placed placed(String uid, String entityId, String ssn) {
        List<Descriptor> values = new ArrayList<>();
        values.add(new Descriptor("email", "ann@x", Interval.ALWAYS));
        if (!ssn.isEmpty()) {
            values.add(new Descriptor("ssn", ssn, Interval.ALWAYS));
        }
        return new Placed(id(uid), entityId, values);
    }

    private static RecordIdentity id(String uid) {
        return new RecordIdentity("person", "crm", uid);
    }

    private class Memory implements DecisionSink {

        @Override
        public void append(Decision decision, String by, Instant at) throws IOException {
            assertThat(at).isEqualTo(NOW);
            versions.add(decision.version().orElseThrow());
            written.add(
                    String.format(
                            "%s %s-%s '%s' %s",
                            decision.verdict(),
                            decision.lesser().uid(),
                            decision.greater().uid(),
                            decision.reason(),
                            by));
        }

        @Override
        public String name() {
            return "memory";
        }

        @Override
        public void close() {}
    }
}
