package io.kindred.flink.topology;

import io.kindred.flink.config.ClientProperties;
import io.kindred.flink.config.KafkaCluster;
import io.kindred.flink.config.KafkaDelivery;
import io.kindred.flink.config.PostgresConfig;
import io.kindred.flink.config.SinksConfig;
import io.kindred.flink.config.SinksConfig.Output;
import io.kindred.flink.config.SinksConfig.SinkConfig;
import io.kindred.flink.operator.OutputRow;
import io.kindred.model.Erasure;
import io.kindred.temporal.Timeline;
import io.kindred.testkit.RowSchemas;
import io.kindred.testkit.SampleUpdates;
import org.apache.flink.util.InstantiationUtil;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.OptionalLong;

import static org.assertj.core.api.Assertions.assertThat;

class ErasureRowsTest {

    private static final Instant AT = Instant.parse("2026-05-01T10:00:00Z");
    private static final Erasure ERASURE =
            new Erasure(SampleUpdates.E2, OptionalLong.of(3), 4, 2, 1);
    private static final SinkConfig FILES = new SinkConfig.Files("/out");

    @Test
    void aRowSaysWhatWasRemovedAndWhatIsOutOfReach() {
        OutputRow row =
                new ErasureRows(
                                new SinksConfig(
                                        Map.of(
                                                Output.ENTITIES,
                                                FILES,
                                                Output.ASSIGNMENTS,
                                                FILES,
                                                Output.DEAD_LETTERS,
                                                FILES,
                                                Output.ERASURES,
                                                FILES)))
                        .row(ERASURE, AT);
        assertThat(row.toString())
                .isEqualTo(
                        "{\"entity_type\":\"person\",\"perspective\":\"erp\",\"uid\":\"E \\\"2\\\"\","
                                + "\"version\":3,\"erased_at\":\"2026-05-01T10:00:00Z\","
                                + "\"removed\":{\"values\":4,\"key_entries\":2,\"decisions\":1},"
                                + "\"withdrawn_from\":[\"entities\",\"assignments\"],"
                                + "\"compaction\":null,"
                                + "\"out_of_reach\":[\"dead letters\","
                                + "\"checkpoints and savepoints taken before\","
                                + "\"rows in files of outputs written before\"]}");
        RowSchemas.check("erasures", Timeline.MILLIS, row.toString());
        assertThat(row.key()).isEqualTo(SampleUpdates.E2.joined());
        assertThat(row.revision()).isZero();
        assertThat(row.gone()).isFalse();
    }

    @Test
    void topicsKeepEarlierRowsUntilTheyAreCompacted() throws Exception {
        SinkConfig topic =
                new SinkConfig.Kafka(
                        new KafkaCluster("b:9092", ClientProperties.NONE),
                        "people",
                        new KafkaDelivery.AtLeastOnce(),
                        1_000_000);
        ErasureRows rows =
                InstantiationUtil.clone(
                        new ErasureRows(new SinksConfig(Map.of(Output.CONFLICTS, topic))));
        Erasure unversioned = new Erasure(SampleUpdates.C1, OptionalLong.empty(), 0, 0, 0);
        assertThat(rows.row(unversioned, AT).toString())
                .contains("\"version\":null,")
                .contains("\"withdrawn_from\":[\"conflicts\"],")
                .contains("\"compaction\":\"topics keep earlier rows until they are compacted\"")
                .doesNotContain("files");
        RowSchemas.check("erasures", Timeline.INTEGER, rows.map(unversioned).toString());
        assertThat(rows.map(ERASURE).toString()).contains("\"erased_at\":\"20");
    }

    @Test
    void databasesKeepEarlierRowsUntilTheyAreVacuumed() {
        SinkConfig table =
                new SinkConfig.Jdbc(
                        new PostgresConfig(
                                "jdbc:postgresql://db/d",
                                "ann",
                                "${env:PW}",
                                "kindred",
                                1000,
                                Duration.ZERO),
                        "conflicts");
        assertThat(
                        new ErasureRows(new SinksConfig(Map.of(Output.CONFLICTS, table)))
                                .row(ERASURE, AT)
                                .toString())
                .contains("\"compaction\":null")
                .contains("earlier rows in the files, logs and backups of databases");
    }
}
