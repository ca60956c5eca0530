package io.kindred.testkit;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kindred.model.Entity;
import io.kindred.model.GenericKey;
import io.kindred.model.GoldenValue;
import io.kindred.model.RecordIdentity;
import io.kindred.ontology.Ontology;
import io.kindred.oracle.Arrival;
import io.kindred.oracle.OracleResult;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/**
 * All worked cases as the input of one job. Entity types and perspectives get a prefix that tells
 * the cases apart, so that none affects another. Entity ids are hashes of identities and differ
 * from those of the cases; which records an entity has does not.
 */
public final class CombinedVectors {

    /** The time of all. Retentions are longer by what it is later than the time of their case. */
    public static final long NOW = 1000;

    private static final ObjectMapper JSON = new ObjectMapper();

    private final List<Vector> vectors;
    private final ObjectNode ontology = JSON.createObjectNode();
    private final List<String> ordered = new ArrayList<>();
    private final List<String> unordered = new ArrayList<>();

    private CombinedVectors(List<Vector> vectors) {
        this.vectors = vectors;
        ontology.putObject("entity_types");
        ontology.putObject("perspectives");
        for (int i = 0; i < vectors.size(); i++) {
            add(vectors.get(i), prefix(i));
        }
    }

    /** All of {@link Vector#every}, which are of records only. */
    public static CombinedVectors all() {
        return new CombinedVectors(Vector.every().toList());
    }

    /** The ontology as text; it is YAML as well. */
    public String ontologyJson() {
        return ontology.toString();
    }

    public Ontology ontology() {
        return OntologyJson.ontology(ontology);
    }

    /** The records whose order of arrival counts, as they are written. */
    public List<String> ordered() {
        return List.copyOf(ordered);
    }

    /** The records whose order of arrival does not count, as they are written. */
    public List<String> unordered() {
        return List.copyOf(unordered);
    }

    /** All records and decisions, and the time. */
    public List<Arrival> arrivals() {
        List<Arrival> arrivals = new ArrayList<>();
        ordered.forEach(line -> arrivals.add(InputJson.arrival(read(line))));
        unordered.forEach(line -> arrivals.add(InputJson.arrival(read(line))));
        arrivals.add(new Arrival.Clock(NOW));
        return arrivals;
    }

    /** What the cases expect, by name. */
    public Map<String, Parts> expected() {
        Map<String, Parts> byName = new HashMap<>();
        for (Vector vector : vectors) {
            byName.put(
                    vector.name(),
                    Parts.of(
                            OracleResult.of(
                                    vector.entities(), vector.conflicts(), vector.genericKeys()),
                            entityType -> entityType,
                            perspective -> perspective));
        }
        return byName;
    }

    /** What a result of all says of each case, by name, in the case's own words. */
    public Map<String, Parts> split(OracleResult all) {
        Map<String, Parts> byName = new HashMap<>();
        for (int i = 0; i < vectors.size(); i++) {
            String prefix = prefix(i);
            Predicate<String> isOfCase = entityType -> entityType.startsWith(prefix);
            UnaryOperator<String> original = name -> name.substring(prefix.length());
            OracleResult ofCase =
                    OracleResult.of(
                            all.entities().stream()
                                    .filter(entity -> isOfCase.test(entity.entityType()))
                                    .toList(),
                            all.conflicts().stream()
                                    .filter(conflict -> isOfCase.test(conflict.entityType()))
                                    .toList(),
                            all.genericKeys().stream()
                                    .filter(key -> isOfCase.test(key.entityType()))
                                    .toList());
            byName.put(vectors.get(i).name(), Parts.of(ofCase, original, original));
        }
        return byName;
    }

    /**
     * The parts of a result that do not depend on entity ids.
     *
     * @param golden the golden record of each set of records
     * @param genericKeys the generic keys
     * @param conflicts how many conflicts there are
     */
    public record Parts(
            Map<Set<RecordIdentity>, List<GoldenValue>> golden,
            List<GenericKey> genericKeys,
            int conflicts) {

        private static Parts of(
                OracleResult result,
                UnaryOperator<String> entityType,
                UnaryOperator<String> perspective) {
            Map<Set<RecordIdentity>, List<GoldenValue>> golden = new HashMap<>();
            for (Entity entity : result.entities()) {
                Set<RecordIdentity> records = new HashSet<>();
                for (RecordIdentity record : entity.records()) {
                    records.add(
                            new RecordIdentity(
                                    entityType.apply(record.entityType()),
                                    perspective.apply(record.perspective()),
                                    record.uid()));
                }
                golden.put(records, entity.golden());
            }
            List<GenericKey> genericKeys =
                    result.genericKeys().stream()
                            .map(
                                    key ->
                                            new GenericKey(
                                                    entityType.apply(key.entityType()),
                                                    key.key(),
                                                    key.values(),
                                                    key.records()))
                            .toList();
            return new Parts(golden, genericKeys, result.conflicts().size());
        }
    }

    private void add(Vector vector, String prefix) {
        JsonNode own = read(vector.ontologyJson());
        JsonNode types = own.path("entity_types");
        ObjectNode allTypes = (ObjectNode) ontology.path("entity_types");
        types.properties()
                .forEach(
                        type -> {
                            vector.now().ifPresent(now -> delay(type.getValue(), NOW - now));
                            // One case may have rules for any entity type: no other is without.
                            String name = type.getKey();
                            boolean isAny = name.equals(Ontology.ANY);
                            JsonNode before =
                                    allTypes.replace(isAny ? name : prefix + name, type.getValue());
                            if (before != null) {
                                throw new IllegalStateException(
                                        "several cases with rules for any entity type: " + vector);
                            }
                        });
        ObjectNode perspectives = (ObjectNode) ontology.path("perspectives");
        own.path("perspectives")
                .properties()
                .forEach(each -> perspectives.set(prefix + each.getKey(), each.getValue()));
        List<String> lines = vector.ordered() ? ordered : unordered;
        for (String line : vector.lines()) {
            ObjectNode record = (ObjectNode) read(line);
            rename(record, "entity_type", prefix);
            for (String side : List.of("left", "right")) {
                if (record.get(side) instanceof ObjectNode named) {
                    rename(named, "perspective", prefix);
                }
            }
            if (record.has("perspective")) {
                rename(record, "perspective", prefix);
            }
            lines.add(record.toString());
        }
    }

    private static void rename(ObjectNode object, String field, String prefix) {
        object.put(field, prefix + object.path(field).asText());
    }

    /** Makes the retentions of an entity type and its attributes longer. */
    private static void delay(JsonNode rules, long more) {
        List<JsonNode> all = new ArrayList<>();
        all.add(rules);
        rules.path("attributes").forEach(all::add);
        for (JsonNode each : all) {
            if (each.path("retention").isNumber()) {
                ((ObjectNode) each).put("retention", each.path("retention").longValue() + more);
            }
        }
    }

    /** All are of the same length, so that no case's names sort otherwise than before. */
    private static String prefix(int vector) {
        return String.format(Locale.ROOT, "v%03d-", vector);
    }

    private static JsonNode read(String json) {
        try {
            return JSON.readTree(json);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(json, e);
        }
    }
}
