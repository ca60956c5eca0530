package io.kindred.resolve;

import io.kindred.model.SourceRecord;
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

    static Stream<Vector> vectors() {
        return Vector.all();
    }

    @ParameterizedTest
    @MethodSource("vectors")
    void endsInTheExpectedResultInEveryOrderAndBatching(Vector vector) {
        for (int seed = 0; seed < ORDERS; seed++) {
            Random random = new Random(seed);
            List<SourceRecord> records = new ArrayList<>(vector.records());
            if (!vector.ordered()) {
                Collections.shuffle(records, random);
            }
            ShardEngine engine =
                    new ShardEngine(vector.ontology(), Timeline.INTEGER, new InMemoryShardTables());
            FoldedUpdates folded = new FoldedUpdates();
            for (SourceRecord record : records) {
                engine.accept(record);
                if (random.nextInt(3) == 0) {
                    engine.flush(folded);
                }
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
}
