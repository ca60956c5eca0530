package io.kindred.offline;

import io.kindred.codec.AnswerJson;
import io.kindred.codec.OutputJson;
import io.kindred.model.Conflict;
import io.kindred.model.Digest;
import io.kindred.model.Entity;
import io.kindred.model.RecordIdentity;
import io.kindred.model.Update;
import io.kindred.resolve.ColdShard.Placed;
import io.kindred.temporal.Timeline;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;

/**
 * A GraphML graph. Its nodes are records, entities and conflicts. Its edges go from a record to its
 * entity and from a conflict to each of its entities. So the number of edges is linear in the
 * number of records and conflict sides, however large an entity is.
 */
final class GraphmlRows implements ExportRows {

    static final String HEADER =
            """
            <?xml version="1.0" encoding="UTF-8"?>
            <graphml xmlns="http://graphml.graphdrawing.org/xmlns"
                xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"
                xsi:schemaLocation="http://graphml.graphdrawing.org/xmlns http://graphml.graphdrawing.org/xmlns/1.0/graphml.xsd">
            <key id="kind" for="node" attr.name="kind" attr.type="string"/>
            <key id="label" for="node" attr.name="label" attr.type="string"/>
            <key id="entity_type" for="node" attr.name="entity_type" attr.type="string"/>
            <key id="json" for="node" attr.name="json" attr.type="string"/>
            <key id="relation" for="edge" attr.name="relation" attr.type="string"/>
            <graph id="kindred" edgedefault="undirected">
            """;

    static final String FOOTER = "</graph>\n</graphml>\n";

    private final AnswerJson answers;
    private final OutputJson outputs;

    GraphmlRows(Timeline timeline) {
        this.answers = new AnswerJson(timeline);
        this.outputs = new OutputJson(timeline);
    }

    @Override
    public String entity(Entity entity) {
        return node(entity.id(), "entity", entity.id(), entity.entityType(), answers.of(entity));
    }

    @Override
    public String record(Placed record) {
        RecordIdentity identity = record.identity();
        return node(
                id(identity),
                "record",
                identity.perspective() + "/" + identity.uid(),
                identity.entityType(),
                answers.of(identity, record.entityId(), record.descriptors()));
    }

    @Override
    public String conflict(String conflictId, Conflict conflict) {
        byte[] row = outputs.row(new Update.ConflictOpen(conflictId, conflict), 1);
        return node(
                id(conflictId),
                "conflict",
                ExportRows.kind(conflict) + " " + ExportRows.subject(conflict),
                conflict.entityType(),
                new String(row, StandardCharsets.UTF_8));
    }

    @Override
    public String link(Placed record) {
        return edge(id(record.identity()), record.entityId(), "same-entity");
    }

    @Override
    public String link(String conflictId, String entityId) {
        return edge(id(conflictId), entityId, "conflict");
    }

    /** No node of another kind has such an id. */
    static String id(RecordIdentity record) {
        return "record:" + Digest.hex(record.joined());
    }

    /** No node of another kind has such an id. */
    static String id(String conflictId) {
        return "conflict:" + conflictId;
    }

    private static String node(
            String id, String kind, String label, String entityType, String json) {
        Map<String, String> data = new TreeMap<>();
        data.put("kind", kind);
        data.put("label", label);
        data.put("entity_type", entityType);
        data.put("json", json);
        StringBuilder node = new StringBuilder("<node id=\"").append(escaped(id)).append("\">");
        data.forEach(
                (key, value) ->
                        node.append("<data key=\"")
                                .append(key)
                                .append("\">")
                                .append(escaped(value))
                                .append("</data>"));
        return node.append("</node>\n").toString();
    }

    private static String edge(String from, String to, String relation) {
        return "<edge source=\""
                + escaped(from)
                + "\" target=\""
                + escaped(to)
                + "\"><data key=\"relation\">"
                + relation
                + "</data></edge>\n";
    }

    /** Escapes a text; characters that XML does not allow become U+FFFD. */
    static String escaped(String text) {
        StringBuilder escaped = new StringBuilder(text.length() + 16);
        text.codePoints()
                .forEach(
                        each -> {
                            switch (each) {
                                case '&' -> escaped.append("&amp;");
                                case '<' -> escaped.append("&lt;");
                                case '>' -> escaped.append("&gt;");
                                case '"' -> escaped.append("&quot;");
                                case '\t', '\n', '\r' ->
                                        escaped.append("&#").append(each).append(';');
                                default -> escaped.appendCodePoint(isXml(each) ? each : 0xFFFD);
                            }
                        });
        return escaped.toString();
    }

    private static boolean isXml(int codePoint) {
        return codePoint >= 0x20
                && codePoint != 0xFFFE
                && codePoint != 0xFFFF
                && (codePoint < 0xD800 || codePoint > 0xDFFF);
    }
}
