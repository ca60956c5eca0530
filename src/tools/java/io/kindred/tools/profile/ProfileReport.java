package io.kindred.tools.profile;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kindred.tools.profile.HotValues.HotValue;
import io.kindred.tools.report.Table;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Formats a profile as text or JSON. */
public final class ProfileReport {

    private static final int SHOWN_CHARACTERS = 24;
    private static final double PERCENT = 100;

    private final Profile profile;

    public ProfileReport(Profile profile) {
        this.profile = profile;
    }

    /** The profile as lines of text. */
    public String text() {
        StringBuilder text = new StringBuilder();
        text.append(
                format(
                        "%,d records of type %s; %,d of %,d inputs rejected%n",
                        profile.records(),
                        profile.entityType(),
                        profile.read().rejected(),
                        profile.read().inputs()));
        profile.read()
                .firstRejection()
                .ifPresent(first -> text.append("First rejected: ").append(first).append('\n'));
        profile.otherTypes()
                .forEach(
                        (type, records) ->
                                text.append(
                                        format(
                                                "Left out: %,d records of type %s; see --entity-type%n",
                                                records, type)));
        text.append('\n').append(attributes()).append('\n');
        if (!profile.keys().isEmpty()) {
            text.append(
                    format(
                            "Blocks: records with equal values of a key. More than %,d make values"
                                    + " generic: they find nobody.%n",
                            profile.maxRecords()));
            text.append(keys());
        }
        if (!isExact()) {
            text.append("~ estimated from a sample of the values; see --distinct\n");
        }
        return text.toString();
    }

    private Table attributes() {
        Table table =
                new Table("Attribute", "looks like", "filled", "distinct", "commonest values");
        for (Profile.Attribute each : profile.attributes()) {
            table.add(
                    each.name(),
                    words(each.kind())
                            + each.repeats().map(other -> ", repeats " + other).orElse(""),
                    percent(each.share()),
                    number(each.distinct(), each.isExact()),
                    hottest(each.hottest()));
        }
        return table;
    }

    private Table keys() {
        Table table =
                new Table(
                        "Key",
                        "records with it",
                        "distinct",
                        "pairs",
                        "pairs a record",
                        "generic values",
                        "largest block");
        for (Profile.Key each : profile.keys()) {
            table.add(
                    each.proposal().shown(),
                    percent(each.share()),
                    number(each.distinct(), each.isExact()),
                    number(each.pairs(), each.isExact()),
                    format("%.1f", each.pairsPerRecord(profile.records())),
                    number(each.generic(), each.isExact()),
                    hottest(each.largest().subList(0, Math.min(1, each.largest().size()))));
        }
        return table;
    }

    private boolean isExact() {
        return profile.attributes().stream().allMatch(Profile.Attribute::isExact)
                && profile.keys().stream().allMatch(Profile.Key::isExact);
    }

    /** The profile as one JSON object. */
    public String json() {
        ObjectNode root = new ObjectMapper().createObjectNode();
        root.put("entity_type", profile.entityType())
                .put("records", profile.records())
                .put("inputs", profile.read().inputs())
                .put("rejected", profile.read().rejected())
                .put("max_records", profile.maxRecords());
        ArrayNode attributes = root.putArray("attributes");
        for (Profile.Attribute each : profile.attributes()) {
            ObjectNode node =
                    attributes
                            .addObject()
                            .put("name", each.name())
                            .put("looks_like", words(each.kind()))
                            .put("records", each.records())
                            .put("share", each.share())
                            .put("distinct", each.distinct())
                            .put("is_exact", each.isExact());
            hottest(node.putArray("commonest"), each.hottest());
            each.repeats().ifPresent(other -> node.put("repeats", other));
            each.placeholders().forEach(node.putArray("placeholders")::add);
        }
        ArrayNode keys = root.putArray("keys");
        for (Profile.Key each : profile.keys()) {
            ObjectNode node = keys.addObject().put("key", each.proposal().shown());
            node.put("records", each.records())
                    .put("share", each.share())
                    .put("distinct", each.distinct())
                    .put("pairs", each.pairs())
                    .put("generic_values", each.generic())
                    .put("generic_records", each.genericRecords())
                    .put("is_exact", each.isExact());
            hottest(node.putArray("largest_blocks"), each.largest());
        }
        return root.toPrettyString() + "\n";
    }

    private static void hottest(ArrayNode array, List<HotValue> values) {
        for (HotValue each : values) {
            array.addObject()
                    .put("value", each.value())
                    .put("records", each.records())
                    .put("is_exact", each.isExact());
        }
    }

    private static String hottest(List<HotValue> values) {
        return values.stream()
                .map(
                        each ->
                                format(
                                        "%s (%s%,d)",
                                        shortened(each.value()),
                                        each.isExact() ? "" : "≥ ",
                                        each.records()))
                .collect(Collectors.joining(", "));
    }

    private static String shortened(String value) {
        String line = value.replaceAll("\\s+", " ");
        return line.codePointCount(0, line.length()) <= SHOWN_CHARACTERS
                ? line
                : line.substring(0, line.offsetByCodePoints(0, SHOWN_CHARACTERS - 1)) + "…";
    }

    private static String words(ValueKind kind) {
        return kind.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    private static String number(long number, boolean isExact) {
        return format("%s%,d", isExact ? "" : "~", number);
    }

    private static String percent(double share) {
        return format("%.1f %%", share * PERCENT);
    }

    private static String format(String format, Object... values) {
        return String.format(Locale.ROOT, format.replace("%n", "\n"), values);
    }
}
