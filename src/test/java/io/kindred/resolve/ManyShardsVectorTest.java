package io.kindred.resolve;

import io.kindred.oracle.Arrival;
import io.kindred.oracle.OracleResult;
import io.kindred.testkit.Vector;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;

class ManyShardsVectorTest {

    private static final int ORDERS = 3;

    /** In fewer orders, as random histories show the same. */
    private static final int ORDERS_OF_RANDOM = 1;

    static Stream<Vector> vectors() {
        return Vector.every();
    }

    @ParameterizedTest
    @MethodSource("vectors")
    void endInTheExpectedResultInEveryOrder(Vector vector) {
        int orders = vector.isRandom() ? ORDERS_OF_RANDOM : ORDERS;
        for (int shards : new int[] {1, 2, 7, 64}) {
            for (int seed = 0; seed < orders; seed++) {
                Random dice = new Random(seed);
                List<Arrival> arrivals = new ArrayList<>(vector.arrivalsAndTime());
                if (!vector.ordered()) {
                    Collections.shuffle(arrivals, dice);
                }
                ShardNetwork network = new ShardNetwork(vector.ontology(), shards, dice);
                arrivals.forEach(network::accept);
                network.settle();
                assertThat(network.result())
                        .as("%s, %d shards, seed %d", vector.name(), shards, seed)
                        .isEqualTo(
                                OracleResult.of(
                                        vector.entities(),
                                        vector.conflicts(),
                                        vector.genericKeys()));
            }
        }
    }
}
