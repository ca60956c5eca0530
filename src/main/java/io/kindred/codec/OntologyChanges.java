package io.kindred.codec;

import io.kindred.codec.ConfigValue.Kind;
import io.kindred.codec.ConfigValue.Mapping;
import io.kindred.codec.ConfigValue.Scalar;
import io.kindred.codec.ConfigValue.Sequence;
import io.kindred.ontology.LongerRetention;
import io.kindred.ontology.Retention;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The differences between two ontologies as text for people, and which retentions became longer:
 * one line for each changed path, such as {@code
 * entity_types.person.identity_keys[email].max_records: was 5, is 6}. Keys, constraints and strong
 * identifiers are matched by name, whatever their position in the list; levels and conditions by
 * position. After {@value #LINES} differences only their number is given.
 */
public final class OntologyChanges {

    /** The most characters of a value that are shown. */
    private static final int SHOWN = 200;

    /** The most differences that are shown. */
    private static final int LINES = 50;

    private static final List<String> NAMES = List.of("name", "attribute");

    private final List<String> lines = new ArrayList<>();

    private OntologyChanges() {}

    /** The differences, in the order of the later ontology; empty if there are none. */
    public static List<String> between(OntologyDocument before, OntologyDocument now) {
        OntologyChanges changes = new OntologyChanges();
        changes.compare("", before.tree(), now.tree());
        changes.cut();
        now.ontology().longerThan(before.ontology()).forEach(changes::add);
        return List.copyOf(changes.lines);
    }

    /** Tables may differ in thousands of values. */
    private void cut() {
        int more = lines.size() - LINES;
        if (more > 0) {
            lines.subList(LINES, lines.size()).clear();
            lines.add(String.format(Locale.ROOT, "and %,d more differences", more));
        }
    }

    private void add(LongerRetention longer) {
        String type = ConfigNode.fieldPath("entity_types", longer.entityType());
        String owner =
                longer.attribute().isEmpty()
                        ? type
                        : ConfigNode.fieldPath(type + ".attributes", longer.attribute());
        lines.add(
                String.format(
                        "%s.%s: values counted for %s, and now would for %s; a retention may be"
                                + " introduced or shortened, not lengthened or removed, since what"
                                + " expired is gone",
                        owner,
                        RetentionReader.RETENTION,
                        shown(longer.before()),
                        shown(longer.now())));
    }

    private static String shown(Retention retention) {
        return retention.isLimited() ? retention.points() + " points of time" : "ever";
    }

    private void compare(String path, ConfigValue before, ConfigValue now) {
        if (before.equals(now)) {
            return;
        }
        if (before instanceof Mapping former && now instanceof Mapping later) {
            compare(fields(path, former), fields(path, later));
            return;
        }
        Optional<Map<String, ConfigValue>> namedBefore = named(path, before);
        Optional<Map<String, ConfigValue>> namedNow = named(path, now);
        if (namedBefore.isPresent() && namedNow.isPresent()) {
            compare(namedBefore.get(), namedNow.get());
            compareOrder(path, namedBefore.get().keySet(), namedNow.get().keySet());
        } else if (isAligned(before, now)) {
            compare(positions(path, before), positions(path, now));
        } else {
            lines.add(path + ": was " + shown(before) + ", is " + shown(now));
        }
    }

    /** Compares values by path. */
    private void compare(Map<String, ConfigValue> before, Map<String, ConfigValue> now) {
        now.forEach(
                (path, value) -> {
                    ConfigValue former = before.get(path);
                    if (former == null) {
                        lines.add(path + ": is new, " + shown(value));
                    } else {
                        compare(path, former, value);
                    }
                });
        before.forEach(
                (path, value) -> {
                    if (!now.containsKey(path)) {
                        lines.add(path + ": is gone, was " + shown(value));
                    }
                });
    }

    private void compareOrder(String path, Set<String> before, Set<String> now) {
        List<String> commonBefore = common(before, now);
        List<String> commonNow = common(now, before);
        if (!commonBefore.equals(commonNow)) {
            lines.add(path + ": the order was " + commonBefore + ", is " + commonNow);
        }
    }

    /** The names in both sets, in the order of the first. */
    private static List<String> common(Set<String> paths, Set<String> others) {
        Set<String> common = new LinkedHashSet<>(paths);
        common.retainAll(others);
        return common.stream()
                .map(path -> path.substring(path.lastIndexOf('[') + 1, path.length() - 1))
                .toList();
    }

    private static Map<String, ConfigValue> fields(String path, Mapping object) {
        Map<String, ConfigValue> fields = new LinkedHashMap<>();
        object.fields()
                .forEach((name, value) -> fields.put(ConfigNode.fieldPath(path, name), value));
        return fields;
    }

    /** Whether both are lists of as many objects or lists, which differ within. */
    private static boolean isAligned(ConfigValue before, ConfigValue now) {
        return before instanceof Sequence former
                && now instanceof Sequence later
                && former.items().size() == later.items().size()
                && Stream.of(former, later)
                        .flatMap(list -> list.items().stream())
                        .noneMatch(Scalar.class::isInstance);
    }

    private static Map<String, ConfigValue> positions(String path, ConfigValue list) {
        Map<String, ConfigValue> members = new LinkedHashMap<>();
        for (ConfigValue member : ((Sequence) list).items()) {
            members.put(path + "[" + members.size() + "]", member);
        }
        return members;
    }

    /** The members of a list by path with their name; empty if a name is missing or not unique. */
    private static Optional<Map<String, ConfigValue>> named(String path, ConfigValue list) {
        return NAMES.stream()
                .map(name -> named(path, list, name))
                .flatMap(Optional::stream)
                .findFirst();
    }

    private static Optional<Map<String, ConfigValue>> named(
            String path, ConfigValue list, String nameField) {
        if (!(list instanceof Sequence sequence)) {
            return Optional.empty();
        }
        Map<String, ConfigValue> members = new LinkedHashMap<>();
        for (ConfigValue member : sequence.items()) {
            if (!(member instanceof Mapping object)
                    || !(object.fields().get(nameField) instanceof Scalar name)
                    || name.kind() != Kind.TEXT
                    || members.put(path + "[" + name.text() + "]", member) != null) {
                return Optional.empty();
            }
        }
        return Optional.of(members);
    }

    private static String shown(ConfigValue value) {
        String text = CanonicalJson.write(value);
        return text.length() <= SHOWN ? text : text.substring(0, SHOWN) + "…";
    }
}
