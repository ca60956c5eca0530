package io.kindred.offline.decide;

import io.kindred.offline.decide.AttributeComparison.ValueTimes;
import io.kindred.ontology.EntityTypeRules;
import io.kindred.resolve.ColdShard.Placed;
import io.kindred.temporal.Interval;
import io.kindred.temporal.IntervalSet;

import java.util.ArrayList;
import java.util.List;

/**
 * Formats two records side by side as a table of {@link #WIDTH} columns: a row for each attribute,
 * a column for each record. {@code !} marks attributes in which both have a value at the same time,
 * but none in common, {@code =} those in which they have one in common.
 */
final class SideBySide {

    /** The width of everything that is printed, in terminal cells. */
    static final int WIDTH = 80;

    private static final int NAME = 14;
    private static final int CELL = 30;
    private static final String GAP = "  ";

    /** The most values of a record that are shown for an attribute, and times of a value. */
    private static final int SHOWN = 20;

    private final TimeText times;

    SideBySide(TimeText times) {
        this.times = times;
    }

    String of(EntityTypeRules rules, Placed left, Placed right) {
        StringBuilder text = new StringBuilder();
        row(text, ' ', "", header(left), header(right));
        text.append(GAP)
                .append("-".repeat(NAME))
                .append(GAP)
                .append("-".repeat(CELL))
                .append(GAP)
                .append("-".repeat(CELL))
                .append('\n');
        for (AttributeComparison each :
                AttributeComparison.all(rules, left.descriptors(), right.descriptors())) {
            boolean isDifferent = !each.differ().isEmpty();
            char mark = isDifferent ? '!' : each.equal().isEmpty() ? ' ' : '=';
            row(text, mark, each.attribute(), values(each.left()), values(each.right()));
            if (isDifferent) {
                note(text, "different ", each.differ());
                if (!each.equal().isEmpty()) {
                    note(text, "equal ", each.equal());
                }
            }
        }
        return text.append(GAP)
                .append("! different at the same time   = equal at the same time\n")
                .toString();
    }

    private static List<String> header(Placed record) {
        return Columns.wrap(record.identity().perspective() + " " + record.identity().uid(), CELL);
    }

    private List<String> values(List<ValueTimes> values) {
        List<String> lines = new ArrayList<>();
        for (ValueTimes value : values.subList(0, Math.min(values.size(), SHOWN))) {
            lines.addAll(Columns.wrap(Columns.cut(value.value()), CELL));
            if (value.isMissing()) {
                lines.addAll(indented("counts as missing"));
            }
            List<Interval> intervals = value.times().intervals();
            for (Interval interval : intervals.subList(0, Math.min(intervals.size(), SHOWN))) {
                lines.addAll(indented(times.of(interval)));
            }
            if (intervals.size() > SHOWN) {
                lines.addAll(indented("and at " + (intervals.size() - SHOWN) + " more times"));
            }
        }
        if (values.size() > SHOWN) {
            lines.add("and " + (values.size() - SHOWN) + " more values");
        }
        return lines;
    }

    private static List<String> indented(String text) {
        return Columns.wrap(text, CELL - 2).stream().map(line -> GAP + line).toList();
    }

    private static void row(
            StringBuilder text, char mark, String name, List<String> left, List<String> right) {
        List<String> names = Columns.wrap(name, NAME);
        int lines = Math.max(names.size(), Math.max(left.size(), right.size()));
        for (int i = 0; i < lines; i++) {
            String line =
                    (i == 0 ? mark + " " : GAP)
                            + Columns.padded(line(names, i), NAME)
                            + GAP
                            + Columns.padded(line(left, i), CELL)
                            + GAP
                            + line(right, i);
            text.append(line.stripTrailing()).append('\n');
        }
    }

    private static String line(List<String> lines, int number) {
        return number < lines.size() ? lines.get(number) : "";
    }

    private void note(StringBuilder text, String what, IntervalSet when) {
        String margin = " ".repeat(2 + NAME + 2);
        for (String line : Columns.wrap(what + times.of(when), WIDTH - margin.length())) {
            text.append(margin).append(line).append('\n');
        }
    }
}
