package io.kindred.resolve;

import io.kindred.codec.AnswerRowJson;
import io.kindred.codec.ExplanationText;
import io.kindred.codec.OntologyReader;
import io.kindred.codec.RecordReader;
import io.kindred.codec.RejectedInputException;
import io.kindred.model.Answer;
import io.kindred.model.MatchResult;
import io.kindred.model.Question;
import io.kindred.model.RecordIdentity;
import io.kindred.model.SourceRecord;
import io.kindred.resolve.emit.EmissionLimit;
import io.kindred.storage.memory.InMemoryShardTables;
import io.kindred.temporal.Timeline;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.util.Optional;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** A record that is matched without being inserted, and explanations with tests and scores. */
class MatchTest {

    private static final String ONTOLOGY =
            """
            entity_types:
              person:
                identity_keys:
                  - name: near_name
                    attributes: [dob]
                    where: [[{attribute: surname, compare: jaro_winkler, at_least: 0.9}]]
                  - {name: by_city, attributes: [city], where: score}
                score:
                  prior: -3000
                  link: 2000
                  cohesion: 4000
                  comparisons:
                    - attribute: surname
                      levels:
                        - {compare: equal, weight: 6210, frequencies: {smith: -1500}}
                        - {compare: jaro_winkler, at_least: 0.8, weight: 3100}
                      else: -3200
                    - {attribute: given_name, levels: [{compare: equal, weight: 4000}], else: -2000}
                strong_identifiers:
                  - {attribute: dob, differ: {compare: damerau_levenshtein, at_least: 2}}
            perspectives:
              crm: {}
            """;

    private final ShardEngine engine =
            new ShardEngine(
                    OntologyReader.read("ontology.yaml", ONTOLOGY),
                    Timeline.MILLIS,
                    new InMemoryShardTables());

    @BeforeEach
    void arrive() throws RejectedInputException {
        engine.accept(record("1", "1980-05-01", "smith", "ann", "rome"));
        engine.accept(record("2", "1980-05-01", "smyth", "ann", "oslo"));
        engine.accept(record("3", "1970-01-01", "smith", "ann", "rome"));
        engine.accept(record("4", "", "baker", "bob", "rome"));
        engine.accept(record("5", "1980-05-01", "jones", "joe", ""));
        engine.flush(update -> {});
    }

    private static SourceRecord record(
            String uid, String dob, String surname, String given, String city)
            throws RejectedInputException {
        String json =
                String.format(
                        "{\"entity_type\":\"person\",\"perspective\":\"crm\",\"uid\":\"%s\","
                                + "\"descriptors\":[{\"attr\":\"dob\",\"value\":\"%s\"},"
                                + "{\"attr\":\"surname\",\"value\":\"%s\"},"
                                + "{\"attr\":\"given_name\",\"value\":\"%s\"},"
                                + "{\"attr\":\"city\",\"value\":\"%s\"}]}",
                        uid, dob, surname, given, city);
        return new RecordReader(Timeline.MILLIS, "person"::equals).read(json.getBytes(UTF_8));
    }

    private static RecordIdentity crm(String uid) {
        return new RecordIdentity("person", "crm", uid);
    }

    @Test
    void saysWhyARecordHasNoCandidates() throws RejectedInputException {
        assertThat(text(record("9", "", "smit", "ann", "")))
                .contains("It has no values for any identity key, so nothing links it.");

        for (int i = 10; i < 110; i++) {
            engine.accept(record("" + i, "", "baker", "bob", "bern"));
        }
        engine.flush(update -> {});
        assertThat(text(record("9", "", "smit", "ann", "bern")))
                .contains("Key by_city: 'bern' would be generic: too many records would share it.")
                .doesNotContain("no values for any");
    }

    private String text(SourceRecord record) {
        return new ExplanationText(Timeline.MILLIS).of(engine.match(record));
    }

    @Test
    void saysWhoWouldBeJoinedAndWhatSpeaksAgainstEachCandidate() throws RejectedInputException {
        MatchResult found = engine.match(record("9", "1980-05-01", "smit", "ann", "rome"));

        assertThat(found.members()).containsExactly(crm("1"));
        assertThat(found.joined()).containsExactly(entity("1"));
        assertThat(found.candidates())
                .extracting(MatchResult.Candidate::record)
                .containsExactly(crm("1"), crm("3"), crm("4"), crm("2"), crm("5"));
        assertThat(new ExplanationText(Timeline.MILLIS).of(found))
                .contains("crm 9 would be in " + entity("1") + ", with crm 1.")
                .contains("  merged by near_name '1980-05-01' always: crm 1, crm 9")
                .contains("Candidate crm 3 (would be in " + entity("3") + "): kept apart")
                .contains("      no  surname jaro_winkler at_least 0.9: 'smit' and 'smyth'")
                .contains("    score -8.200, at least 2.000 links, always");
        assertThat(new String(new AnswerRowJson(Timeline.MILLIS).row(found), UTF_8))
                .startsWith(
                        "{\"outcome\":\"joins\",\"replaces\":false,\"entity_id\":\"" + entity("1"))
                .contains(
                        "{\"comparison\":\"surname\",\"level\":\"surname jaro_winkler at_least"
                                + " 0.8\",\"weight\":3100,\"first\":[\"smit\"],\"second\":[\"smith\"]}");
        assertThat(engine.entityOf(crm("9"))).isEmpty();
    }

    @Test
    void saysThatItWouldReplaceARecord() throws RejectedInputException {
        MatchResult found = engine.match(record("1", "", "baker", "bob", "rome"));

        assertThat(found.isReplacement()).isTrue();
        assertThat(found.members()).containsExactly(crm("4"));
    }

    @Test
    void explainsWhatTheScoreOfAPairIsMadeOf() {
        assertThat(explained("1", "3"))
                .contains("Contested: by_city 'rome' always, because of dob")
                .contains("  '1970-01-01' always in crm 3")
                .contains("  Key by_city: links them: 'rome'")
                .contains("    score 5.710, at least 2.000 links, always")
                .contains("          -3.000  prior")
                .contains(
                        "           4.710  surname: surname equal, of which -1.500 for the"
                                + " frequency ('smith' and 'smith')")
                .contains("           4.000  given_name: given_name equal ('ann' and 'ann')");
    }

    @Test
    void explainsWhichConditionOfATestFails() {
        assertThat(explained("1", "5"))
                .contains("crm 1 and crm 5 are two entities: no shared key values link them.")
                .contains("Key near_name: equal values, but the test does not hold: '1980-05-01'")
                .contains("no  surname jaro_winkler at_least 0.9: 'smith' and 'jones'");
    }

    @Test
    void explainsThatALinkIsRefusedForWantOfCohesion() throws RejectedInputException {
        engine.accept(record("6", "1990-01-01", "wright", "tom", "bern"));
        engine.accept(record("7", "1990-01-01", "wrights", "tim", "nice"));
        engine.accept(record("8", "", "wright", "tom", "bern"));
        engine.flush(update -> {});

        assertThat(explained("6", "8"))
                .contains("crm 6 and crm 8 are linked, but scores keep them apart.")
                .contains(
                        "  refused, too little alike on the whole: by_city 'bern' always: crm 6, crm 8,"
                                + " score 7.210, cohesion 2.655 over 2 pairs, at least 4.000 needed");
        assertThat(text(new Question.Why(crm("6"), Optional.empty())))
                .contains("  merged by near_name '1990-01-01' always: crm 6, crm 7");
    }

    /** One of a year's digits may differ without a conflict; both digits that differ are one. */
    @Test
    void showsNoValuesThatAStrongIdentifierCountsAsEqual() throws RejectedInputException {
        engine.accept(record("6", "1980-05-02", "smith", "ann", "rome"));
        engine.flush(update -> {});

        assertThat(explained("6", "3"))
                .contains("'1970-01-01' always in crm 3")
                .doesNotContain("'1980-05-01' always in crm 1, entity " + entity("3"));
        assertThat(explained("6", "1")).contains("are one entity");
    }

    private String entity(String uid) {
        return engine.entityOf(crm(uid)).orElseThrow().id();
    }

    private String explained(String one, String other) {
        return text(new Question.Why(crm(one), Optional.of(crm(other))));
    }

    private String text(Question.Why why) {
        return new ExplanationText(Timeline.MILLIS)
                .of(((Answer.Explained) engine.answer(why)).explanation());
    }

    @Test
    void isRefusedByOneShardOfSeveral() throws RejectedInputException {
        ShardEngine one =
                ShardEngine.ofSeveral(
                        OntologyReader.read("ontology.yaml", ONTOLOGY),
                        Timeline.MILLIS,
                        new InMemoryShardTables(),
                        EmissionLimit.NONE,
                        () -> 0);
        SourceRecord record = record("9", "", "smith", "ann", "rome");
        assertThatThrownBy(() -> one.match(record)).hasMessageContaining("one of several shards");
    }
}
