package io.kindred.testkit;

import org.jgrapht.Graph;
import org.jgrapht.graph.DefaultEdge;
import org.jgrapht.graph.Multigraph;
import org.jgrapht.nio.graphml.GraphMLImporter;
import org.jgrapht.util.SupplierUtil;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A GraphML file as a graph library reads it.
 *
 * @param nodes how many there are of each kind
 * @param edges how many there are
 */
public record ImportedGraph(Map<String, Integer> nodes, int edges) {

    /** Reads a small file, and holds it against the schema of GraphML. */
    public static ImportedGraph valid(Path file) {
        return of(file, true);
    }

    /** Reads a file of any size: to check it would take the square of its nodes. */
    public static ImportedGraph large(Path file) {
        return of(file, false);
    }

    private static ImportedGraph of(Path file, boolean isToBeValid) {
        Graph<String, DefaultEdge> graph =
                new Multigraph<>(
                        SupplierUtil.createStringSupplier(),
                        SupplierUtil.createSupplier(DefaultEdge.class),
                        false);
        Map<String, Integer> nodes = new LinkedHashMap<>();
        GraphMLImporter<String, DefaultEdge> importer = new GraphMLImporter<>();
        importer.setSchemaValidation(isToBeValid);
        importer.addVertexAttributeConsumer(
                (vertex, attribute) -> {
                    if (vertex.getSecond().equals("kind")) {
                        nodes.merge(attribute.getValue(), 1, Integer::sum);
                    }
                });
        importer.importGraph(graph, file.toFile());
        return new ImportedGraph(nodes, graph.edgeSet().size());
    }
}
