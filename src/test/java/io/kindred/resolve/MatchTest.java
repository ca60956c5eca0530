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

import java.nio.charset.StandardCharsets;
import java.util.Optional;

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
                  cohesion: 0
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
        return new RecordReader(Timeline.MILLIS, "person"::equals)
                .read(json.getBytes(StandardCharsets.UTF_8));
    }

    private static RecordIdentity crm(String uid) {
        return new RecordIdentity("person", "crm", uid);
    }

    @Test
    void saysWhatEachKeyFindsOfTheCandidates() throws RejectedInputException {
        MatchResult found = engine.match(record("9", "1980-05-01", "smit", "ann", "rome"));
        System.out.println(new ExplanationText(Timeline.MILLIS).of(found));
        System.out.println(
                new String(
                        new AnswerRowJson(Timeline.MILLIS).row(found), StandardCharsets.UTF_8));
        assertThat(found.members()).containsExactly(crm("1"), crm("2"));
        assertThat(found.joined())
                .containsExactly(engine.entityOf(crm("1")).orElseThrow().id());
        assertThat(found.candidates()).hasSize(5);
        assertThat(engine.entityOf(crm("9"))).isEmpty();
    }

    @Test
    void explainsAPairByTestsScoresAndStrongIdentifiers() {
        System.out.println(explained("1", "3"));
        System.out.println(explained("1", "4"));
        System.out.println(explained("1", "5"));
        System.out.println(explained("1", "2"));
        System.out.println(
                text(new Question.Why(crm("1"), Optional.empty())));
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
