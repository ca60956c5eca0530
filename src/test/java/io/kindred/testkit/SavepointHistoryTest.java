package io.kindred.testkit;

import io.kindred.codec.OntologyReader;
import io.kindred.model.Conflict;
import io.kindred.oracle.Arrival;
import io.kindred.oracle.Oracle;
import io.kindred.oracle.OracleResult;
import io.kindred.temporal.Timeline;
import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

import static org.assertj.core.api.Assertions.assertThat;

class SavepointHistoryTest {

    @Test
    void leavesAllKindsOfThings() {
        OracleResult before = result(SavepointHistory.before());

        assertThat(before.assignments()).hasSizeGreaterThan(1000);
        assertThat(before.entities()).anyMatch(entity -> entity.records().size() > 16);
        assertThat(before.entities()).anyMatch(entity -> entity.golden().isEmpty());
        assertThat(before.conflicts().stream().map(Object::getClass).collect(Collectors.toSet()))
                .containsExactlyInAnyOrder(
                        Conflict.Direct.class, Conflict.Indirect.class, Conflict.Uniqueness.class);
        assertThat(before.genericKeys()).isNotEmpty();
    }

    @Test
    void goesOnToChangeMostOfIt() {
        List<String> all = new ArrayList<>(SavepointHistory.before());
        all.addAll(SavepointHistory.after());
        OracleResult before = result(SavepointHistory.before());
        OracleResult after = result(all);

        assertThat(after.entities()).anyMatch(entity -> entity.records().size() > 16);
        assertComeAndGo(before.entities(), after.entities());
        assertComeAndGo(before.conflicts(), after.conflicts());
        assertComeAndGo(before.genericKeys(), after.genericKeys());
    }

    private static <T> void assertComeAndGo(List<T> before, List<T> after) {
        assertThat(before).anyMatch(each -> !after.contains(each));
        assertThat(before).anyMatch(after::contains);
        assertThat(after).anyMatch(each -> !before.contains(each));
    }

    private static OracleResult result(List<String> lines) {
        List<Arrival> arrivals = new ArrayList<>();
        lines.forEach(line -> RecordJson.arrival(line).ifPresent(arrivals::add));
        arrivals.add(new Arrival.Clock(SavepointHistory.NOW));
        return Oracle.after(
                        OntologyReader.read("ontology.yaml", SavepointHistory.ONTOLOGY),
                        Timeline.INTEGER,
                        arrivals)
                .result();
    }
}
