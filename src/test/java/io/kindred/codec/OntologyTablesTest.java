package io.kindred.codec;

import io.kindred.ontology.Level;
import io.kindred.temporal.Timeline;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Tables of an ontology in CSV files. */
class OntologyTablesTest {

    private static final String ONTOLOGY =
            """
            entity_types:
              person:
                score:
                  comparisons: [{attribute: a, levels: [{weight: 1, frequencies: tables/a.csv}]}]
            """;

    private static final String PLACE =
            "conf/o.yaml: entity_types.person.score.comparisons[0].levels[0].frequencies: ";

    @TempDir private Path folder;

    @BeforeEach
    void createFolder() throws IOException {
        Files.createDirectory(folder.resolve("tables"));
    }

    @Test
    void becomePartOfTheOntology() throws IOException {
        write("\ufeffvalue, weight\r\nsmith,-1500\r\n\"a \"\"b\"\",\nc\",2\r\n\r\n7,0\n");
        OntologyDocument document = read();
        assertThat(document.json())
                .contains("\"frequencies\":{\"7\":0,\"a \\\"b\\\",\\nc\":2,\"smith\":-1500}");
        Level level =
                document.ontology()
                        .rules("person")
                        .orElseThrow()
                        .score()
                        .orElseThrow()
                        .comparisons()
                        .get(0)
                        .levels()
                        .get(0);
        assertThat(level.frequencies())
                .isEqualTo(Map.of("smith", -1500L, "a \"b\",\nc", 2L, "7", 0L));
    }

    @Test
    void replaceValuesInKeysAndConditions() throws IOException {
        write("nickname,name\nalex,alexander\nbob,robert\nalex,alexandra\njr,\n");
        String ontology =
                """
                entity_types:
                  person:
                    identity_keys:
                      - {name: k, attributes: [{attribute: a, normalize: [{nickname: tables/a.csv}]}]}
                """;
        assertThat(read(ontology).ontology())
                .isEqualTo(
                        OntologyReader.read(
                                "o.yaml",
                                ontology.replace(
                                        "tables/a.csv",
                                        "{alex: [alexander, alexandra], bob: robert, jr: ''}")));
        write("nickname,name\nbob,robert\nbob,robert\n");
        assertThatThrownBy(() -> read(ontology))
                .isInstanceOf(InvalidConfigException.class)
                .hasMessage("conf/tables/a.csv: line 3: the row occurs twice; keep one");
        assertThatThrownBy(() -> read(ontology.replace("nickname", "replace")))
                .isInstanceOf(InvalidConfigException.class)
                .hasMessage(
                        "conf/tables/a.csv: line 1: expected a header with the columns"
                                + " value,replacement, found nickname,name");
    }

    @Test
    void mayBeLarge() throws IOException {
        StringBuilder table = new StringBuilder("value,weight\n");
        for (int i = 0; i < 20_000; i++) {
            table.append("a value of one hundred characters ".repeat(3)).append(i).append(",-1\n");
        }
        write(table.toString());
        assertThat(read().json()).hasSizeGreaterThan(2_000_000);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    ''                       | is empty; expected a header with the columns value,weight
                    smith,5                  | line 1: expected a header with the columns value,weight, found smith,5
                    weight,value             | line 1: expected a header with the columns value,weight, found weight,value
                    value,weight@a,1@b       | line 3: expected 2 cells (value,weight), found 1
                    value,weight@@a,1,2      | line 3: expected 2 cells (value,weight), found 3
                    value,weight@,1          | line 2: expected a non-empty value
                    value,weight@a,1@b,2@a,3 | line 4: the value 'a' is in line 2 too; keep one
                    value,weight@a,1.5       | line 2: expected an integer as weight, in thousandths of a bit, found '1.5'
                    value,weight@a,          | line 2: expected an integer as weight, in thousandths of a bit, found ''
                    """)
    void nameTheLineOfAnError(String table, String problem) throws IOException {
        write(table.replace('@', '\n'));
        assertThatThrownBy(this::read)
                .isInstanceOf(InvalidConfigException.class)
                .hasMessage("conf/tables/a.csv: " + problem);
    }

    @Test
    void nameTheLineOfAQuoteThatIsNeverClosed() throws IOException {
        write("value,weight\na,1\n\"b,2\n");
        assertThatThrownBy(this::read)
                .isInstanceOf(InvalidConfigException.class)
                .hasMessageStartingWith("conf/tables/a.csv: line ")
                .hasMessageContaining("not CSV: Missing closing quote");
    }

    @Test
    void existAndAreText() throws IOException {
        assertThatThrownBy(this::read)
                .isInstanceOf(InvalidConfigException.class)
                .hasMessage(PLACE + "the file conf/tables/a.csv does not exist");
        Files.write(folder.resolve("tables/a.csv"), "é".getBytes(StandardCharsets.ISO_8859_1));
        assertThatThrownBy(this::read)
                .isInstanceOf(InvalidConfigException.class)
                .hasMessage(PLACE + "the file conf/tables/a.csv is not UTF-8 text");
    }

    @Test
    void haveALimit() throws IOException {
        write("x".repeat((8 << 20) + 1));
        assertThatThrownBy(this::read)
                .isInstanceOf(InvalidConfigException.class)
                .hasMessage(
                        "conf/tables/a.csv: has 8,388,609 bytes; expected at most 8,388,608"
                                + " (8 MiB)");
    }

    private void write(String table) throws IOException {
        Files.writeString(folder.resolve("tables/a.csv"), table);
    }

    private OntologyDocument read() {
        return read(ONTOLOGY);
    }

    private OntologyDocument read(String ontology) {
        return OntologyDocument.of(
                new OntologyTables(folder, Path.of("conf"))
                        .into(StrictYaml.read("conf/o.yaml", ontology)),
                Timeline.INTEGER);
    }
}
