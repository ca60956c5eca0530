package io.kindred.codec;

import io.kindred.model.Conflict;
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
import io.kindred.model.MatchResult;
import io.kindred.model.RecordIdentity;
import io.kindred.temporal.Interval;
import io.kindred.temporal.IntervalSet;
import io.kindred.temporal.Timeline;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Formats explanations as text for people, as lines that end in LF. */
public final class ExplanationText {

    /**
     * The most records of a group and entries of a record that are shown; the JSON form has more.
     */
    static final int SHOWN = 10;

    private final Timeline timeline;
    private final EvidenceText evidence = new EvidenceText(this);

    public ExplanationText(Timeline timeline) {
        this.timeline = timeline;
    }

    /** How a record would be resolved. */
    public String of(MatchResult result) {
        StringBuilder text = new StringBuilder();
        new MatchText(this, evidence).match(text, result);
        return text.toString();
    }

    public String of(Explanation explanation) {
        StringBuilder text = new StringBuilder();
        if (explanation instanceof OfRecord record) {
            record(text, record);
        } else if (explanation instanceof OfPair pair) {
            pair(text, pair);
        } else if (explanation instanceof OfBuilt built) {
            record(text, built.record());
            if (!built.steps().isEmpty()) {
                line(text, 0, "How its entity was built:");
            }
            built.steps().forEach(step -> evidence.step(text, 1, step));
            further(text, 1, built.furtherSteps(), "steps");
        } else if (explanation instanceof OfCompared compared) {
            pair(text, withoutKeys(compared.pair()));
            line(text, 0, "What the keys find of the two:");
            evidence.evidence(text, 1, compared.evidence());
        }
        return text.toString();
    }

    private void record(StringBuilder text, OfRecord record) {
        seen(text, record.record(), record.seen());
        if (record.seen().isPresent() && record.groups().isEmpty()) {
            line(text, 0, "No shared key value links it to another record.");
        }
        for (Group group : record.groups()) {
            line(text, 0, "Linked by %s", group(group));
            line(text, 1, "%s", members(group));
        }
        further(text, 0, record.furtherGroups(), "groups");
    }

    private void pair(StringBuilder text, OfPair pair) {
        String first = name(pair.first());
        String second = name(pair.second());
        if (pair.verdict() instanceof Same same) {
            line(
                    text,
                    0,
                    "%s and %s are one entity, %s.",
                    first,
                    second,
                    pair.seenFirst().orElseThrow().entityId());
            line(
                    text,
                    0,
                    same.chain().isEmpty() ? "They are the same record." : "What links them:");
            chain(text, same.chain());
        } else if (pair.verdict() instanceof KeptApart apart) {
            line(
                    text,
                    0,
                    "%s and %s are linked, but %s keep them apart.",
                    first,
                    second,
                    separators(apart));
            entities(text, pair);
            line(text, 0, "What links them:");
            chain(text, apart.chain());
            contests(text, apart);
        } else if (pair.verdict() instanceof NotLinked notLinked) {
            line(
                    text,
                    0,
                    "%s and %s are two entities: no shared key values link them.",
                    first,
                    second);
            entities(text, pair);
            notLinked.keys().forEach(key -> comparison(text, key, first, second));
        } else {
            seen(text, pair.first(), pair.seenFirst());
            seen(text, pair.second(), pair.seenSecond());
        }
    }

    void contests(StringBuilder text, Explanation.Verdict verdict) {
        if (verdict instanceof KeptApart apart) {
            apart.contests().forEach(contest -> contest(text, contest));
        }
    }

    /** The reasons of the keys are left out, since the evidence has them in detail. */
    private static OfPair withoutKeys(OfPair pair) {
        return pair.verdict() instanceof NotLinked
                ? new OfPair(
                        pair.first(),
                        pair.second(),
                        pair.seenFirst(),
                        pair.seenSecond(),
                        new NotLinked(List.of()))
                : pair;
    }

    private static void entities(StringBuilder text, OfPair pair) {
        for (Seen seen : List.of(pair.seenFirst().orElseThrow(), pair.seenSecond().orElseThrow())) {
            line(text, 1, "%s is in %s", name(seen.record()), seen.entityId());
        }
    }

    private void seen(StringBuilder text, RecordIdentity record, Optional<Seen> seen) {
        if (seen.isEmpty()) {
            line(text, 0, "There is no record %s.", name(record));
            return;
        }
        line(text, 0, "%s is in %s.", name(record), seen.get().entityId());
        entries(text, "it", seen.get().entries());
        further(text, 1, seen.get().furtherEntries(), "key values");
    }

    private void entries(StringBuilder text, String who, List<Entry> entries) {
        if (entries.isEmpty()) {
            line(text, 1, "%s has no values for this key", who);
        }
        for (Entry entry : entries.subList(0, Math.min(entries.size(), SHOWN))) {
            line(
                    text,
                    1,
                    "%s has %s %s %s%s",
                    who,
                    entry.key(),
                    values(entry.values()),
                    times(entry.times()),
                    entry.isGeneric() ? " (generic: too many records share it)" : "");
        }
        further(text, 1, entries.size() - SHOWN, "values of " + who);
    }

    private void chain(StringBuilder text, List<Link> chain) {
        for (Link link : chain) {
            line(text, 1, "%s – %s", name(link.from()), name(link.to()));
            line(text, 2, "by %s", group(link.group()));
            line(text, 2, "%s has it %s", name(link.from()), times(link.fromTimes()));
            line(text, 2, "%s has it %s", name(link.to()), times(link.toTimes()));
        }
    }

    private void contest(StringBuilder text, Contest contest) {
        Conflict.Indirect group = contest.group();
        line(
                text,
                0,
                "Contested: %s %s %s, because of %s",
                group.key(),
                values(group.keyValues()),
                time(group.interval()),
                reasons(group));
        List<Conflict.Side> sides = group.sides();
        for (Conflict.Side side : sides.subList(0, Math.min(sides.size(), SHOWN))) {
            line(
                    text,
                    1,
                    "%s %s: %s",
                    OutputJson.lowerCase(side.role()),
                    side.entityId(),
                    names(side.records(), 0));
        }
        further(text, 1, sides.size() - SHOWN, "entities");
        for (IdentifierConflict conflict : contest.conflicts()) {
            line(text, 1, "different values of %s at the same time:", conflict.attribute());
            conflictingValue(text, conflict.one());
            conflictingValue(text, conflict.other());
        }
    }

    private static String separators(KeptApart apart) {
        boolean hasStrong =
                apart.contests().stream()
                        .anyMatch(contest -> !contest.group().strongIdentifiers().isEmpty());
        boolean hasDecisions =
                apart.contests().stream()
                        .anyMatch(contest -> !contest.group().decisions().isEmpty());
        if (apart.contests().isEmpty()) {
            return "scores";
        }
        if (!hasDecisions) {
            return "strong identifiers";
        }
        return hasStrong ? "strong identifiers and decisions" : "decisions";
    }

    private static String reasons(Conflict.Indirect group) {
        List<String> reasons = new ArrayList<>(group.strongIdentifiers());
        List<Conflict.DecidedPair> decisions = group.decisions();
        for (Conflict.DecidedPair pair : decisions.subList(0, Math.min(decisions.size(), SHOWN))) {
            reasons.add(
                    String.format(
                            "the decision that %s and %s are different",
                            name(pair.lesser()), name(pair.greater())));
        }
        if (decisions.size() > SHOWN) {
            reasons.add((decisions.size() - SHOWN) + " more decisions");
        }
        return String.join(", ", reasons);
    }

    private void conflictingValue(StringBuilder text, ConflictingValue value) {
        line(
                text,
                2,
                "'%s' %s in %s, entity %s",
                value.value(),
                time(value.interval()),
                name(value.record()),
                value.entityId());
    }

    private void comparison(StringBuilder text, Comparison key, String first, String second) {
        String reason =
                switch (key.reason()) {
                    case MISSING -> "one or both records have no values for it";
                    case DIFFERENT_VALUES -> "no values in common";
                    case NO_OVERLAP -> "equal values, but never at the same time";
                    case GENERIC -> "equal values, but too many records share them (generic)";
                    case UNDER_WAY ->
                            "equal values, but the shards have not linked the records yet; ask again";
                    case TEST_FAILS -> "equal values, but the key's test does not hold";
                    case BELOW_LINK -> "equal values, but the score is too low";
                };
        line(text, 0, "Key %s: %s", key.key(), reason);
        entries(text, first, key.first());
        entries(text, second, key.second());
    }

    private String group(Group group) {
        return String.format(
                "%s %s %s%s%s",
                group.key(),
                values(group.valuesOnly()),
                time(group.interval()),
                group.reason().map(reason -> ", because: '" + reason + "'").orElse(""),
                group.isContested() ? " (contested)" : "");
    }

    private static String members(Group group) {
        return names(group.records(), group.furtherRecords());
    }

    static String names(List<RecordIdentity> records, long leftOut) {
        String names =
                records.stream()
                        .limit(SHOWN)
                        .map(ExplanationText::name)
                        .collect(Collectors.joining(", "));
        long further = leftOut + Math.max(0, records.size() - SHOWN);
        return further > 0 ? names + " and " + further + " more" : names;
    }

    static String values(List<String> values) {
        return values.stream().map(each -> "'" + each + "'").collect(Collectors.joining(" + "));
    }

    private String times(IntervalSet times) {
        return times.intervals().stream().map(this::time).collect(Collectors.joining(" and "));
    }

    String time(Interval interval) {
        if (interval.equals(Interval.ALWAYS)) {
            return "always";
        }
        if (interval.start() == Interval.MIN) {
            return "until " + timeline.format(interval.end());
        }
        String from = "from " + timeline.format(interval.start());
        return interval.end() == Interval.MAX
                ? from
                : from + " to " + timeline.format(interval.end());
    }

    static String name(RecordIdentity record) {
        return record.perspective() + " " + record.uid();
    }

    static void further(StringBuilder text, int depth, long count, String what) {
        if (count > 0) {
            line(text, depth, "and %d more %s", count, what);
        }
    }

    static void line(StringBuilder text, int depth, String format, Object... of) {
        text.append("  ".repeat(depth)).append(String.format(format, of)).append('\n');
    }
}
