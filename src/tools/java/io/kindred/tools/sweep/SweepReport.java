package io.kindred.tools.sweep;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kindred.tools.evaluate.Scores;
import io.kindred.tools.report.LineChart;
import io.kindred.tools.report.Table;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Formats the cells of a sweep as a table, as JSON, or as a chart. */
public final class SweepReport {

    private static final double PERCENT = 100;
    private static final double BIT = 1000;

    private final List<Cell> cells;

    /**
     * @param cells at least one
     */
    public SweepReport(List<Cell> cells) {
        this.cells = List.copyOf(cells);
    }

    private boolean hasTruth() {
        return cells.get(0).pairs().isPresent();
    }

    /** A table with a row for each cell; {@code *} marks the values of the job. */
    public String text() {
        List<String> header = new ArrayList<>(List.of("Link", "cohesion"));
        if (hasTruth()) {
            header.addAll(List.of("precision", "recall", "F1"));
        }
        header.addAll(
                List.of("entities", "largest", "merged", "conflicts", "mean score", "below 0", ""));
        Table table = new Table(header.toArray(String[]::new));
        for (Cell cell : cells) {
            List<String> row = new ArrayList<>();
            row.add(number(cell.link()));
            row.add(number(cell.cohesion()));
            cell.scores()
                    .ifPresent(
                            scores -> {
                                row.add(format("%.4f", scores.precision()));
                                row.add(format("%.4f", scores.recall()));
                                row.add(format("%.4f", scores.f1()));
                            });
            row.add(format("%,d", cell.entities()));
            row.add(format("%,d", cell.largest()));
            row.add(format("%,d", cell.merged()));
            row.add(format("%,d", cell.conflicts()));
            row.add(cell.meanScore().map(score -> format("%.1f bits", score / BIT)).orElse("-"));
            row.add(format("%.1f %%", PERCENT * cell.below()));
            row.add(cell.isOfJob() ? "* as in the job" : "");
            table.add(row.toArray(String[]::new));
        }
        StringBuilder text = new StringBuilder(table.toString());
        best().ifPresent(
                        cell ->
                                text.append(
                                        format(
                                                "Best F1 %.4f: link %s, cohesion %s\n",
                                                cell.scores().orElseThrow().f1(),
                                                number(cell.link()),
                                                number(cell.cohesion()))));
        return text.toString();
    }

    /** Empty if no records are scored, so that there is nothing to choose. */
    private Optional<Cell> best() {
        return cells.stream()
                .filter(cell -> cell.link().isPresent() && cell.scores().isPresent())
                .max(Comparator.comparingDouble(cell -> cell.scores().orElseThrow().f1()));
    }

    /** One JSON object with all cells. Scores are in thousandths of a bit. */
    public String json() {
        ObjectNode root = new ObjectMapper().createObjectNode();
        ArrayNode array = root.putArray("cells");
        for (Cell cell : cells) {
            ObjectNode node = array.addObject();
            cell.link().ifPresent(link -> node.put("link", link));
            cell.cohesion().ifPresent(cohesion -> node.put("cohesion", cohesion));
            node.put("of_job", cell.isOfJob());
            cell.scores().ifPresent(scores -> scores(node, scores));
            node.put("entities", cell.entities())
                    .put("largest", cell.largest())
                    .put("merged_records", cell.merged())
                    .put("conflicts", cell.conflicts())
                    .put("share_below_zero", cell.below());
            cell.meanScore().ifPresent(score -> node.put("mean_score", score));
        }
        return root.toPrettyString() + "\n";
    }

    private static void scores(ObjectNode node, Scores scores) {
        node.put("precision", scores.precision())
                .put("recall", scores.recall())
                .put("f1", scores.f1());
    }

    /**
     * A chart over the links with a line for each cohesion: of F1 with a truth, else of the share
     * of records that are merged.
     *
     * @param records all of them
     */
    public String svg(long records) {
        Map<String, List<LineChart.Point>> lines = new LinkedHashMap<>();
        for (Cell cell : cells) {
            double value =
                    cell.scores()
                            .map(Scores::f1)
                            .orElse(records == 0 ? 0 : (double) cell.merged() / records);
            lines.computeIfAbsent(
                            "cohesion " + number(cell.cohesion()), unused -> new ArrayList<>())
                    .add(new LineChart.Point(cell.link().orElse(0L), value));
        }
        return new LineChart(
                        hasTruth() ? "F1" : "share of records that are merged",
                        "link (thousandths of a bit)",
                        lines)
                .svg();
    }

    private static String number(Optional<Long> value) {
        return value.map(String::valueOf).orElse("-");
    }

    private static String format(String format, Object... values) {
        return String.format(Locale.ROOT, format, values);
    }
}
