package io.kindred.resolve;

import io.kindred.codec.DebeziumReader;
import io.kindred.codec.Encoding;
import io.kindred.codec.EraseMark;
import io.kindred.codec.Message;
import io.kindred.codec.Notices;
import io.kindred.codec.RecordMapping;
import io.kindred.codec.RecordMapping.AttributeColumn;
import io.kindred.codec.RecordMapping.Field;
import io.kindred.codec.RejectedInputException;
import io.kindred.model.GoldenValue;
import io.kindred.model.SourceRecord;
import io.kindred.storage.memory.InMemoryShardTables;
import io.kindred.temporal.Timeline;
import io.kindred.testkit.FoldedUpdates;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A row whose uid stays while its primary key changes: Debezium then writes a delete and a create
 * at one position.
 */
class ChangedKeyTest {

    private static final int ORDERS = 50;
    private static final String POSTGRES = "{\"connector\":\"postgresql\",\"lsn\":%d}";
    private static final String SQL_SERVER =
            "{\"connector\":\"sqlserver\",\"change_lsn\":\"00000027:00000758:%04x\","
                    + "\"event_serial_no\":2}";

    static Stream<String> sources() {
        return Stream.of(POSTGRES, SQL_SERVER);
    }

    @ParameterizedTest
    @MethodSource("sources")
    void theRecordLivesInAnyOrderAndWithReplays(String source) throws Exception {
        List<SourceRecord> moved = new ArrayList<>(created(source, 4, 1, "old"));
        moved.addAll(deleted(source, 5, 1, "old"));
        moved.addAll(created(source, 5, 2, "new"));
        List<SourceRecord> gone = new ArrayList<>(moved);
        gone.addAll(deleted(source, 6, 2, "new"));

        for (int seed = 0; seed < ORDERS; seed++) {
            assertThat(emails(shuffled(moved, seed))).as("seed %s", seed).containsExactly("new");
            assertThat(emails(shuffled(gone, seed))).as("seed %s", seed).isEmpty();
        }
    }

    /** Each record twice. */
    private static List<SourceRecord> shuffled(List<SourceRecord> records, long seed) {
        List<SourceRecord> replayed = new ArrayList<>(records);
        replayed.addAll(records);
        Collections.shuffle(replayed, new Random(seed));
        return replayed;
    }

    /** The emails of the records that are left. */
    private static List<String> emails(List<SourceRecord> records) {
        ShardEngine engine =
                new ShardEngine(Sample.ONTOLOGY, Timeline.MILLIS, new InMemoryShardTables());
        FoldedUpdates updates = new FoldedUpdates();
        for (SourceRecord record : records) {
            engine.accept(record);
            engine.flush(updates);
        }
        return updates.result().entities().stream()
                .flatMap(entity -> entity.golden().stream())
                .map(GoldenValue::value)
                .toList();
    }

    private static List<SourceRecord> created(String source, int at, int key, String email)
            throws RejectedInputException {
        return decode("c", "null", row(key, email), source.formatted(at));
    }

    private static List<SourceRecord> deleted(String source, int at, int key, String email)
            throws RejectedInputException {
        return decode("d", row(key, email), "null", source.formatted(at));
    }

    private static String row(int key, String email) {
        return String.format("{\"pk\":%d,\"id\":\"U1\",\"email\":\"%s\"}", key, email);
    }

    private static List<SourceRecord> decode(String op, String before, String after, String source)
            throws RejectedInputException {
        RecordMapping mapping =
                new RecordMapping(
                        new Field.Constant("person"),
                        new Field.Constant("crm"),
                        "id",
                        Optional.empty(),
                        Optional.empty(),
                        Optional.of(
                                List.of(
                                        new AttributeColumn(
                                                "email",
                                                "email",
                                                Optional.empty(),
                                                Optional.empty()))));
        String event =
                String.format(
                        "{\"op\":\"%s\",\"before\":%s,\"after\":%s,\"source\":%s}",
                        op, before, after, source);
        byte[] bytes = event.getBytes(StandardCharsets.UTF_8);
        return new DebeziumReader(
                        mapping,
                        Encoding.JSON,
                        false,
                        EraseMark.NONE,
                        Timeline.MILLIS,
                        "person"::equals,
                        Notices.NONE)
                .decode(new Message("t", 0, 0, null, bytes, bytes.length, List.of()))
                .records();
    }
}
