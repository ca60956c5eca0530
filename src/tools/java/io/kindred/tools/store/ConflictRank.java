package io.kindred.tools.store;

import com.fasterxml.jackson.databind.JsonNode;
import io.kindred.offline.decide.ConflictOrder;
import io.kindred.ontology.Ontology;

import java.nio.ByteBuffer;

/**
 * How bad an open conflict is, as bytes that sort the worst first, in the order in which {@code
 * jobs/decide.sh} asks.
 */
final class ConflictRank {

    private static final int RANKS = 4;

    static final int BYTES = RANKS * Long.BYTES;

    private final ConflictOrder order;

    ConflictRank(Ontology ontology) {
        this.order = new ConflictOrder(ontology);
    }

    byte[] of(JsonNode row) {
        ByteBuffer bytes = ByteBuffer.allocate(BYTES);
        // Numbers are signed, and bytes sort as unsigned ones.
        order.ranks(ConflictRow.read(row)).forEach(rank -> bytes.putLong(rank ^ Long.MIN_VALUE));
        return bytes.array();
    }
}
