package io.kindred.offline.decide;

import io.kindred.model.Conflict;
import io.kindred.model.Conflict.Role;
import io.kindred.model.Conflict.Side;
import io.kindred.model.RecordIdentity;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Says in plain words what a conflict is. */
final class ConflictText {

    /** The most values of a direct conflict, and the most decisions, that are shown. */
    private static final int SHOWN = 5;

    private final TimeText times;

    ConflictText(TimeText times) {
        this.times = times;
    }

    /** Lines of at most {@link SideBySide#WIDTH} columns, each ended by LF. */
    String of(Conflict conflict) {
        return of(conflict, "");
    }

    /** The same after a margin. */
    String of(Conflict conflict, String margin) {
        List<String> sentences =
                conflict instanceof Conflict.Indirect indirect
                        ? indirect(indirect)
                        : conflict instanceof Conflict.Uniqueness unique
                                ? unique(unique)
                                : direct((Conflict.Direct) conflict);
        return lines(String.join(" ", sentences), margin);
    }

    /** Text broken into lines of at most {@link SideBySide#WIDTH} columns, after a margin. */
    static String lines(String text, String margin) {
        return Columns.wrap(text, SideBySide.WIDTH - margin.length()).stream()
                .map(line -> margin + line + '\n')
                .collect(Collectors.joining());
    }

    private List<String> indirect(Conflict.Indirect conflict) {
        long anchored =
                conflict.sides().stream().filter(side -> side.role() == Role.ANCHORED).count();
        long ambiguous = conflict.sides().size() - anchored;
        List<String> sentences = new ArrayList<>();
        sentences.add(
                String.format(
                        "%s %s %s: %s have it, but they are in %d entities.",
                        conflict.key(),
                        quoted(conflict.keyValues()),
                        times.of(conflict.interval()),
                        count(records(conflict), "record"),
                        conflict.sides().size()));
        if (!conflict.decisions().isEmpty()) {
            sentences.add(
                    "They stay apart because somebody decided that they are different: "
                            + conflict.decisions().stream()
                                    .limit(SHOWN)
                                    .map(
                                            pair ->
                                                    name(pair.lesser())
                                                            + " and "
                                                            + name(pair.greater()))
                                    .collect(Collectors.joining(", "))
                            + (conflict.decisions().size() > SHOWN ? " and more." : "."));
        }
        if (!conflict.strongIdentifiers().isEmpty()) {
            sentences.add(
                    "They stay apart because they differ in "
                            + String.join(", ", conflict.strongIdentifiers())
                            + " at the same time.");
        }
        if (ambiguous > 0) {
            sentences.add(
                    count(ambiguous, "entity", "entities")
                            + " could belong to more than one of the others.");
        }
        return sentences;
    }

    private static long records(Conflict.Indirect conflict) {
        return conflict.sides().stream().map(Side::records).mapToLong(List::size).sum();
    }

    private List<String> unique(Conflict.Uniqueness conflict) {
        return List.of(
                String.format(
                        "%s '%s' %s: %d entities have it, and the constraint %s allows one%s.",
                        conflict.attribute(),
                        Columns.cut(conflict.value()),
                        times.of(conflict.interval()),
                        conflict.entities().size(),
                        conflict.constraint(),
                        conflict.perspective().map(name -> " in " + name).orElse("")),
                count(conflict.records().size(), "record") + " say so.");
    }

    private List<String> direct(Conflict.Direct conflict) {
        List<String> sentences = new ArrayList<>();
        sentences.add(
                String.format(
                        "%s of one entity has %d values %s:",
                        conflict.attribute(),
                        conflict.values().size(),
                        times.of(conflict.interval())));
        String values =
                conflict.values().stream()
                        .limit(SHOWN)
                        .map(
                                value ->
                                        "'"
                                                + Columns.cut(value.value())
                                                + "' "
                                                + names(value.records()))
                        .collect(Collectors.joining(", "));
        int more = conflict.values().size() - SHOWN;
        sentences.add(values + (more > 0 ? " and " + more + " more." : "."));
        if (!conflict.violates().isEmpty()) {
            sentences.add("That violates " + String.join(", ", conflict.violates()) + ".");
        }
        return sentences;
    }

    private static String names(List<RecordIdentity> records) {
        String first = name(records.get(0));
        return records.size() == 1
                ? "(" + first + ")"
                : "(" + first + " and " + (records.size() - 1) + " more)";
    }

    static String name(RecordIdentity record) {
        return record.perspective() + " " + record.uid();
    }

    static String count(long number, String noun) {
        return count(number, noun, noun + "s");
    }

    private static String count(long number, String one, String several) {
        return number + " " + (number == 1 ? one : several);
    }

    private static String quoted(List<String> values) {
        return values.stream()
                .map(each -> "'" + Columns.cut(each) + "'")
                .collect(Collectors.joining(" + "));
    }
}
