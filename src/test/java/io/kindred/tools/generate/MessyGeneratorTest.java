package io.kindred.tools.generate;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class MessyGeneratorTest {

    @TempDir private Path folder;

    @Test
    void givesTheSameBytesForTheSameSeed() throws IOException {
        String first = write("a", 1);

        assertThat(write("b", 1)).isEqualTo(first);
        assertThat(write("c", 2)).isNotEqualTo(first);
    }

    @Test
    void writesTheJobAndTheOntologyOfTheReadme() throws IOException {
        write("a", 1);
        // There they are part of a list.
        String readme =
                Files.readAllLines(Path.of("README.md")).stream()
                        .map(line -> line.startsWith("   ") ? line.substring(3) : line)
                        .collect(Collectors.joining("\n"));

        assertThat(readme).contains(read("a", "job.yaml"), read("a", "ontology.yaml"));
    }

    @Test
    void theTruthNamesEveryRow() throws IOException {
        write("a", 1);

        int rows = lines("customers.csv").size() - 1 + lines("orders.csv").size() - 1;
        List<String> truth = lines("truth.csv");
        assertThat(truth).hasSize(rows + 1).doesNotHaveDuplicates();
    }

    @Test
    void writesWhatRealSystemsHave() throws IOException {
        write("a", 1);

        assertThat(read("a", "customers.csv"))
                .contains(
                        "noreply@example.org",
                        "000-00-0000",
                        "N/A",
                        "NULL",
                        "+44 (0)",
                        "0044 ",
                        " ext. ",
                        "mailto:",
                        " <",
                        "@family.example",
                        "01/01/1900");
        assertThat(read("a", "orders.csv")).contains("; ");
    }

    @Test
    void peopleHaveNumbersOfTheirOwnAndNobodyInAHouseholdTheSameName() {
        MessyPeople people = new MessyPeople(3);
        Set<MessyPhone> own = new HashSet<>();
        Set<String> names = new HashSet<>();
        for (long i = 0; i < MessyPeople.MAX_PEOPLE; i++) {
            MessyPerson person = people.person(i);
            assertThat(own.add(person.phones().get(0))).isTrue();
            assertThat(names.add(i / 3 + person.givenName())).isTrue();
        }
    }

    @Test
    void refusesMorePeopleThanThereAreNumbers() {
        assertThatThrownBy(() -> new MessyGenerator(10_501, 1))
                .hasMessage("people is 10501, expected 1 to 10500 with --messy");
    }

    private String write(String name, long seed) throws IOException {
        new MessyGenerator(300, seed).write(folder.resolve(name));
        return read(name, "customers.csv") + read(name, "orders.csv") + read(name, "truth.csv");
    }

    private List<String> lines(String file) throws IOException {
        return Files.readAllLines(folder.resolve("a").resolve(file));
    }

    private String read(String name, String file) throws IOException {
        return Files.readString(folder.resolve(name).resolve(file));
    }
}
