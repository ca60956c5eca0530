package io.kindred.tools.diff;

import io.kindred.tools.diff.ConflictChanges.Counts;
import io.kindred.tools.diff.ShownChange.ShownEntity;
import io.kindred.tools.report.Table;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Writes differences for a terminal. */
public final class DiffText {

    /** The most changes that are listed. */
    private static final int LISTED = 20;

    private static final Pattern UNSEEN = Pattern.compile("\\p{C}");

    private final ResultDiff diff;
    private final StringBuilder text = new StringBuilder();

    private DiffText(ResultDiff diff) {
        this.diff = diff;
    }

    /** All counts, and the most important changes. */
    public static String of(ResultDiff diff) {
        DiffText text = new DiffText(diff);
        text.head();
        text.changes();
        text.conflicts();
        text.rules();
        text.largest();
        diff.notes().forEach(note -> text.line("Note: %s", note));
        return text.text.toString();
    }

    private void line(String line, Object... arguments) {
        text.append(String.format(Locale.ROOT, line, arguments)).append('\n');
    }

    private void head() {
        line("From %s", shown(diff.before()));
        line("to   %s", shown(diff.after()));
        line("");
        RecordCounts records = diff.records();
        line(
                "Records   %,d in both, %,d added, %,d removed%s",
                records.inBoth(),
                records.added(),
                records.removed(),
                records.changed() == null
                        ? ""
                        : String.format(
                                Locale.ROOT,
                                ", %,d changed, %,d with other decisions",
                                records.changed(),
                                records.decided()));
        line(
                "Entities  %,d before, %,d after, %,d the same",
                diff.entities().before(), diff.entities().after(), diff.entities().same());
        line(
                "Pairs     %,d in both, %,d only before, %,d only after; agreement %.4f, adjusted %.4f",
                diff.pairs().inBoth(),
                diff.pairs().onlyBefore(),
                diff.pairs().onlyAfter(),
                diff.pairs().jaccard(),
                diff.pairs().adjustedRand());
        line("");
    }

    private void changes() {
        if (diff.counts().isEmpty()) {
            line("No entity changed.");
            line("");
            return;
        }
        Table table = new Table("entities", "changes", "before", "after", "records", "cause");
        for (ChangeCount count : diff.counts()) {
            table.add(
                    name(count.kind()),
                    number(count.changes()),
                    number(count.entitiesBefore()),
                    number(count.entitiesAfter()),
                    number(count.records()),
                    names(count.causes()));
        }
        line("%s", table);
    }

    private void conflicts() {
        if (diff.conflicts() == null || diff.conflicts().counts().isEmpty()) {
            return;
        }
        Table table = new Table("conflicts", "opened", "resolved", "changed", "same", "");
        for (var each : diff.conflicts().counts().entrySet()) {
            Counts counts = each.getValue();
            table.add(
                    shown(each.getKey()),
                    number(counts.opened()),
                    number(counts.resolved()),
                    number(counts.changed()),
                    number(counts.same()),
                    "");
        }
        line("%s", table);
    }

    private void rules() {
        if (!diff.rules().isEmpty()) {
            line("Rules");
            diff.rules().forEach(rule -> line("  %s", shown(rule)));
            line("");
        }
    }

    private void largest() {
        List<ShownChange> listed =
                diff.changes().subList(0, Math.min(LISTED, diff.changes().size()));
        if (listed.isEmpty()) {
            return;
        }
        long all = diff.counts().stream().mapToLong(ChangeCount::changes).sum();
        line("The most important changes, %,d of %,d", listed.size(), all);
        for (ShownChange change : listed) {
            line(
                    "  %s (%s), %,d records: %s -> %s",
                    name(change.kind()),
                    names(change.causes()),
                    change.records(),
                    entities(change.before(), change.entitiesBefore()),
                    entities(change.after(), change.entitiesAfter()));
        }
        line("");
    }

    private static String entities(List<ShownEntity> entities, long all) {
        if (all == 0) {
            return "none";
        }
        String first =
                entities.stream()
                        .limit(3)
                        .map(each -> shown(each.entityId()))
                        .collect(Collectors.joining(" + "));
        return all > 3 ? String.format(Locale.ROOT, "%s + %,d more", first, all - 3) : first;
    }

    private static String number(long number) {
        return String.format(Locale.ROOT, "%,d", number);
    }

    private static String names(Set<Cause> causes) {
        return causes.stream().map(DiffText::name).collect(Collectors.joining(" and "));
    }

    private static String name(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }

    /** Without characters that a terminal may obey. */
    private static String shown(String text) {
        return UNSEEN.matcher(text).replaceAll("\ufffd");
    }
}
