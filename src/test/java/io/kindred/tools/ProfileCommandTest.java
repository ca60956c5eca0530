package io.kindred.tools;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.kindred.cli.CommandRun;
import io.kindred.codec.OntologyReader;
import io.kindred.ontology.EntityTypeRules;
import io.kindred.ontology.IdentityKey;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;

class ProfileCommandTest {

    private static final String SURNAMES =
            "adams baker clark davies evans foster green hughes irving jones kelly lewis mason nolan"
                    + " owens parker quinn reed shaw turner young";

    @TempDir private Path folder;

    /**
     * Forty people twice; the second record has a typo in the given name, and two have no e-mail.
     */
    private Path people() throws IOException {
        StringBuilder csv = new StringBuilder("id;given_name;surname;full_name;email;sex\n");
        String[] surnames = SURNAMES.split(" ");
        for (int i = 0; i < 80; i++) {
            int person = i / 2;
            String given = (i % 2 == 0 ? "ann" : "anm") + (char) ('a' + person % 26);
            String surname = surnames[person % surnames.length];
            csv.append(i).append(';').append(given).append(';').append(surname).append(';');
            csv.append(given).append(' ').append(surname).append(';');
            csv.append(i == 79 ? "N/A" : i == 78 ? "000-000-0000" : "mail" + person + "@x.org");
            csv.append(';').append(person % 2 == 0 ? "f" : "m").append('\n');
        }
        return write("people.csv", csv.toString());
    }

    @Test
    void printsAttributesAndBlocks() throws IOException {
        CommandRun run = profile(people().toString());

        assertThat(run.exitCode()).isZero();
        assertThat(run.err()).contains("people.csv: id");
        assertThat(run.out())
                .contains("80 records of type record; 0 of 80 inputs rejected\n")
                .containsPattern("surname +name +100.0 % +21 ")
                .containsPattern("full_name +name, repeats given_name +100.0 %")
                .containsPattern("email +email +100.0 % +41 +mail0@x.org \\(2\\)")
                .containsPattern("\nemail +97.5 % +39 +39 +0.5 +0 +mail0@x.org \\(2\\)\n");
    }

    @Test
    void writesAnOntologyThatCanBeRead() throws IOException {
        Path ontology = folder.resolve("ontology.yaml");

        CommandRun run =
                profile(
                        people().toString(),
                        "--entity-type",
                        "person",
                        "--output",
                        ontology.toString());

        assertThat(run.exitCode()).isZero();
        String yaml = Files.readString(ontology);
        EntityTypeRules rules =
                OntologyReader.read("ontology.yaml", yaml).rules("person").orElseThrow();
        assertThat(rules.identityKeys())
                .filteredOn(key -> !key.isTested())
                .extracting(IdentityKey::name)
                .containsExactly("email");
        assertThat(rules.identityKeys()).anyMatch(IdentityKey::isTested);
        assertThat(rules.attribute("email").normalization().apply(" n/a ")).isEmpty();
        assertThat(rules.attribute("email").normalization().apply("000-000-0000")).isEmpty();
        assertThat(yaml).contains("# Repeats given_name, so no key or condition uses it.");

        CommandRun again = profile(people().toString(), "--output", ontology.toString());
        assertThat(again.exitCode()).isEqualTo(2);
        assertThat(again.err()).contains("which exists");
    }

    @Test
    void countsGenericValuesBeyondTheLimit() throws IOException {
        JsonNode json = json("--max-records", "3");

        JsonNode surname = key(json, "surname");
        assertThat(surname.path("generic_values").intValue()).isEqualTo(19);
        assertThat(surname.path("generic_records").intValue()).isEqualTo(76);
        assertThat(surname.path("pairs").intValue()).isEqualTo(2);
        assertThat(key(json("--max-records", "4"), "surname").path("pairs").intValue())
                .isEqualTo(116);
    }

    @Test
    void estimatesWhatItMayNotCount() throws IOException {
        JsonNode json = json("--distinct", "10");

        assertThat(key(json, "email").path("is_exact").booleanValue()).isFalse();
        assertThat(profile(people().toString(), "--distinct", "10").out())
                .contains("~ estimated from a sample");
    }

    @Test
    void readsTheSourcesOfAJobAndRecordsInJson() throws IOException {
        write(
                "r.jsonl",
                """
                {"entity_type":"a","perspective":"p","uid":"1","descriptors":[{"attr":"x","value":"v"}]}
                {"entity_type":"b","perspective":"p","uid":"1","descriptors":[]}
                {"entity_type":"a","perspective":"p","uid":"2","op":"delete"}
                nonsense
                """);
        Path job =
                write(
                        "job.yaml",
                        """
                        ontology: {entity_types: {"*": {}}}
                        sources: [{name: s, type: files, path: r.jsonl, format: record}]
                        sinks: {entities: {type: files, path: out}}
                        output: final
                        """);

        for (CommandRun run :
                Stream.of(
                                profile("--job", job.toString()),
                                profile(folder.resolve("r.jsonl").toString()))
                        .toList()) {
            assertThat(run.out())
                    .contains("1 records of type a; 1 of 4 inputs rejected\n")
                    .contains("First rejected: ", "r.jsonl: line 4: not JSON")
                    .contains("Left out: 1 records of type b");
        }
    }

    @Test
    void saysWhatIsWrongWithTheInput() throws IOException {
        assertFails(profile(), "no SOURCE is given");
        assertFails(profile("nowhere.csv"), "there is no file");
        assertFails(profile(write("e.csv", "\n").toString()), "e.csv: the file is empty");
        assertFails(profile(write("o.csv", "a\n1\n").toString()), "one column");
        assertFails(profile(people().toString(), "--uid", "nr"), "no column 'nr' among id");
        assertFails(profile(people().toString(), "--keys", "-1"), "--keys is -1");
    }

    private JsonNode json(String... options) throws IOException {
        String[] all =
                Stream.concat(Stream.of(people().toString(), "--json"), Stream.of(options))
                        .toArray(String[]::new);
        return new ObjectMapper().readTree(profile(all).out());
    }

    private static JsonNode key(JsonNode profile, String name) {
        for (JsonNode key : profile.path("keys")) {
            if (key.path("key").textValue().equals(name)) {
                return key;
            }
        }
        throw new AssertionError("no key " + name + " in " + profile);
    }

    private static void assertFails(CommandRun run, String message) {
        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).contains(message);
    }

    private static CommandRun profile(String... arguments) {
        return CommandRun.of(
                KindredTools.commandLine(),
                Stream.concat(Stream.of("profile"), Stream.of(arguments)).toArray(String[]::new));
    }

    private Path write(String name, String content) throws IOException {
        return Files.writeString(folder.resolve(name), content);
    }
}
