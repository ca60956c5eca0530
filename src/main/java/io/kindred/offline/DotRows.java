package io.kindred.offline;

import io.kindred.model.Conflict;
import io.kindred.model.Entity;
import io.kindred.model.GoldenValue;
import io.kindred.model.RecordIdentity;
import io.kindred.resolve.ColdShard.Placed;
import io.kindred.temporal.Timeline;

/**
 * The graph of {@link GraphmlRows} in Graphviz's DOT format, with the golden record in an entity's
 * label.
 */
final class DotRows implements ExportRows {

    private final Timeline timeline;

    DotRows(Timeline timeline) {
        this.timeline = timeline;
    }

    @Override
    public String entity(Entity entity) {
        StringBuilder label = new StringBuilder(entity.id());
        for (GoldenValue golden : entity.golden()) {
            label.append('\n').append(golden.attribute()).append(": ").append(golden.value());
        }
        return node(entity.id(), "box", label.toString());
    }

    @Override
    public String record(Placed record) {
        RecordIdentity identity = record.identity();
        return node(
                GraphmlRows.id(identity), "ellipse", identity.perspective() + "/" + identity.uid());
    }

    @Override
    public String conflict(String conflictId, Conflict conflict) {
        return node(
                GraphmlRows.id(conflictId),
                "diamond",
                ExportRows.kind(conflict)
                        + " "
                        + ExportRows.subject(conflict)
                        + "\n["
                        + timeline.formatBound(conflict.interval().start())
                        + " .. "
                        + timeline.formatBound(conflict.interval().end())
                        + ")");
    }

    @Override
    public String link(Placed record) {
        return edge(GraphmlRows.id(record.identity()), record.entityId(), "");
    }

    @Override
    public String link(String conflictId, String entityId) {
        return edge(GraphmlRows.id(conflictId), entityId, " [style=dashed]");
    }

    private static String node(String id, String shape, String label) {
        return "  " + quoted(id) + " [shape=" + shape + ", label=" + quoted(label) + "];\n";
    }

    private static String edge(String from, String to, String style) {
        return "  " + quoted(from) + " -- " + quoted(to) + style + ";\n";
    }

    private static String quoted(String text) {
        return '"'
                + text.replace("\\", "\\\\")
                        .replace("\"", "\\\"")
                        .replace("\r", "")
                        .replace("\n", "\\n")
                + '"';
    }
}
