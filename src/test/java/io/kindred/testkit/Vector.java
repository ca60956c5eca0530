package io.kindred.testkit;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.kindred.model.Conflict;
import io.kindred.model.Entity;
import io.kindred.model.GenericKey;
import io.kindred.model.Query;
import io.kindred.model.QueryAnswer;
import io.kindred.model.SourceRecord;
import io.kindred.model.SourceRecord.Op;
import io.kindred.ontology.Ontology;
import io.kindred.oracle.Arrival;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.Stream;

/**
 * A worked case: an ontology, records and decisions in order of arrival and what must come of them.
 * Times are on the timeline {@code integer}.
 *
 * @param name the case's folder
 * @param note what the case shows
 * @param ontologyJson the ontology as text; it is YAML as well
 * @param ontology the ontology
 * @param lines the records and decisions as they are written, in order of arrival
 * @param arrivals the records and decisions, in order of arrival
 * @param now what retentions count back from; empty where nothing expires
 * @param queries asked when all records have arrived
 * @param answers the expected answers, in the order of the queries
 */
public record Vector(
        String name,
        String note,
        String ontologyJson,
        Ontology ontology,
        List<String> lines,
        List<Arrival> arrivals,
        OptionalLong now,
        List<Entity> entities,
        List<Conflict> conflicts,
        List<GenericKey> genericKeys,
        List<Query> queries,
        List<QueryAnswer> answers) {

    private static final ObjectMapper JSON = new ObjectMapper();

    /** The cases of records only, in which nothing is decided, expires or is erased; by name. */
    public static Stream<Vector> all() {
        return every().filter(Vector::isOfRecordsOnly);
    }

    private boolean isOfRecordsOnly() {
        return now.isEmpty()
                && arrivals.size() == records().size()
                && records().stream().noneMatch(record -> record.op() == Op.ERASE);
    }

    /** All cases, by name. */
    public static Stream<Vector> every() {
        try (Stream<Path> folders = Files.list(root())) {
            return folders
                    .filter(Files::isDirectory)
                    .map(folder -> folder.getFileName().toString())
                    .sorted()
                    .toList()
                    .stream()
                    .map(Vector::load);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The case of that name. */
    public static Vector load(String name) {
        Path folder = root().resolve(name);
        try {
            String ontology = Files.readString(folder.resolve("ontology.json"));
            List<String> lines = Files.readAllLines(folder.resolve("records.jsonl"));
            JsonNode expected = JSON.readTree(Files.readString(folder.resolve("expected.json")));
            List<Arrival> arrivals = new ArrayList<>();
            for (String line : lines) {
                arrivals.add(InputJson.arrival(JSON.readTree(line)));
            }
            Ontology rules = OntologyJson.ontology(JSON.readTree(ontology));
            List<Entity> entities = InputJson.list(expected.path("entities"), ExpectedJson::entity);
            JsonNode queries = expected.path("queries");
            return new Vector(
                    name,
                    expected.path("note").asText(),
                    ontology,
                    rules,
                    lines,
                    arrivals,
                    expected.hasNonNull("now")
                            ? OptionalLong.of(expected.path("now").longValue())
                            : OptionalLong.empty(),
                    entities,
                    InputJson.list(
                            expected.path("conflicts"),
                            conflict -> ExpectedJson.conflict(conflict, rules, entities)),
                    InputJson.list(expected.path("generic_keys"), ExpectedJson::genericKey),
                    InputJson.list(queries, query -> InputJson.query(query.path("query"))),
                    InputJson.list(queries, query -> ExpectedJson.answer(query.path("answer"))));
        } catch (IOException e) {
            throw new UncheckedIOException(folder.toString(), e);
        }
    }

    /** The records, in order of arrival. */
    public List<SourceRecord> records() {
        return arrivals.stream()
                .filter(Arrival.OfRecord.class::isInstance)
                .map(arrival -> ((Arrival.OfRecord) arrival).record())
                .toList();
    }

    /** The arrivals, and at last the time, if it counts. */
    public List<Arrival> arrivalsAndTime() {
        List<Arrival> all = new ArrayList<>(arrivals);
        now.ifPresent(time -> all.add(new Arrival.Clock(time)));
        return all;
    }

    /** Whether the order of arrival counts. */
    public boolean ordered() {
        return name.startsWith("ordered-");
    }

    /** Whether it is one of many that were made at random, and shows nothing of its own. */
    public boolean isRandom() {
        return name.matches("[a-z]+-\\d{1,2}");
    }

    @Override
    public String toString() {
        return name;
    }

    private static Path root() {
        URL url = Vector.class.getResource("/vectors");
        if (url == null) {
            throw new IllegalStateException("no folder vectors on the class path");
        }
        try {
            return Path.of(url.toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }
}
