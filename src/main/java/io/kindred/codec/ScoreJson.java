package io.kindred.codec;

import com.fasterxml.jackson.core.JsonGenerator;
import io.kindred.model.PairEvidence.ComparisonScore;
import io.kindred.model.PairEvidence.ScoreEvidence;

import java.io.IOException;

/** Writes what adds up to a score, in thousandths of a bit. */
public final class ScoreJson {

    private ScoreJson() {}

    /** The fields {@code prior} and {@code comparisons} of an object. */
    public static void parts(JsonGenerator json, ScoreEvidence score) throws IOException {
        json.writeNumberField("prior", score.prior().value());
        json.writeArrayFieldStart("comparisons");
        for (ComparisonScore each : score.comparisons()) {
            json.writeStartObject();
            json.writeStringField("comparison", each.comparison());
            json.writeStringField("level", each.level());
            json.writeNumberField("weight", each.weight().value());
            if (each.frequency().value() != 0) {
                json.writeNumberField("frequency", each.frequency().value());
            }
            OutputJson.strings(json, "first", each.first());
            OutputJson.strings(json, "second", each.second());
            json.writeEndObject();
        }
        json.writeEndArray();
    }
}
