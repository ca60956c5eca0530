package io.kindred.tools.generate;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.csv.CsvMapper;
import com.fasterxml.jackson.dataformat.csv.CsvSchema;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import io.kindred.tools.generate.FileLayout.Format;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

class GeneratorTest {

    private static final FileLayout LINES = new FileLayout(Format.RECORD, false, true);
    private static final Noise NOISE = new Noise(0.1, 0.05, 0.02, 0.03, 0.2, 0.1);

    @TempDir private Path folder;

    @Test
    void givesTheSameBytesForTheSameSeed() throws IOException {
        write("a", people(300, 4), NOISE, LINES, 7);
        write("b", people(300, 4), NOISE, LINES, 7);
        write("c", people(300, 4), NOISE, LINES, 8);

        assertThat(bytes("a")).isEqualTo(bytes("b"));
        assertThat(bytes("a").get("crm.jsonl")).isNotEqualTo(bytes("c").get("crm.jsonl"));
    }

    @Test
    void givesTheSamePeopleWhateverTheOrder() throws IOException {
        write("a", people(300, 3), NOISE, LINES, 7);
        write("b", people(300, 3), NOISE, new FileLayout(Format.RECORD, false, false), 7);

        assertThat(lines("a", "web.jsonl"))
                .containsExactlyInAnyOrderElementsOf(lines("b", "web.jsonl"))
                .isNotEqualTo(lines("b", "web.jsonl"));
    }

    @Test
    void tellsTheTruthAboutExactlyTheRecordsThatStay() throws IOException {
        Summary summary = write("a", people(2000, 5), NOISE, LINES, 7);

        List<JsonNode> written = records("a");
        Set<String> deleted = new HashSet<>();
        Set<String> all = new HashSet<>();
        for (JsonNode item : written) {
            all.add(identity(item));
            if (item.path("op").asText().equals("delete")) {
                deleted.add(identity(item));
            }
        }
        assertThat(written).hasSize((int) summary.records());
        assertThat(all).hasSize((int) summary.identities());
        all.removeAll(deleted);
        assertThat(truth("a").keySet()).isEqualTo(all);
        assertThat(lines("a", "truth.csv")).hasSize(all.size() + 1);
    }

    @Test
    void raisesTheVersionWithEachChange() throws IOException {
        write("a", people(500, 2), NOISE, LINES, 7);

        Map<String, List<Integer>> versions = new HashMap<>();
        for (JsonNode item : records("a")) {
            versions.computeIfAbsent(identity(item), any -> new ArrayList<>())
                    .add(item.get("version").intValue());
        }

        assertThat(versions.values())
                .allSatisfy(
                        list -> assertThat(list).isIn(List.of(1), List.of(1, 2), List.of(1, 2, 3)))
                .contains(List.of(1), List.of(1, 2), List.of(1, 2, 3));
    }

    @Test
    void keepsRoughlyToTheSharesAsked() throws IOException {
        Noise noise = new Noise(0.1, 0, 0.05, 0.08, 0.2, 0.1);
        write("a", new Population(4000, 4, 0.4, 1.5, 0.3), noise, LINES, 7);

        List<JsonNode> written = records("a");
        List<JsonNode> first = withVersion(written, 1);
        double records = first.size();
        long placeholders = first.stream().filter(GeneratorTest::hasPlaceholder).count();
        long deletes = written.stream().filter(item -> item.has("op")).count();
        long updates = withVersion(written, 2).stream().filter(item -> !item.has("op")).count();

        assertThat(placeholders / records).isCloseTo(0.08, within(0.02));
        assertThat(updates / records).isCloseTo(0.2, within(0.02));
        assertThat(deletes / records).isCloseTo(0.1, within(0.02));
        // A person has 1/(1 - 0.4) sources but for the limit of four, and a tenth more records.
        assertThat(records / 4000).isCloseTo(1.1 * 1.624, within(0.05));
    }

    @Test
    void putsTheShareOfPeopleAskedIntoAFurtherSource() throws IOException {
        write("a", new Population(4000, 4, 0.4, 0, 0), Noise.NONE, LINES, 7);

        Map<String, Long> recordsOf =
                truth("a").values().stream()
                        .collect(Collectors.groupingBy(person -> person, Collectors.counting()));
        double several = recordsOf.values().stream().filter(count -> count > 1).count();

        assertThat(recordsOf).hasSize(4000);
        assertThat(several / 4000).isCloseTo(0.4, within(0.03));
    }

    @Test
    void givesTheShareOfRecordsAskedSomebodyElsesIdentifier() throws IOException {
        // The web knows no identifiers of its own, so every one it has is a stranger's.
        Noise noise = new Noise(0, 0, 0.05, 0, 0, 0);
        write("a", new Population(6000, 3, 1, 0, 0), noise, LINES, 7);

        List<JsonNode> web =
                records("a").stream()
                        .filter(item -> item.get("perspective").textValue().equals("web"))
                        .toList();

        assertThat(web).hasSize(6000);
        assertThat(count(web, "ssn") / web.size()).isCloseTo(0.05, within(0.01));
    }

    @Test
    void givesPeopleMovesAndNewNamesOverTime() throws IOException {
        write("a", new Population(3000, 1, 0, 1.5, 0.3), Noise.NONE, LINES, 7);

        List<JsonNode> written = records("a");
        double streets = count(written, "street");
        double surnames = count(written, "last_name");

        assertThat(written).hasSize(3000);
        assertThat(streets / written.size()).isCloseTo(2.5, within(0.1));
        assertThat(surnames / written.size()).isCloseTo(1.3, within(0.05));
        for (JsonNode item : written) {
            assertThat(spells(item, "street")).satisfies(GeneratorTest::followEachOther);
            assertThat(spells(item, "last_name")).satisfies(GeneratorTest::followEachOther);
        }
    }

    @Test
    void writesRowsThatSayTheSameAsTheirHeader() throws IOException {
        FileLayout rows = new FileLayout(Format.CSV, true, true);
        Summary summary = write("a", people(1000, 3), NOISE, rows, 7);

        int count = 0;
        for (String source : List.of("crm", "billing", "web")) {
            for (Map<String, String> row : rows("a", source + ".csv.gz")) {
                assertThat(row).hasSize(15).containsKeys("uid", "address_valid_from");
                assertThat(row.get("op")).isIn("upsert", "delete");
                assertThat(row.get("uid")).startsWith(source.substring(0, 1).toUpperCase());
                count++;
            }
        }
        assertThat(count).isEqualTo((int) summary.records());
    }

    @Test
    void namesEveryFileInTheJob() throws IOException {
        for (Format format : Format.values()) {
            FileLayout layout = new FileLayout(format, true, true);
            write(format.name(), people(50, SourceKind.values().length), NOISE, layout, 7);

            JsonNode job = yaml(format.name(), "job.yaml");
            assertThat(job.get("sources")).hasSize(SourceKind.values().length);
            for (JsonNode source : job.get("sources")) {
                Path file = folder.resolve(format.name()).resolve(source.get("path").textValue());
                assertThat(file).isNotEmptyFile();
            }
            JsonNode ontology = yaml(format.name(), "ontology.yaml");
            assertThat(ontology.at("/entity_types/person/identity_keys")).hasSize(3);
            assertThat(ontology.get("perspectives")).hasSize(SourceKind.values().length);
        }
    }

    private static Population people(long people, int sources) {
        return new Population(people, sources, 0.5, 0.5, 0.1);
    }

    private Summary write(
            String name, Population population, Noise noise, FileLayout layout, long seed)
            throws IOException {
        GeneratorSettings settings = new GeneratorSettings(population, noise, layout, seed);
        return new Generator(settings).write(folder.resolve(name));
    }

    private Map<String, String> bytes(String name) throws IOException {
        Map<String, String> contents = new TreeMap<>();
        try (Stream<Path> files = Files.list(folder.resolve(name))) {
            for (Path file : files.toList()) {
                contents.put(file.getFileName().toString(), Files.readString(file));
            }
        }
        return contents;
    }

    private List<String> lines(String name, String file) throws IOException {
        return Files.readAllLines(folder.resolve(name).resolve(file));
    }

    private List<JsonNode> records(String name) throws IOException {
        ObjectMapper mapper = new ObjectMapper();
        List<JsonNode> records = new ArrayList<>();
        try (Stream<Path> files = Files.list(folder.resolve(name))) {
            for (Path file : files.filter(path -> path.toString().endsWith(".jsonl")).toList()) {
                for (String line : Files.readAllLines(file)) {
                    records.add(mapper.readTree(line));
                }
            }
        }
        return records;
    }

    private List<Map<String, String>> rows(String name, String file) throws IOException {
        try (BufferedReader in =
                        new BufferedReader(
                                new InputStreamReader(
                                        new GZIPInputStream(
                                                Files.newInputStream(
                                                        folder.resolve(name).resolve(file))),
                                        StandardCharsets.UTF_8));
                MappingIterator<Map<String, String>> rows =
                        new CsvMapper()
                                .readerForMapOf(String.class)
                                .with(CsvSchema.emptySchema().withHeader())
                                .readValues(in)) {
            return rows.readAll();
        }
    }

    private JsonNode yaml(String name, String file) {
        try {
            return new ObjectMapper(new YAMLFactory())
                    .readTree(folder.resolve(name).resolve(file).toFile());
        } catch (IOException wrong) {
            throw new UncheckedIOException(wrong);
        }
    }

    private Map<String, String> truth(String name) throws IOException {
        return lines(name, "truth.csv").stream()
                .skip(1)
                .map(line -> line.split(","))
                .collect(Collectors.toMap(cells -> cells[0] + "/" + cells[1], cells -> cells[2]));
    }

    private static String identity(JsonNode item) {
        return item.get("perspective").textValue() + "/" + item.get("uid").textValue();
    }

    private static List<JsonNode> withVersion(List<JsonNode> records, int version) {
        return records.stream().filter(item -> item.get("version").intValue() == version).toList();
    }

    private static boolean hasPlaceholder(JsonNode item) {
        return item.toString().matches(".*(noreply@example\\.org|000-000-0000|1900-01-01).*");
    }

    private static double count(List<JsonNode> records, String attribute) {
        return records.stream().mapToInt(item -> spells(item, attribute).size()).sum();
    }

    private static List<JsonNode> spells(JsonNode item, String attribute) {
        List<JsonNode> spells = new ArrayList<>();
        for (JsonNode descriptor : item.path("descriptors")) {
            if (descriptor.get("attr").textValue().equals(attribute)) {
                spells.add(descriptor);
            }
        }
        return spells;
    }

    private static void followEachOther(List<? extends JsonNode> spells) {
        for (int i = 0; i < spells.size(); i++) {
            String start = spells.get(i).path("start").asText();
            assertThat(start).isEqualTo(i == 0 ? "" : spells.get(i - 1).get("end").textValue());
        }
        assertThat(spells.get(spells.size() - 1).has("end")).isFalse();
    }
}
