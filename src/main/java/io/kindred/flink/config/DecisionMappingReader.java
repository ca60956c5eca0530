package io.kindred.flink.config;

import io.kindred.codec.ConfigNode;
import io.kindred.codec.ConfigObject;
import io.kindred.codec.DecisionMapping;
import io.kindred.codec.DecisionMapping.Side;
import io.kindred.codec.DecisionMapping.VerdictField;
import io.kindred.codec.TimeFormat;
import io.kindred.model.Verdict;
import io.kindred.ontology.Ontology;
import io.kindred.temporal.Timeline;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads the mapping of columns to decisions: the fields of a source with content decisions. */
final class DecisionMappingReader {

    /** The fields that a mapping of records does not have. */
    static final String[] FIELDS = {"decision", "left", "right", "reason"};

    /** The fields that only a mapping of records has. */
    static final String[] FIELDS_OF_RECORDS = {
        "perspective", "uid", "attributes", TimeFormatReader.ON_BAD_TIME
    };

    private static final String ALWAYS = "always";
    private static final String COLUMN = "column";

    private final ConfigObject source;
    private final Ontology ontology;
    private final TimeFormatReader times;

    DecisionMappingReader(ConfigObject source, Ontology ontology, Timeline timeline) {
        this.source = source;
        this.ontology = ontology;
        this.times = new TimeFormatReader(timeline);
    }

    DecisionMapping read() {
        TimeFormat time = times.read(source, TimeFormat.DEFAULT);
        return new DecisionMapping(
                MappingReader.entityType(source, ontology),
                verdict(source.required("decision", "the column with the decision")),
                side("left"),
                side("right"),
                source.optional("version").map(node -> MappingReader.version(node, times, time)),
                source.optional("op").map(OpColumnReader::readOfDecisions),
                source.optional("reason").map(ConfigNode::nonEmptyString));
    }

    private Side side(String name) {
        ConfigNode node = source.required(name, "an object with the fields perspective, uid");
        if (!node.isObject()) {
            throw node.expected("an object with the fields perspective, uid");
        }
        ConfigObject side = node.object().allow("perspective", "uid");
        return new Side(
                MappingReader.field(side.required("perspective", "a perspective or {column: …}")),
                side.required("uid", "the column with the uid").nonEmptyString());
    }

    private static VerdictField verdict(ConfigNode node) {
        if (node.isString()) {
            return new VerdictField.Column(node.nonEmptyString(), Map.of());
        }
        if (!node.isObject()) {
            throw node.expected(
                    "the name of a column or an object with the fields column, same, different, or"
                            + " always");
        }
        ConfigObject object = node.object();
        if (object.optional(ALWAYS).isPresent()) {
            return new VerdictField.Always(
                    object.allow(ALWAYS)
                            .required(ALWAYS, "same or different")
                            .choice("decision", Verdict.class));
        }
        object.allow(COLUMN, "same", "different", ALWAYS);
        Map<String, Verdict> values = new LinkedHashMap<>();
        for (Verdict verdict : List.of(Verdict.SAME, Verdict.DIFFERENT)) {
            object.optional(verdict.text())
                    .ifPresent(
                            given ->
                                    ListedValues.add(
                                            values,
                                            given,
                                            verdict,
                                            "; without a value there is no decision"));
        }
        return new VerdictField.Column(
                object.required(COLUMN, "the name of a column").nonEmptyString(), values);
    }
}
