package io.kindred.tools.report;

import java.util.ArrayList;
import java.util.List;

/** A table of text in columns: the first and the last flush left, the others flush right. */
public final class Table {

    private static final String GAP = "  ";

    private final List<List<String>> rows = new ArrayList<>();

    /**
     * @param header the names of the columns, at least two
     */
    public Table(String... header) {
        rows.add(List.of(header));
    }

    /** Adds a row with a cell for each column. */
    public void add(String... cells) {
        if (cells.length != rows.get(0).size()) {
            throw new IllegalArgumentException(
                    cells.length + " cells, expected " + rows.get(0).size());
        }
        rows.add(List.of(cells));
    }

    /** The lines, each with its line end and without white space before it. */
    @Override
    public String toString() {
        int columns = rows.get(0).size();
        StringBuilder text = new StringBuilder();
        for (List<String> row : rows) {
            StringBuilder line = new StringBuilder();
            for (int i = 0; i < columns; i++) {
                String fill = " ".repeat(width(i) - length(row.get(i)));
                boolean isLeft = i == 0 || i == columns - 1;
                line.append(i == 0 ? "" : GAP)
                        .append(isLeft ? row.get(i) + fill : fill + row.get(i));
            }
            text.append(line.toString().stripTrailing()).append('\n');
        }
        return text.toString();
    }

    private int width(int column) {
        return rows.stream().mapToInt(row -> length(row.get(column))).max().orElse(0);
    }

    private static int length(String cell) {
        return cell.codePointCount(0, cell.length());
    }
}
