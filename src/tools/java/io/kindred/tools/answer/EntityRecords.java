package io.kindred.tools.answer;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kindred.flink.config.SinksConfig.Output;
import io.kindred.model.RecordIdentity;
import io.kindred.ontology.EntityTypeRules;
import io.kindred.resolve.query.EntityMatches.Term;
import io.kindred.resolve.record.NormalizedRecord;
import io.kindred.temporal.Interval;
import io.kindred.temporal.Timeline;
import io.kindred.tools.store.Identities;
import io.kindred.tools.store.StoreView;
import io.kindred.tools.store.StoredRow;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The records of an entity, as its row lists them. */
final class EntityRecords {

    private final StoreView view;
    private final Timeline timeline;

    EntityRecords(StoreView view, Timeline timeline) {
        this.view = view;
        this.timeline = timeline;
    }

    /** The joined identities of the first records. */
    static List<String> identities(ObjectNode entity, int most) {
        String entityType = entity.path("entity_type").asText();
        List<String> identities = new ArrayList<>();
        for (JsonNode record : entity.path("records")) {
            if (identities.size() == most) {
                break;
            }
            identities.add(Identities.joined(entityType, record));
        }
        return identities;
    }

    /**
     * The records in normal form; those of which no row was read yet are left out.
     *
     * @param most of them
     */
    List<NormalizedRecord> normalized(ObjectNode entity, EntityTypeRules rules, int most) {
        List<NormalizedRecord> records = new ArrayList<>();
        for (String identity : identities(entity, most)) {
            view.record(identity)
                    .map(
                            record ->
                                    NormalizedRecord.of(
                                            record.identity(), record.descriptors(), rules))
                    .ifPresent(records::add);
        }
        return records;
    }

    /** The records with their values. */
    ArrayNode values(ObjectNode entity, int most) {
        ArrayNode records = StoredRow.JSON.createArrayNode();
        for (String identity : identities(entity, most)) {
            view.current(Output.RECORDS, identity)
                    .ifPresent(
                            row -> {
                                ObjectNode record = records.addObject();
                                record.set("perspective", row.path("perspective"));
                                record.set("uid", row.path("uid"));
                                record.set("descriptors", row.path("descriptors"));
                            });
        }
        return records;
    }

    /**
     * Adds to each golden value of an entity the records that say it at some time of its interval,
     * among the first ones of the entity.
     *
     * @param most records that are looked at
     */
    void addSources(ObjectNode entity, EntityTypeRules rules, int most) {
        Map<Term, List<Said>> said = new HashMap<>();
        for (NormalizedRecord record : normalized(entity, rules, most)) {
            record.values()
                    .forEach(
                            (attribute, values) ->
                                    values.forEach(
                                            value ->
                                                    said.computeIfAbsent(
                                                                    new Term(
                                                                            attribute,
                                                                            value.normalized()),
                                                                    any -> new ArrayList<>())
                                                            .add(
                                                                    new Said(
                                                                            record.identity(),
                                                                            value.interval()))));
        }
        for (JsonNode each : entity.path("golden")) {
            ObjectNode golden = (ObjectNode) each;
            String attribute = golden.path("attr").asText();
            Interval interval = interval(golden);
            ArrayNode sources = golden.putArray("records");
            rules
                    .attribute(attribute)
                    .normalization()
                    .apply(golden.path("value").asText())
                    .map(value -> said.getOrDefault(new Term(attribute, value), List.of()))
                    .orElse(List.of())
                    .stream()
                    .filter(one -> one.interval().overlaps(interval))
                    .map(Said::record)
                    .distinct()
                    .forEach(
                            record ->
                                    sources.addObject()
                                            .put("perspective", record.perspective())
                                            .put("uid", record.uid()));
        }
    }

    /** A record that says a value. */
    private record Said(RecordIdentity record, Interval interval) {}

    private Interval interval(ObjectNode row) {
        return new Interval(
                point(row.path("start"), Interval.MIN), point(row.path("end"), Interval.MAX));
    }

    private long point(JsonNode node, long infinite) {
        if (node.isNull() || node.isMissingNode()) {
            return infinite;
        }
        return node.isNumber() ? node.asLong() : timeline.parse(node.asText());
    }
}
