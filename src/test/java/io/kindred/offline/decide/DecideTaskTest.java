package io.kindred.offline.decide;

import io.kindred.codec.OntologyDocument;
import io.kindred.codec.StrictYaml;
import io.kindred.model.Conflict;
import io.kindred.model.Decision;
import io.kindred.model.Descriptor;
import io.kindred.model.RecordIdentity;
import io.kindred.model.SourceRecord;
import io.kindred.model.SourceRecord.Op;
import io.kindred.model.Verdict;
import io.kindred.offline.Declaration;
import io.kindred.offline.OfflineShard;
import io.kindred.oracle.Arrival;
import io.kindred.resolve.ShardEngine;
import io.kindred.resolve.emit.ShardOutput;
import io.kindred.storage.memory.InMemoryShardTables;
import io.kindred.storage.shard.DeclarationRule;
import io.kindred.temporal.Interval;
import io.kindred.temporal.Timeline;
import io.kindred.testkit.Vector;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;

class DecideTaskTest {

    private static final String ONTOLOGY =
            """
            entity_types:
              person:
                identity_keys:
                  - {name: email, attributes: [email]}
                  - {name: phone, attributes: [phone]}
                strong_identifiers: [{attribute: ssn}]
            """;

    private final Shard shard = new Shard(ONTOLOGY, Timeline.MILLIS);

    static Stream<Vector> vectors() {
        return Vector.every();
    }

    @ParameterizedTest
    @MethodSource("vectors")
    void findsAllConflictsOrTheWorst(Vector vector) {
        Shard ofVector = new Shard(vector.ontologyJson(), Timeline.INTEGER);
        vector.arrivalsAndTime().forEach(ofVector::take);

        List<OpenConflict> all = ofVector.find(1_000, false).worst();

        assertThat(all)
                .extracting(OpenConflict::conflict)
                .containsExactlyInAnyOrderElementsOf(vector.conflicts());
        assertThat(ofVector.find(2, false).worst()).isEqualTo(all.subList(0, Math.min(2, all.size())));
        assertThat(ofVector.find(1_000, true).worst())
                .isEqualTo(all.stream().filter(OpenConflict::isToBeAsked).toList());
        for (OpenConflict open : all) {
            Set<List<String>> pairs = new HashSet<>();
            for (PairQuestion question : open.questions()) {
                assertThat(question.left()).isLessThan(question.right());
                assertThat(open.conflict().toString())
                        .contains(question.left().toString(), question.right().toString());
                assertThat(pairs.add(List.of(question.left().uid(), question.right().uid())))
                        .isTrue();
                if (open.conflict() instanceof Conflict.Direct) {
                    assertThat(question.leftEntity()).isEqualTo(question.rightEntity());
                } else {
                    assertThat(question.leftEntity()).isNotEqualTo(question.rightEntity());
                }
            }
        }
    }

    @Test
    void asksAboutTheRecordsThatDiffer() {
        shard.record("1", "email", "ann@x");
        shard.record("2", "email", "ann@x", "ssn", "A", "phone", "5");
        shard.record("3", "phone", "5", "ssn", "A");
        shard.record("4", "email", "ann@x", "ssn", "B");

        assertThat(questions(shard.find(9, true)))
                .singleElement()
                .isIn("email 2-4 1-2 1-4", "email 2-4 1-4 1-2");
    }

    @Test
    void whatIsDecidedInTheStateIsNotAsked() {
        shard.record("1", "email", "ann@x", "ssn", "A");
        shard.record("2", "email", "ann@x", "ssn", "B", "phone", "5");
        shard.record("3", "email", "bo@x", "phone", "7", "name", "Bo");
        shard.record("4", "email", "bo@x", "phone", "7", "name", "Bob");
        shard.record("5", "email", "ann@x", "phone", "5", "ssn", "A");
        shard.decision("1", "2", Verdict.DIFFERENT, 5, "asked him");
        shard.decision("3", "4", Verdict.SAME, 6, "");

        assertThat(questions(shard.find(9, true))).isEmpty();
        OpenConflicts all = shard.find(9, false);
        assertThat(questions(all))
                .containsExactly("email 1-2=", "phone 2-5=", "name 3-4=");
        assertThat(
                        StoredDecision.of(
                                all.record(id("1")).orElseThrow(),
                                all.record(id("2")).orElseThrow()))
                .contains(
                        new StoredDecision(
                                true, Verdict.DIFFERENT, OptionalLong.of(5), "asked him"));

        shard.withdrawal("1", "2", 7);
        assertThat(questions(shard.find(9, true))).containsExactly("email 1-2", "phone 2-5");
    }

    @Test
    void decisionsThatContradictEachOtherAreAskedAgain() {
        shard.record("1", "email", "ann@x");
        shard.record("2", "email", "ann@y");
        shard.record("3", "email", "ann@z");
        shard.decision("1", "2", Verdict.SAME, 1, "");
        shard.decision("2", "3", Verdict.SAME, 1, "");
        shard.decision("1", "3", Verdict.DIFFERENT, 1, "");

        assertThat(questions(shard.find(9, true))).containsExactly("decision 2-3 1-3");
        assertThat(questions(shard.find(9, false, "2", "3")))
                .containsExactly("decision 2-3= 1-3=", "email 1-2=");
    }

    @Test
    void whatIsDecidedElsewhereIsNotAsked() {
        shard.record("1", "email", "ann@x", "ssn", "A");
        shard.record("2", "email", "ann@x", "ssn", "B", "phone", "5");
        shard.record("3", "phone", "5", "ssn", "A");
        shard.record("4", "phone", "9", "ssn", "C", "name", "Bo");
        shard.record("5", "phone", "9", "ssn", "C", "name", "Bob");

        assertThat(questions(shard.find(9, true))).hasSize(3);
        assertThat(questions(shard.find(9, true, "1", "2"))).doesNotContain("email 1-2").hasSize(2);
        assertThat(questions(shard.find(9, true, "5", "4", "9", "1"))).hasSize(2);
        assertThat(questions(shard.find(1, true, "1", "2"))).containsExactly("phone 2-3");
    }

    /** The conflicts, each with its questions; those with a sign are answered. */
    private static List<String> questions(OpenConflicts found) {
        List<String> all = new ArrayList<>();
        for (OpenConflict open : found.worst()) {
            StringBuilder text = new StringBuilder();
            text.append(
                    open.conflict() instanceof Conflict.Indirect indirect
                            ? indirect.key()
                            : ((Conflict.Direct) open.conflict()).attribute());
            for (PairQuestion each : open.questions()) {
                text.append(' ').append(each.left().uid()).append('-').append(each.right().uid());
                text.append(each.isAnswered() ? "=" : "");
            }
            all.add(text.toString());
        }
        return all;
    }

    private static RecordIdentity id(String uid) {
        return new RecordIdentity("person", "crm", uid);
    }

    /** The only shard of a job, in memory. */
    private static final class Shard {

        private final InMemoryShardTables tables = new InMemoryShardTables();
        private final ShardEngine engine;
        private long order;

        Shard(String ontology, Timeline timeline) {
            OntologyDocument document = OntologyDocument.of(StrictYaml.read("ontology.yaml", ontology), timeline);
            engine = new ShardEngine(document.ontology(), timeline, tables);
            engine.tieTo(Declaration.text(timeline, document), DeclarationRule.SAME);
        }

        void record(String uid, String... values) {
            List<Descriptor> descriptors = new ArrayList<>();
            for (int i = 0; i < values.length; i += 2) {
                descriptors.add(new Descriptor(values[i], values[i + 1], Interval.ALWAYS));
            }
            engine.accept(SourceRecord.upsert(id(uid), OptionalLong.empty(), descriptors));
        }

        void decision(String left, String right, Verdict verdict, long version, String reason) {
            take(
                    Decision.about(
                            id(left),
                            id(right),
                            OptionalLong.of(version),
                            Op.UPSERT,
                            verdict,
                            reason));
        }

        void withdrawal(String left, String right, long version) {
            take(
                    Decision.about(
                            id(left),
                            id(right),
                            OptionalLong.of(version),
                            Op.DELETE,
                            Verdict.SAME,
                            ""));
        }

        private void take(Decision decision) {
            decision.sides(++order).forEach(engine::accept);
        }

        void take(Arrival arrival) {
            if (arrival instanceof Arrival.OfRecord one) {
                engine.accept(one.record());
            } else if (arrival instanceof Arrival.OfDecision one) {
                take(one.decision());
            } else {
                engine.advance(((Arrival.Clock) arrival).now());
                while (engine.expire(Integer.MAX_VALUE)) {
                    engine.flushAll(ShardOutput.NO_OP);
                }
            }
        }

        /**
         * @param decided the uids of pairs that are decided, two for each
         */
        OpenConflicts find(int limit, boolean isToBeAsked, String... decided) {
            engine.flushAll(ShardOutput.NO_OP);
            List<RecordPair> pairs = new ArrayList<>();
            for (int i = 0; i < decided.length; i += 2) {
                pairs.add(RecordPair.of(id(decided[i]), id(decided[i + 1])));
            }
            DecideTask task =
                    new DecideTask(
                            null, null, null, limit, isToBeAsked, DecideTask.joined(pairs));
            OpenConflicts found = new OpenConflicts(task);
            task.run(
                    new OfflineShard(
                            OfflineShard.Place.ONLY_SHARD,
                            0,
                            1,
                            tables,
                            table -> Collections.emptyIterator(),
                            InMemoryShardTables::new),
                    found);
            return found;
        }
    }
}
