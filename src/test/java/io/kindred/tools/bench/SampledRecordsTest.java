package io.kindred.tools.bench;

import io.kindred.tools.input.InvalidInputException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class SampledRecordsTest {

    @TempDir private Path folder;

    @Test
    void searchesForValuesThatFewHave() throws IOException {
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            lines.add(record(i, i < 30 ? "noreply@x.org" : "ann" + i + "@x.org"));
        }
        // A delete has no values.
        lines.add(
                "{\"entity_type\":\"person\",\"perspective\":\"crm\",\"uid\":\"1\",\"op\":\"delete\"}");
        SampledRecords sampled = read(lines, 1_000);

        assertThat(sampled.records()).hasSize(100);
        assertThat(sampled.searches(Set.of()))
                .hasSize(70)
                .allMatch(each -> each.path("where").path("email").asText().startsWith("ann"));
        assertThat(sampled.searches(Set.of("city", "email"))).hasSize(72);
        assertThat(read(lines, 10).records()).isEqualTo(read(lines, 10).records()).hasSize(10);
    }

    @Test
    void refusesWhatIsNoRecordWithoutSayingItsValues() {
        assertThatThrownBy(() -> read(List.of("{\"email\":\"ann@x.org\"}"), 10))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("a line is no record")
                .hasMessageNotContaining("ann@");
        assertThatThrownBy(() -> read(List.of(""), 10))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("no records in the record format");
    }

    private SampledRecords read(List<String> lines, int most) throws IOException {
        return SampledRecords.read(
                List.of(Files.write(folder.resolve("people.jsonl"), lines)), most);
    }

    private static String record(int number, String email) {
        return "{\"entity_type\":\"person\",\"perspective\":\"crm\",\"uid\":\""
                + number
                + "\",\"descriptors\":[{\"attr\":\"city\",\"value\":\"Rome\"},{\"attr\":\"email\",\"value\":\""
                + email
                + "\"}]}";
    }
}
