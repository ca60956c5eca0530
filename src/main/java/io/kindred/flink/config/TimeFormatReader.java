package io.kindred.flink.config;

import io.kindred.codec.ConfigNode;
import io.kindred.codec.ConfigObject;
import io.kindred.codec.Suggestion;
import io.kindred.codec.TimeFormat;
import io.kindred.temporal.Timeline;

import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;

/** Reads how the times of a source, an attribute or a version are written. */
final class TimeFormatReader {

    /** The fields that say it, of a source and of an attribute. */
    static final String TIME = "time";

    static final String ON_BAD_TIME = "on_bad_time";

    private static final String[] VERSION_FIELDS = {"unit", "format", "zone"};
    private static final String[] FIELDS = {
        "unit", "format", "zone", "inclusive_end", "open_start", "open_end"
    };
    private static final int ZONE_EDITS = 2;

    private final Timeline timeline;

    TimeFormatReader(Timeline timeline) {
        this.timeline = timeline;
    }

    private enum BadTime {
        REJECT,
        DROP_VALUE
    }

    /**
     * The format that {@code time} and {@code on_bad_time} of an object say.
     *
     * @param otherwise what they leave out
     */
    TimeFormat read(ConfigObject object, TimeFormat otherwise) {
        Optional<ConfigObject> time = object.optional(TIME).map(node -> time(node, FIELDS));
        if (timeline == Timeline.INTEGER) {
            time.ifPresent(TimeFormatReader::rejectForIntegers);
        }
        boolean dropsUnreadable =
                object.optional(ON_BAD_TIME)
                        .map(node -> node.choice("rule", BadTime.class) == BadTime.DROP_VALUE)
                        .orElse(otherwise.dropsUnreadable());
        return read(time, otherwise, dropsUnreadable);
    }

    /** The format that {@code time} of a version says. */
    TimeFormat readVersion(ConfigObject object, TimeFormat otherwise) {
        return read(
                object.optional(TIME).map(node -> time(node, VERSION_FIELDS)), otherwise, false);
    }

    private static ConfigObject time(ConfigNode node, String... fields) {
        if (!node.isObject()) {
            throw node.expected("an object such as {unit: s} or {format: dd/MM/yyyy}");
        }
        return node.object().allow(fields);
    }

    private static TimeFormat read(
            Optional<ConfigObject> given, TimeFormat otherwise, boolean dropsUnreadable) {
        Optional<ConfigNode> unit = field(given, "unit");
        Optional<ConfigNode> format = field(given, "format");
        if (unit.isPresent() && format.isPresent()) {
            throw unit.get()
                    .invalid("not allowed beside format, which also reads digits; leave one out");
        }
        boolean isGiven = unit.isPresent() || format.isPresent();
        return new TimeFormat(
                isGiven
                        ? unit.map(node -> node.choice("unit", TimeFormat.Unit.class))
                        : otherwise.unit(),
                isGiven
                        ? format.map(TimeFormatReader::patterns).orElse(List.of())
                        : otherwise.patterns(),
                field(given, "zone").map(TimeFormatReader::zone).orElse(otherwise.zone()),
                field(given, "inclusive_end")
                        .map(ConfigNode::bool)
                        .orElse(otherwise.inclusiveEnd()),
                values(given, "open_start", otherwise::openStart),
                values(given, "open_end", otherwise::openEnd),
                dropsUnreadable);
    }

    private static Optional<ConfigNode> field(Optional<ConfigObject> object, String name) {
        return object.flatMap(each -> each.optional(name));
    }

    private static void rejectForIntegers(ConfigObject time) {
        for (String field : VERSION_FIELDS) {
            time.optional(field)
                    .ifPresent(
                            node -> {
                                throw node.invalid(
                                        "not allowed with timeline integer, whose times are"
                                                + " integers as they are; leave it out");
                            });
        }
    }

    private static List<String> patterns(ConfigNode node) {
        List<ConfigNode> nodes = node.itemsOrSelf();
        if (nodes.isEmpty()) {
            throw node.invalid("empty; expected at least one pattern such as dd/MM/yyyy");
        }
        return nodes.stream().map(TimeFormatReader::pattern).toList();
    }

    private static String pattern(ConfigNode node) {
        String pattern = node.nonEmptyString();
        if (pattern.toLowerCase(Locale.ROOT).equals(TimeFormat.ISO)) {
            return TimeFormat.ISO;
        }
        try {
            TimeFormat.checkPattern(pattern);
        } catch (IllegalArgumentException e) {
            throw node.invalid(
                    "'"
                            + pattern
                            + "' is no pattern of a time such as dd/MM/yyyy or iso: "
                            + e.getMessage());
        }
        return pattern;
    }

    private static ZoneId zone(ConfigNode node) {
        String name = node.nonEmptyString();
        try {
            return ZoneId.of(name);
        } catch (DateTimeException e) {
            throw node.invalid(
                    "unknown time zone '"
                            + name
                            + "'"
                            + Suggestion.within(ZONE_EDITS, name, ZoneId.getAvailableZoneIds())
                                    .map(near -> "; did you mean '" + near + "'?")
                                    .orElse("")
                            + " Expected a name such as Europe/Paris or an offset such as +01:00");
        }
    }

    private static List<String> values(
            Optional<ConfigObject> given, String name, Supplier<List<String>> otherwise) {
        return field(given, name)
                .map(
                        node ->
                                node.itemsOrSelf().stream()
                                        .map(ConfigNode::scalar)
                                        .map(String::strip)
                                        .toList())
                .orElseGet(otherwise);
    }
}
