package io.kindred.testkit;

import com.fasterxml.jackson.databind.JsonNode;
import io.kindred.model.DecisionHalf;
import io.kindred.model.RecordDigest;
import io.kindred.model.RecordIdentity;
import io.kindred.model.Update;
import io.kindred.model.Verdict;
import io.kindred.oracle.RecordRow;

import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What the rows of the output {@code records} say together. */
public final class RecordRows {

    private RecordRows() {}

    /** Finds out who is meant by the digests. */
    public static Set<RecordRow> of(Collection<Update.RecordUpsert> shown) {
        Map<RecordDigest, RecordIdentity> decided = new HashMap<>();
        shown.forEach(row -> row.digest().ifPresent(own -> decided.put(own, row.record())));
        Set<RecordRow> rows = new HashSet<>();
        for (Update.RecordUpsert row : shown) {
            if (row.digest().isPresent() == row.decisions().isEmpty()) {
                throw new AssertionError("a digest without decisions, or none with them: " + row);
            }
            Map<RecordIdentity, Verdict> decisions = new HashMap<>();
            for (DecisionHalf half : row.decisions()) {
                RecordIdentity other = decided.get(half.other());
                if (other != null) {
                    decisions.put(other, half.verdict());
                }
            }
            rows.add(
                    new RecordRow(
                            row.record(),
                            row.descriptors(),
                            decisions,
                            row.decisions().size() - decisions.size()));
        }
        return rows;
    }

    /** Of a row that is not retired. */
    static Update.RecordUpsert read(JsonNode row) {
        return new Update.RecordUpsert(
                new RecordIdentity(
                        row.path("entity_type").asText(),
                        row.path("perspective").asText(),
                        row.path("uid").asText()),
                InputJson.list(row.path("descriptors"), InputJson::descriptor),
                row.hasNonNull("digest")
                        ? Optional.of(digest(row.path("digest")))
                        : Optional.empty(),
                InputJson.list(
                        row.path("decisions"),
                        half ->
                                new DecisionHalf(
                                        digest(half.path("other")),
                                        Verdict.valueOf(
                                                half.path("decision")
                                                        .asText()
                                                        .toUpperCase(Locale.ROOT)),
                                        half.path("reason_half").asText())));
    }

    private static RecordDigest digest(JsonNode hex) {
        return RecordDigest.of(HexFormat.of().parseHex(hex.asText()));
    }
}
