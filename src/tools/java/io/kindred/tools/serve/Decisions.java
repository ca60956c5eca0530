package io.kindred.tools.serve;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kindred.codec.DecisionJson;
import io.kindred.codec.RejectedInputException;
import io.kindred.model.Decision;
import io.kindred.offline.decide.DecisionSink;
import io.kindred.offline.decide.KnownDecisions;
import io.kindred.offline.decide.RecordPair;
import io.kindred.offline.decide.VersionClock;
import io.kindred.tools.answer.Answers;
import io.kindred.tools.answer.ShownDecision;
import io.kindred.tools.answer.WrittenDecisions;
import io.kindred.tools.store.StoredRow;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.OptionalLong;

/** Appends decisions to a file or topic, one at a time, and remembers them. */
final class Decisions {

    private static final Logger LOG = LoggerFactory.getLogger(Decisions.class);

    private static final List<String> FIELDS =
            List.of("decision", "entity_type", "left", "right", "reason", "decided_by", "op");

    private final DecisionSink sink;
    private final VersionClock versions;
    private final WrittenDecisions written;
    private final Answers answers;

    /**
     * @param known what the sink has; of it only the greatest version is kept here
     * @param written gets what it has, and what is appended
     * @param answers know what the job has read
     */
    Decisions(DecisionSink sink, KnownDecisions known, WrittenDecisions written, Answers answers) {
        this.sink = sink;
        this.versions = new VersionClock(Clock.systemUTC(), known.greatestVersion());
        this.written = written;
        this.answers = answers;
        known.current().values().forEach(each -> written.add(each, ShownDecision.UNKNOWN));
    }

    /**
     * Appends a decision; it is durable when this returns.
     *
     * @return the decision as it was written
     */
    synchronized ObjectNode append(ObjectNode body) throws HttpProblem {
        for (var names = body.fieldNames(); names.hasNext(); ) {
            if (!FIELDS.contains(names.next())) {
                throw HttpProblem.badRequest(
                        "unknown field, expected " + String.join(", ", FIELDS));
            }
        }
        JsonNode by = body.remove("decided_by");
        if (by != null && !by.isTextual()) {
            throw HttpProblem.badRequest("decided_by is not a string");
        }
        Decision decision = decision(body);
        Instant now = Instant.now();
        String who = by == null ? "explorer" : by.asText();
        ShownDecision before = answers.shownDecision(RecordPair.of(decision));
        try {
            sink.append(decision, who, now);
        } catch (IOException failure) {
            LOG.warn("a decision was not written to {}", sink.name(), failure);
            throw new HttpProblem(503, "the decision was not written; see the server's log");
        }
        written.add(decision, before);
        return StoredRow.parse(DecisionJson.line(decision, who, now));
    }

    private Decision decision(ObjectNode body) throws HttpProblem {
        body.put("version", versions.next(OptionalLong.empty()));
        Decision decision;
        try {
            decision =
                    DecisionJson.read(body.toString().getBytes(StandardCharsets.UTF_8))
                            .orElseThrow(
                                    () -> HttpProblem.badRequest("the field decision is missing"));
        } catch (RejectedInputException failure) {
            throw HttpProblem.badRequest(String.valueOf(failure.getMessage()));
        }
        if (!answers.covers(decision.lesser().entityType())) {
            throw HttpProblem.badRequest("the ontology does not cover this entity_type");
        }
        return decision;
    }
}
