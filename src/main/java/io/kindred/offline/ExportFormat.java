package io.kindred.offline;

import io.kindred.temporal.Timeline;

/** A file format of exported results. */
public enum ExportFormat {
    /** A JSON object on each line, as in the outputs. */
    JSONL("", "") {
        @Override
        ExportRows rows(Timeline timeline) {
            return new JsonlRows(timeline);
        }
    },
    /** A graph of records, entities and conflicts. */
    GRAPHML(GraphmlRows.HEADER, GraphmlRows.FOOTER) {
        @Override
        ExportRows rows(Timeline timeline) {
            return new GraphmlRows(timeline);
        }
    },
    /** The same graph for Graphviz. */
    DOT("graph kindred {\n", "}\n") {
        @Override
        ExportRows rows(Timeline timeline) {
            return new DotRows(timeline);
        }
    },
    /** One table with all results. */
    CSV(CsvRows.HEADER, "") {
        @Override
        ExportRows rows(Timeline timeline) {
            return new CsvRows(timeline);
        }
    };

    private final String header;
    private final String footer;

    ExportFormat(String header, String footer) {
        this.header = header;
        this.footer = footer;
    }

    public String header() {
        return header;
    }

    public String footer() {
        return footer;
    }

    abstract ExportRows rows(Timeline timeline);
}
