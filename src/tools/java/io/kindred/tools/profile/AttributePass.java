package io.kindred.tools.profile;

import io.kindred.codec.Decoded;
import io.kindred.model.Descriptor;
import io.kindred.model.SourceRecord;
import io.kindred.tools.profile.HotValues.HotValue;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** The first pass: what values the attributes have. */
final class AttributePass {

    /** More attributes are not looked at: nobody sets up rules for so many. */
    private static final int MAX_ATTRIBUTES = 200;

    private static final int HOT_VALUES = 1000;
    private static final int SAMPLE = 1000;
    private static final int LOOKED_AT = 100;

    private static final Pattern ONE_DIGIT = Pattern.compile("[^\\w]*(\\d)[^\\w]*(\\1[^\\w]*){6,}");

    private static final Set<String> PLACEHOLDERS =
            Set.of(
                    "n/a",
                    "1900-01-01",
                    "1970-01-01",
                    "9999-12-31",
                    "na",
                    "#n/a",
                    "none",
                    "null",
                    "nil",
                    "nan",
                    "unknown",
                    "unk",
                    "-",
                    "--",
                    "?",
                    ".",
                    "not available",
                    "not known",
                    "tbd",
                    "xxx",
                    "test");

    private final ProfileSettings settings;
    private final Map<String, Collected> attributes = new LinkedHashMap<>();
    private final Containment containment = new Containment();
    private final Map<String, Long> otherTypes = new TreeMap<>();
    private String entityType;
    private long records;

    AttributePass(ProfileSettings settings) {
        this.settings = settings;
        this.entityType = settings.entityType().orElse("");
    }

    void accept(Decoded decoded) {
        for (SourceRecord record : decoded.records()) {
            if (record.isUpsert()) {
                accept(record);
            }
        }
    }

    private void accept(SourceRecord record) {
        String type = record.identity().entityType();
        if (entityType.isEmpty()) {
            entityType = type;
        }
        if (!type.equals(entityType)) {
            otherTypes.merge(type, 1L, Long::sum);
            return;
        }
        records++;
        containment.add(record.descriptors());
        Set<String> seen = new HashSet<>();
        for (Descriptor descriptor : record.descriptors()) {
            String name = descriptor.attribute();
            if (settings.skipped().contains(name) || descriptor.value().isBlank()) {
                continue;
            }
            Collected collected = attributes.get(name);
            if (collected == null && attributes.size() < MAX_ATTRIBUTES) {
                collected = new Collected(settings.distinct());
                attributes.put(name, collected);
            }
            if (collected != null) {
                collected.add(descriptor.value(), seen.add(name));
            }
        }
    }

    String entityType() {
        return entityType;
    }

    long records() {
        return records;
    }

    Map<String, Long> otherTypes() {
        return otherTypes;
    }

    /** The attributes, most complete first. */
    List<Profile.Attribute> attributes() {
        List<Profile.Attribute> all = new ArrayList<>();
        attributes.forEach((name, collected) -> all.add(collected.attribute(name)));
        all.sort(Comparator.comparingLong(Profile.Attribute::records).reversed());
        return repeating(all);
    }

    /** Notes which attributes repeat others. Of two that repeat each other one does. */
    private List<Profile.Attribute> repeating(List<Profile.Attribute> all) {
        Map<String, String> repeats = new HashMap<>();
        for (int i = all.size() - 1; i >= 0; i--) {
            Profile.Attribute attribute = all.get(i);
            List<String> others =
                    all.stream()
                            .filter(other -> other != attribute && isWords(other.kind()))
                            .map(Profile.Attribute::name)
                            .filter(other -> !repeats.containsKey(other))
                            .toList();
            if (isWords(attribute.kind())) {
                containment
                        .of(attribute.name(), others)
                        .ifPresent(other -> repeats.put(attribute.name(), other));
            }
        }
        return all.stream()
                .map(each -> each.repeating(Optional.ofNullable(repeats.get(each.name()))))
                .toList();
    }

    private static boolean isWords(ValueKind kind) {
        return kind == ValueKind.NAME || kind == ValueKind.TEXT;
    }

    /** Words for nothing, numbers of one digit repeated, and the first days of calendars. */
    private static boolean isPlaceholder(String value) {
        return PLACEHOLDERS.contains(value) || ONE_DIGIT.matcher(value).matches();
    }

    private final class Collected {

        private final ValueCounts counts;
        private final HotValues hot = new HotValues(HOT_VALUES);
        private final List<String> sample = new ArrayList<>();

        /** Always the same, so that the same input has the same profile. */
        private final Random random = new Random(1);

        private long values;
        private long withValue;

        Collected(int limit) {
            this.counts = new ValueCounts(limit);
        }

        void add(String value, boolean isFirst) {
            withValue += isFirst ? 1 : 0;
            values++;
            counts.add(ValueCounts.hash(value));
            hot.add(value);
            // Reservoir sampling (Vitter's algorithm R).
            if (sample.size() < SAMPLE) {
                sample.add(value);
            } else {
                long place = random.nextLong(values);
                if (place < SAMPLE) {
                    sample.set((int) place, value);
                }
            }
        }

        private double squared(long ofValue) {
            double share = (double) ofValue / withValue;
            return share * share;
        }

        Profile.Attribute attribute(String name) {
            List<HotValue> top = hot.top(LOOKED_AT, counts);
            return new Profile.Attribute(
                    name,
                    ValueKind.of(name, withValue, counts.distinct(), sample),
                    withValue,
                    (double) withValue / records,
                    counts.distinct(),
                    counts.isExact(),
                    top.subList(0, Math.min(top.size(), settings.hottest())),
                    top.stream()
                            .map(value -> value.value().strip())
                            .filter(value -> isPlaceholder(value.toLowerCase(Locale.ROOT)))
                            .distinct()
                            .toList(),
                    top.stream().mapToDouble(value -> squared(value.records())).sum(),
                    Optional.empty());
        }
    }
}
