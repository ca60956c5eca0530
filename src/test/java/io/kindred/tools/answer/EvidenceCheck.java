package io.kindred.tools.answer;

import com.fasterxml.jackson.databind.JsonNode;
import io.kindred.model.Entity;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

import static org.assertj.core.api.Assertions.assertThat;

/** Checks the evidence about an entity. */
final class EvidenceCheck {

    /** Outcomes of scores whose records are in one entity. */
    private static final Set<String> LINKING = Set.of("merged", "together");

    private EvidenceCheck() {}

    /**
     * What is shown to link the records of an entity links them. A contested group may, too: some
     * of its records agree.
     */
    static void assertLinks(JsonNode evidence, Entity entity, String where) {
        List<Set<Integer>> links = new ArrayList<>();
        evidence.path("groups").forEach(each -> links.add(places(each.path("records"))));
        for (JsonNode score : evidence.path("scores")) {
            compareParts(score, where);
            if (LINKING.contains(score.path("outcome").asText())) {
                links.add(pair(score));
            }
        }
        for (JsonNode decision : evidence.path("decisions")) {
            if (decision.path("verdict").asText().equals("same")) {
                links.add(pair(decision));
            }
        }
        Set<Integer> own = new HashSet<>();
        for (int i = 0; i < evidence.path("records").size(); i++) {
            if (evidence.path("records").path(i).path("entity_id").asText().equals(entity.id())) {
                own.add(i);
            }
        }
        assertThat(own).as(where).hasSameSizeAs(entity.records());
        Set<Integer> reached = new HashSet<>(Set.of(own.iterator().next()));
        boolean isGrowing = true;
        while (isGrowing) {
            isGrowing = false;
            for (Set<Integer> link : links) {
                if (link.stream().anyMatch(reached::contains)) {
                    isGrowing |= reached.addAll(link);
                }
            }
        }
        assertThat(reached).as("linked, %s", where).containsAll(own);
    }

    /** The parts of a score add up to it. */
    private static void compareParts(JsonNode score, String where) {
        long sum = score.path("prior").asLong();
        for (JsonNode each : score.path("comparisons")) {
            sum += each.path("weight").asLong() + each.path("frequency").asLong();
        }
        assertThat(score.path("comparisons")).as(where).isNotEmpty();
        assertThat(sum).as("parts of %s, %s", score, where).isEqualTo(score.path("total").asLong());
        assertThat(sum).as(where).isGreaterThanOrEqualTo(score.path("link").asLong());
    }

    private static Set<Integer> pair(JsonNode of) {
        return Set.of(of.path("left").asInt(), of.path("right").asInt());
    }

    private static Set<Integer> places(JsonNode records) {
        Set<Integer> places = new HashSet<>();
        records.forEach(each -> places.add(each.asInt()));
        return places;
    }
}
