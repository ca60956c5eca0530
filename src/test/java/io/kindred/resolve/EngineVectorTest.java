package io.kindred.resolve;

import io.kindred.oracle.Arrival;
import io.kindred.oracle.OracleResult;
import io.kindred.storage.memory.InMemoryShardTables;
import io.kindred.temporal.Timeline;
import io.kindred.testkit.FoldedUpdates;
import io.kindred.testkit.Vector;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;

class EngineVectorTest {

    private static final int ORDERS = 20;

    /** In fewer orders, as random histories show the same. */
    private static final int ORDERS_OF_RANDOM = 5;

    static Stream<Vector> vectors() {
        return Vector.every();
    }

    @ParameterizedTest
    @MethodSource("vectors")
    void endsInTheExpectedResultInEveryOrderAndBatching(Vector vector) {
        int orders = vector.isRandom() ? ORDERS_OF_RANDOM : ORDERS;
        for (int seed = 0; seed < orders; seed++) {
            Random random = new Random(seed);
            List<Arrival> arrivals = new ArrayList<>(vector.arrivals());
            if (!vector.ordered()) {
                Collections.shuffle(arrivals, random);
            }
            vector.now()
                    .ifPresent(
                            now ->
                                    arrivals.add(
                                            random.nextInt(arrivals.size() + 1),
                                            new Arrival.Clock(now)));
            ShardEngine engine =
                    new ShardEngine(vector.ontology(), Timeline.INTEGER, new InMemoryShardTables());
            FoldedUpdates folded = new FoldedUpdates();
            long order = 0;
            for (Arrival arrival : arrivals) {
                accept(engine, arrival, ++order);
                if (random.nextInt(3) == 0) {
                    engine.expire(1 + random.nextInt(2));
                    engine.flush(folded);
                }
            }
            engine.flush(folded);
            while (engine.expire(1 + random.nextInt(2))) {
                engine.flush(folded);
            }
            engine.flush(folded);
            assertThat(folded.result())
                    .as("%s, seed %d", vector.name(), seed)
                    .isEqualTo(
                            OracleResult.of(
                                    vector.entities(), vector.conflicts(), vector.genericKeys()));
            assertThat(vector.queries().stream().map(engine::answer).toList())
                    .as("answers of %s, seed %d", vector.name(), seed)
                    .isEqualTo(vector.answers());
        }
    }

    private static void accept(ShardEngine engine, Arrival arrival, long order) {
        if (arrival instanceof Arrival.OfRecord one) {
            engine.accept(one.record());
        } else if (arrival instanceof Arrival.OfDecision one) {
            one.decision().sides(order).forEach(engine::accept);
        } else {
            engine.advance(((Arrival.Clock) arrival).now());
        }
    }
}
