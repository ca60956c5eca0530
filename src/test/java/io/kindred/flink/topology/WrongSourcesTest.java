package io.kindred.flink.topology;

import io.kindred.codec.InvalidConfigException;
import io.kindred.flink.config.JobConfig;
import io.kindred.testkit.JobRun;
import io.kindred.testkit.TestJob;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class WrongSourcesTest {

    @TempDir private Path folder;

    private TestJob job;

    @BeforeEach
    void describe() {
        job = PeopleJob.in(folder).lines("a.csv", List.of("uid,email", "1,a"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"missing.jsonl", "missing", "*.jsonl", "in/**/*.csv"})
    void pathsWithoutFilesAreNamed(String path) {
        assertThatThrownBy(() -> build(job.records(path)))
                .isInstanceOf(InvalidConfigException.class)
                .hasMessageContaining(folder.resolve("job.yaml").toString())
                .hasMessageContaining("sources[0].path")
                .hasMessageContaining(folder.resolve(path).toString());
    }

    @Test
    void statesThatAreNotThereAreNamed() {
        String path = folder.resolve("no state").toString();

        assertThatThrownBy(() -> build(job.source(Map.of("type", "state", "path", "no state"))))
                .isInstanceOf(InvalidConfigException.class)
                .hasMessage(
                        folder.resolve("job.yaml")
                                + ": sources[0].path: "
                                + path
                                + ": no such savepoint or checkpoint");
    }

    @Test
    void aListOfPathsIsNamedForTheOneThatIsMissing() {
        job.source(PeopleJob.csv("a.csv")).records(List.of("a.csv", "b.jsonl"));

        assertThatThrownBy(() -> build(job))
                .isInstanceOf(InvalidConfigException.class)
                .hasMessageContaining(folder.resolve("job.yaml").toString())
                .hasMessageContaining("sources[1].path")
                .hasMessageContaining(folder.resolve("b.jsonl").toString());
    }

    @ParameterizedTest
    @ValueSource(strings = {"record", "csv"})
    void pathsOfFileSystemsThatAreNotThereAreNamed(String format) {
        Map<String, Object> source = new HashMap<>(PeopleJob.csv("nofs://bucket/a"));
        if (format.equals("record")) {
            source = Map.of("format", "record", "path", "nofs://bucket/a");
        }
        Map<String, Object> described = source;

        assertThatThrownBy(() -> build(job.source(described)))
                .isInstanceOf(InvalidConfigException.class)
                .hasMessageStartingWith(
                        folder.resolve("job.yaml")
                                + ": sources[0].path: cannot list nofs://bucket/a: ");
    }

    @Test
    void filesThatAreNotWhatTheirExtensionSaysAreNamed() throws IOException {
        Files.writeString(folder.resolve("plain.csv.gz"), "uid,email\n1,a\n");

        assertThatThrownBy(() -> build(job.source(PeopleJob.csv("plain.csv.gz"))))
                .isInstanceOf(InvalidConfigException.class)
                .hasMessage(
                        "%s: sources[0].path: cannot read file:%s: Input is not in the .gz format;"
                                + " correct the path or make it readable",
                        folder.resolve("job.yaml"), folder.resolve("plain.csv.gz"));
    }

    @Test
    void headersWithoutAMappedColumnAreNamed() {
        job.lines("in/good.csv", List.of("email,uid,more"))
                .lines("in/short.csv.gz", List.of("", "uid,mail", "1,a"));
        Map<String, Object> source = new HashMap<>(PeopleJob.csv("in"));
        source.put("attributes", Map.of("email", "email"));

        assertThatThrownBy(() -> build(job.source(source)))
                .isInstanceOf(InvalidConfigException.class)
                .hasMessageContaining(folder.resolve("job.yaml").toString())
                .hasMessageContaining("sources[0]")
                .hasMessageContaining(folder.resolve("in/short.csv.gz").toString())
                .hasMessageContaining("the header lacks email; it has uid, mail");
    }

    @Test
    void headersWithAColumnTwiceAreNamed() {
        job.lines("twice.csv", List.of("uid,uid"));

        assertThatThrownBy(() -> build(job.source(PeopleJob.csv("twice.csv"))))
                .isInstanceOf(InvalidConfigException.class)
                .hasMessageContaining("sources[0]")
                .hasMessageContaining(folder.resolve("twice.csv").toString())
                .hasMessageContaining("the column 'uid' occurs twice in the header");
    }

    @ParameterizedTest
    @ValueSource(strings = {"record", "csv"})
    void filesInUtf16AreNamed(String format) throws IOException {
        Path file = Files.writeString(folder.resolve("a"), "uid\n{}\n", StandardCharsets.UTF_16LE);
        Map<String, Object> source = new HashMap<>(PeopleJob.csv("a"));
        if (format.equals("record")) {
            source = Map.of("format", "record", "path", "a");
        }
        Map<String, Object> described = source;

        assertThatThrownBy(() -> build(job.source(described)))
                .isInstanceOf(InvalidConfigException.class)
                .hasMessage(
                        "%s: sources[0].path: cannot read file:%s: it is UTF-16 without"
                                + " a byte order mark; write encoding: utf-16",
                        folder.resolve("job.yaml"), file);
    }

    @Test
    void headersThatAreNotUtf8AreNamed() throws IOException {
        Path file =
                Files.writeString(
                        folder.resolve("a"), "uid,prénom\n1,Zoé\n", StandardCharsets.ISO_8859_1);

        assertThatThrownBy(() -> build(job.source(PeopleJob.csv("a"))))
                .isInstanceOf(InvalidConfigException.class)
                .hasMessage(
                        "%s: sources[0]: cannot read file:%s by this mapping: the header is not"
                                + " in the encoding of the source, by default UTF-8; write"
                                + " encoding: windows-1252, or whatever it is in",
                        folder.resolve("job.yaml"), file);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "identity_keys: [{name: k, attributes: [emial]}] | all | identity_keys[0].attributes[0]"
                        + " | 'emial', so the identity key k never applies, and no other key of person does; did you mean 'email'?; the"
                        + " sources give email",
                "identity_keys: [{name: k, attributes: [email]}], strong_identifiers: [{attribute:"
                        + " passport_nr}] | {email: , passportnr: email} |"
                        + " strong_identifiers[0].attribute | 'passport_nr', so the strong identifier"
                        + " passport_nr never applies; did you mean 'passportnr'?; the sources give"
                        + " email, passportnr",
                "identity_keys: [{name: k, attributes: [email, ssn]}] | all |"
                        + " identity_keys[0].attributes[1] | 'ssn', so the identity key k never"
                        + " applies, and no other key of person does; the sources give email",
            })
    void rulesThatCanNeverApplyAreNamed(
            String rules, String attributes, String place, String problem) {
        job.ontology("entity_types: {person: {" + rules + "}}");
        Map<String, Object> source = new HashMap<>(PeopleJob.csv("a.csv"));
        source.put("attributes", mapping(attributes));

        assertThatThrownBy(() -> build(job.source(source)))
                .isInstanceOf(InvalidConfigException.class)
                .hasMessageContaining(
                        "ontology.yaml: entity_types.person."
                                + place
                                + ": no source gives the attribute "
                                + problem);
    }

    private static Object mapping(String attributes) {
        if (attributes.equals("all")) {
            return attributes;
        }
        return Map.of("email", "email", "passportnr", "email");
    }

    /** An ontology may serve several jobs. */
    @Test
    void rulesThatMayBeMeantAreWarnings() {
        job.ontology(
                "entity_types: {person: {identity_keys: [{name: k, attributes: [email]}],"
                        + " strong_identifiers: [{attribute: ssn}], attributes: {email2: }},"
                        + " company: {identity_keys: [{name: k, attributes: [vat]}]}}");

        assertThat(build(job.source(PeopleJob.csv("a.csv"))))
                .containsExactly(
                        "entity_types.person.strong_identifiers[0].attribute: no source gives the"
                                + " attribute 'ssn', so the strong identifier ssn never applies;"
                                + " the sources give email");
    }

    @Test
    void sourcesThatMayGiveAnythingMakeEveryRuleUsable() {
        job.ontology("entity_types: {person: {identity_keys: [{name: k, attributes: [emial]}]}}")
                .lines("b.jsonl", List.of());

        assertThat(build(job.source(PeopleJob.csv("a.csv")).records("b.jsonl"))).isEmpty();
    }

    @Test
    void sourcesWithoutVersionsThatShareAPerspectiveAreNamed() {
        Map<String, Object> versioned = new HashMap<>(PeopleJob.csv("a.csv"));
        versioned.put("name", "versioned");
        versioned.put("version", "email");
        Map<String, Object> phones = new HashMap<>(PeopleJob.csv("a.csv"));
        phones.put("name", "phones");

        assertThat(build(job.source(PeopleJob.csv("a.csv")).source(versioned).source(phones)))
                .containsExactly(
                        "sources crm and phones both write perspective crm of person without"
                                + " versions: of rows with the same uid, the one that arrives later"
                                + " replaces the other; give each table a perspective of its own");
    }

    @Test
    void emptyFilesAreFine() {
        job.lines("empty.csv", List.of()).source(PeopleJob.csv("empty.csv"));

        assertThatCode(() -> build(job)).doesNotThrowAnyException();
    }

    private static List<String> build(TestJob job) {
        JobConfig config = job.config();
        StreamExecutionEnvironment env = JobRun.environment(config, 1);
        return JobGraphBuilder.build(env, config);
    }
}
