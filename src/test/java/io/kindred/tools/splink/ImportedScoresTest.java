package io.kindred.tools.splink;

import io.kindred.codec.OntologyReader;
import io.kindred.model.Descriptor;
import io.kindred.model.RecordIdentity;
import io.kindred.ontology.EntityTypeRules;
import io.kindred.resolve.match.Matcher;
import io.kindred.resolve.record.NormalizedRecord;
import io.kindred.temporal.Interval;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

import static org.assertj.core.api.Assertions.assertThat;

/** An imported model scores pairs as Splink's formula does by hand. */
class ImportedScoresTest {

    private static final List<String> ATTRIBUTES = List.of("first_name", "surname", "dob", "email");

    private static final EntityTypeRules RULES = rules();

    /** The prior is -10000; records are first name, surname, date and email. */
    @ParameterizedTest
    @CsvSource({
        // Surname, less for the most frequent one; date; email.
        "ann smith 1980-01-02 a@x, ann smith 1980-01-02 a@x, 5000 10000 4000",
        "ann smith 1980-01-02 a@x, bob smith 1980-01-02 a@x, 5000 10000 4000",
        "ann zyx 1980-01-02 a@x, bob zyx 1980-01-02 a@x, 7000 10000 4000",
        "ann other 1980-01-02 a@x, bob other 1980-01-02 a@x, 6000 10000 4000",
        // Both are swapped; one is not enough.
        "ann smith 1980-01-02 a@x, smith ann 1980-01-02 a@x, 8000 10000 4000",
        "ann smith 1980-01-02 a@x, smith bob 1980-01-02 a@x, -1000 10000 4000",
        // Missing names count only together.
        "ann - 1980-01-02 a@x, ann smith 1980-01-02 a@x, -1000 10000 4000",
        "- - 1980-01-02 a@x, ann smith 1980-01-02 a@x, 0 10000 4000",
        // A typo, some days, more days, no date.
        "ann smith 1980-01-02 a@x, ann smith 1980-10-02 a@x, 5000 2000 4000",
        "ann smith 1980-01-20 a@x, ann smith 1980-02-19 a@x, 5000 415 4000",
        "ann smith 1980-01-20 a@x, ann smith 1980-02-20 a@x, 5000 2000 4000",
        "ann smith 1980-01-21 a@x, ann smith 1980-03-09 a@x, 5000 -5000 4000",
        "ann smith 1980-01-02 a@x, ann smith 1980-01-52 a@x, 5000 0 4000",
        "ann smith unknown a@x, ann smith unknown a@x, 5000 0 4000",
        // The user name, none, a missing email.
        "ann smith 1980-01-02 martha@x, ann smith 1980-01-02 marhta@y, 5000 10000 1000",
        "ann smith 1980-01-02 @x, ann smith 1980-01-02 @y, 5000 10000 -1000",
        "ann smith 1980-01-02 -, ann smith 1980-01-02 @y, 5000 10000 0",
    })
    void addsTheWeightsOfLevels(String left, String right, String weights) {
        long expected = -10000;
        for (String weight : weights.split(" ")) {
            expected += Long.parseLong(weight);
        }

        assertThat(Matcher.of(RULES).score(record("1", left), record("2", right), Interval.ALWAYS))
                .isEqualTo(expected);
    }

    private static NormalizedRecord record(String uid, String values) {
        List<Descriptor> descriptors = new ArrayList<>();
        String[] parts = values.split(" ");
        for (int i = 0; i < parts.length; i++) {
            if (!parts[i].equals("-")) {
                descriptors.add(new Descriptor(ATTRIBUTES.get(i), parts[i], Interval.ALWAYS));
            }
        }
        return NormalizedRecord.of(new RecordIdentity("person", "s", uid), descriptors, RULES);
    }

    private static EntityTypeRules rules() {
        Path folder = Path.of("src/test/resources/splink");
        SplinkImport.Options options =
                new SplinkImport.Options(
                        Optional.of(folder),
                        "person",
                        0,
                        OptionalLong.empty(),
                        false,
                        Optional.empty());
        try {
            String json = Files.readString(folder.resolve("people.json"));
            String yaml = SplinkImport.run("people.json", json, options).ontology();
            return OntologyReader.read("people.yaml", yaml).rules("person").orElseThrow();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
