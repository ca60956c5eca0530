package io.kindred.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

import static org.assertj.core.api.Assertions.assertThat;

class SampleTest {

    private static final Path SAMPLE = Path.of("conf", "sample");

    private final ObjectMapper json = new ObjectMapper();

    @Test
    void hasATruthAboutExactlyTheRecordsThatStay() throws IOException {
        Set<String> records = new HashSet<>(jsonRecords("crm", "uid"));
        records.addAll(jsonRecords("web", "id"));
        records.addAll(rows());

        Set<String> truth =
                lines("truth.csv").stream()
                        .skip(1)
                        .map(line -> line.substring(0, line.lastIndexOf(',')))
                        .collect(Collectors.toSet());

        assertThat(truth).hasSizeBetween(500, 700).isEqualTo(records);
    }

    @Test
    void mapsOnlyColumnsThatTheRowsHave() throws IOException {
        List<String> header = List.of(lines("billing.csv").get(0).split(","));
        JsonNode job = new ObjectMapper(new YAMLFactory()).readTree(file("job.yaml").toFile());

        for (JsonNode source : job.get("sources")) {
            assertThat(file(source.get("path").textValue())).isNotEmptyFile();
        }
        for (JsonNode column : job.at("/sources/1/attributes")) {
            if (column.isTextual()) {
                assertThat(header).contains(column.textValue());
            } else {
                column.forEach(name -> assertThat(header).contains(name.textValue()));
            }
        }
    }

    private Set<String> jsonRecords(String source, String uid) throws IOException {
        Set<String> records = new HashSet<>();
        Set<String> deleted = new HashSet<>();
        for (String line : lines(source + ".jsonl")) {
            JsonNode item = json.readTree(line);
            String name = source + "," + item.get(uid).textValue();
            (item.path("op").asText().equals("delete") ? deleted : records).add(name);
        }
        records.removeAll(deleted);
        return records;
    }

    private static Set<String> rows() throws IOException {
        Set<String> records = new HashSet<>();
        Set<String> deleted = new HashSet<>();
        for (String line : lines("billing.csv").subList(1, lines("billing.csv").size())) {
            String[] cells = line.split(",");
            (cells[2].equals("delete") ? deleted : records).add("billing," + cells[0]);
        }
        records.removeAll(deleted);
        return records;
    }

    private static List<String> lines(String name) throws IOException {
        return Files.readAllLines(file(name));
    }

    private static Path file(String name) {
        return SAMPLE.resolve(name);
    }
}
