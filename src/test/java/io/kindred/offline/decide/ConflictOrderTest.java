package io.kindred.offline.decide;

import io.kindred.codec.OntologyReader;
import io.kindred.model.Conflict;
import io.kindred.model.Conflict.Role;
import io.kindred.model.Conflict.Scope;
import io.kindred.model.Conflict.Side;
import io.kindred.model.Conflict.ValueRecords;
import io.kindred.model.RecordIdentity;
import io.kindred.temporal.Interval;
import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;

import static org.assertj.core.api.Assertions.assertThat;

class ConflictOrderTest {

    private final ConflictOrder order =
            new ConflictOrder(
                    OntologyReader.read(
                            "ontology.yaml",
                            """
                            entity_types:
                              person:
                                identity_keys:
                                  - {name: email, attributes: [email]}
                                  - {name: phone, attributes: [phone]}
                            """));

    @Test
    void theWorstComesFirst() {
        List<OpenConflict> worstFirst =
                List.of(
                        open("z", indirect("decision", 1, List.of())),
                        open("y", indirect("email", 2, List.of("ssn"))),
                        open("x", indirect("email", 1, List.of("passport", "ssn"))),
                        open("a", indirect("email", 1, List.of("ssn"))),
                        open("b", indirect("email", 1, List.of("ssn"))),
                        open("w", indirect("phone", 9, List.of("passport", "ssn"))),
                        open("v", unique(3, 3)),
                        open("u", unique(2, 5)),
                        open("t", unique(2, 4)),
                        open("s", direct(2, 1, List.of("one_city"))),
                        open("r", direct(3, 1, List.of())),
                        open("q", direct(2, 4, List.of())),
                        open("p", direct(2, 1, List.of())));
        for (int seed = 0; seed < 20; seed++) {
            List<OpenConflict> shuffled = new ArrayList<>(worstFirst);
            Collections.shuffle(shuffled, new Random(seed));
            shuffled.sort(order);
            assertThat(shuffled).isEqualTo(worstFirst);
        }
    }

    private static OpenConflict open(String id, Conflict conflict) {
        return new OpenConflict(id, conflict, List.of());
    }

    private static Conflict indirect(String key, int records, List<String> strong) {
        return new Conflict.Indirect(
                "person",
                key,
                List.of("x"),
                Interval.ALWAYS,
                strong,
                List.of(
                        new Side("person-1", Role.ANCHORED, records("a", records)),
                        new Side("person-2", Role.ANCHORED, records("b", 1))));
    }

    private static Conflict unique(int entities, int records) {
        return new Conflict.Uniqueness(
                "person",
                "one",
                "badge",
                Optional.empty(),
                "7",
                Interval.ALWAYS,
                IntStream.range(0, entities)
                        .mapToObj(each -> new Conflict.Share("person-" + each, List.of()))
                        .toList(),
                records("a", records));
    }

    private static Conflict direct(int values, int records, List<String> violates) {
        return new Conflict.Direct(
                "person",
                "person-1",
                "city",
                Interval.ALWAYS,
                Scope.ENTITY,
                IntStream.range(0, values)
                        .mapToObj(
                                each -> new ValueRecords("v" + each, records("v" + each, records)))
                        .toList(),
                violates);
    }

    private static List<RecordIdentity> records(String perspective, int count) {
        return IntStream.range(0, count)
                .mapToObj(each -> new RecordIdentity("person", perspective, "" + each))
                .toList();
    }
}
