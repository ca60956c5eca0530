package io.kindred.tools.store;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kindred.codec.RecordReader;
import io.kindred.codec.RejectedInputException;
import io.kindred.model.HeldDecision;
import io.kindred.model.HeldDecisions;
import io.kindred.model.RecordDigest;
import io.kindred.model.SourceRecord;
import io.kindred.model.Verdict;
import io.kindred.temporal.Timeline;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;

/** Reads rows of the output of records. */
final class RecordRows {

    private final RecordReader reader;

    RecordRows(Timeline timeline) {
        this.reader = new RecordReader(timeline, any -> true);
    }

    /**
     * The record of a row that holds, with the decisions about it.
     *
     * @param row the same, parsed
     * @throws IllegalArgumentException if the row is not one of records
     */
    SourceRecord record(byte[] json, ObjectNode row) {
        SourceRecord record;
        try {
            record = reader.read(json);
        } catch (RejectedInputException failure) {
            throw new IllegalArgumentException("not a row of records", failure);
        }
        return row.hasNonNull("digest") ? record.with(decisions(row)) : record;
    }

    private static HeldDecisions decisions(ObjectNode row) {
        List<HeldDecision> all = new ArrayList<>();
        for (JsonNode decision : row.path("decisions")) {
            all.add(
                    new HeldDecision(
                            digest(decision.path("other")),
                            OptionalLong.empty(),
                            0,
                            false,
                            Verdict.valueOf(
                                    decision.path("decision").asText().toUpperCase(Locale.ROOT)),
                            decision.path("reason_half").asText()));
        }
        all.sort(Comparator.comparing(HeldDecision::other));
        return new HeldDecisions(digest(row.path("digest")), all);
    }

    private static RecordDigest digest(JsonNode hex) {
        return RecordDigest.of(HexFormat.of().parseHex(hex.asText()));
    }
}
