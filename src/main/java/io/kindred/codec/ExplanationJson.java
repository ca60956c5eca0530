package io.kindred.codec;

import com.fasterxml.jackson.core.JsonGenerator;
import io.kindred.model.Explanation;
import io.kindred.model.Explanation.Comparison;
import io.kindred.model.Explanation.ConflictingValue;
import io.kindred.model.Explanation.Contest;
import io.kindred.model.Explanation.Entry;
import io.kindred.model.Explanation.Group;
import io.kindred.model.Explanation.IdentifierConflict;
import io.kindred.model.Explanation.KeptApart;
import io.kindred.model.Explanation.Link;
import io.kindred.model.Explanation.NotLinked;
import io.kindred.model.Explanation.OfBuilt;
import io.kindred.model.Explanation.OfCompared;
import io.kindred.model.Explanation.OfPair;
import io.kindred.model.Explanation.OfRecord;
import io.kindred.model.Explanation.Same;
import io.kindred.model.Explanation.Seen;
import io.kindred.model.Explanation.Unknown;
import io.kindred.model.RecordIdentity;
import io.kindred.temporal.Interval;
import io.kindred.temporal.IntervalSet;

import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** Writes the fields of explanations into a JSON object. */
final class ExplanationJson {

    private final OutputJson outputs;
    private final EvidenceJson evidence;

    ExplanationJson(OutputJson outputs, EvidenceJson evidence) {
        this.outputs = outputs;
        this.evidence = evidence;
    }

    /** The value of the field {@code outcome}. */
    static String outcome(Explanation explanation) {
        if (explanation instanceof OfRecord record) {
            return record.seen().isPresent() ? "record" : "unknown";
        }
        if (explanation instanceof OfBuilt built) {
            return outcome(built.record());
        }
        return outcome(
                explanation instanceof OfCompared compared
                        ? compared.pair().verdict()
                        : ((OfPair) explanation).verdict());
    }

    static String outcome(Explanation.Verdict verdict) {
        if (verdict instanceof Unknown) {
            return "unknown";
        }
        if (verdict instanceof Same) {
            return "same_entity";
        }
        return verdict instanceof KeptApart ? "kept_apart" : "not_linked";
    }

    void write(JsonGenerator json, Explanation explanation) throws IOException {
        if (explanation instanceof OfBuilt built) {
            write(json, built.record());
            evidence.steps(json, "steps", built.steps());
            further(json, "further_steps", built.furtherSteps());
            return;
        }
        if (explanation instanceof OfCompared compared) {
            write(json, compared.pair());
            evidence.evidence(json, compared.evidence());
            return;
        }
        json.writeArrayFieldStart("records");
        if (explanation instanceof OfRecord record) {
            seen(json, record.record(), record.seen());
            json.writeEndArray();
            json.writeArrayFieldStart("groups");
            for (Group group : record.groups()) {
                json.writeStartObject();
                group(json, group);
                json.writeEndObject();
            }
            json.writeEndArray();
            further(json, "further_groups", record.furtherGroups());
            return;
        }
        OfPair pair = (OfPair) explanation;
        seen(json, pair.first(), pair.seenFirst());
        seen(json, pair.second(), pair.seenSecond());
        json.writeEndArray();
        verdict(json, pair.verdict());
    }

    void verdict(JsonGenerator json, Explanation.Verdict verdict) throws IOException {
        if (verdict instanceof Same same) {
            chain(json, same.chain());
        } else if (verdict instanceof KeptApart apart) {
            chain(json, apart.chain());
            contests(json, apart.contests());
        } else if (verdict instanceof NotLinked notLinked) {
            comparisons(json, notLinked.keys());
        }
    }

    private void seen(JsonGenerator json, RecordIdentity record, Optional<Seen> seen)
            throws IOException {
        json.writeStartObject();
        OutputJson.identity(json, record);
        json.writeStringField("entity_id", seen.map(Seen::entityId).orElse(null));
        if (seen.isPresent()) {
            entries(json, "entries", seen.get().entries());
            further(json, "further_entries", seen.get().furtherEntries());
        }
        json.writeEndObject();
    }

    void entries(JsonGenerator json, String field, List<Entry> entries) throws IOException {
        json.writeArrayFieldStart(field);
        for (Entry entry : entries) {
            json.writeStartObject();
            json.writeStringField("key", entry.key());
            OutputJson.strings(json, "values", entry.values());
            times(json, "times", entry.times());
            json.writeBooleanField("generic", entry.isGeneric());
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private void chain(JsonGenerator json, List<Link> chain) throws IOException {
        json.writeArrayFieldStart("chain");
        for (Link link : chain) {
            json.writeStartObject();
            end(json, "from", link.from(), link.fromTimes());
            end(json, "to", link.to(), link.toTimes());
            group(json, link.group());
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private void end(JsonGenerator json, String field, RecordIdentity record, IntervalSet times)
            throws IOException {
        json.writeObjectFieldStart(field);
        json.writeStringField("perspective", record.perspective());
        json.writeStringField("uid", record.uid());
        times(json, "times", times);
        json.writeEndObject();
    }

    private void group(JsonGenerator json, Group group) throws IOException {
        json.writeStringField("key", group.key());
        OutputJson.strings(json, "values", group.valuesOnly());
        if (group.reason().isPresent()) {
            json.writeStringField("reason", group.reason().get());
        }
        outputs.interval(json, group.interval());
        json.writeBooleanField("contested", group.isContested());
        OutputJson.records(json, group.records());
        further(json, "further_records", group.furtherRecords());
    }

    private void contests(JsonGenerator json, List<Contest> contests) throws IOException {
        json.writeArrayFieldStart("contested");
        for (Contest contest : contests) {
            json.writeStartObject();
            outputs.conflict(json, contest.group());
            json.writeArrayFieldStart("clashes");
            for (IdentifierConflict conflict : contest.conflicts()) {
                json.writeStartObject();
                json.writeStringField("attr", conflict.attribute());
                json.writeArrayFieldStart("values");
                conflictingValue(json, conflict.one());
                conflictingValue(json, conflict.other());
                json.writeEndArray();
                json.writeEndObject();
            }
            json.writeEndArray();
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private void conflictingValue(JsonGenerator json, ConflictingValue value) throws IOException {
        json.writeStartObject();
        json.writeStringField("value", value.value());
        outputs.interval(json, value.interval());
        json.writeStringField("entity_id", value.entityId());
        json.writeStringField("perspective", value.record().perspective());
        json.writeStringField("uid", value.record().uid());
        json.writeEndObject();
    }

    private void comparisons(JsonGenerator json, List<Comparison> keys) throws IOException {
        json.writeArrayFieldStart("keys");
        for (Comparison key : keys) {
            json.writeStartObject();
            json.writeStringField("key", key.key());
            json.writeStringField("reason", OutputJson.lowerCase(key.reason()));
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private void times(JsonGenerator json, String field, IntervalSet times) throws IOException {
        json.writeArrayFieldStart(field);
        for (Interval interval : times) {
            json.writeStartObject();
            outputs.interval(json, interval);
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    static void further(JsonGenerator json, String field, long count) throws IOException {
        if (count > 0) {
            json.writeNumberField(field, count);
        }
    }
}
