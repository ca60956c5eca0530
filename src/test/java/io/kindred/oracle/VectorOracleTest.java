package io.kindred.oracle;

import io.kindred.temporal.Timeline;
import io.kindred.testkit.Vector;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;

class VectorOracleTest {

    private static final int VECTORS = 339;

    static Stream<Vector> all() {
        return Vector.every();
    }

    @Test
    void allCasesAreThere() {
        assertThat(Vector.every()).hasSize(VECTORS);
    }

    @ParameterizedTest
    @MethodSource("all")
    void computesWhatTheCaseExpects(Vector vector) {
        OracleResult expected =
                OracleResult.of(vector.entities(), vector.conflicts(), vector.genericKeys());
        OracleResult actual = oracle(vector, vector.arrivalsAndTime()).result();
        assertThat(actual.entities()).isEqualTo(expected.entities());
        assertThat(actual.conflicts()).isEqualTo(expected.conflicts());
        assertThat(actual).as(vector.note()).isEqualTo(expected);
    }

    @ParameterizedTest
    @MethodSource("all")
    void listsEntitiesInTheOrderOfTheCase(Vector vector) {
        assertThat(oracle(vector, vector.arrivalsAndTime()).result().entities())
                .isEqualTo(vector.entities());
    }

    @ParameterizedTest
    @MethodSource("all")
    void answersTheQueriesOfTheCase(Vector vector) {
        Oracle oracle = oracle(vector, vector.arrivalsAndTime());
        assertThat(vector.queries().stream().map(oracle::answer)).isEqualTo(vector.answers());
    }

    @ParameterizedTest
    @MethodSource("all")
    void heedsTheOrderOfArrivalOnlyInOrderedCases(Vector vector) {
        if (vector.ordered()) {
            return;
        }
        OracleResult inOrder = oracle(vector, vector.arrivalsAndTime()).result();
        for (int seed = 0; seed < 5; seed++) {
            List<Arrival> shuffled = new ArrayList<>(vector.arrivalsAndTime());
            Collections.shuffle(shuffled, new Random(seed));
            assertThat(oracle(vector, shuffled).result()).as("seed %s", seed).isEqualTo(inOrder);
        }
    }

    private static Oracle oracle(Vector vector, List<Arrival> arrivals) {
        return Oracle.after(vector.ontology(), Timeline.INTEGER, arrivals);
    }
}
