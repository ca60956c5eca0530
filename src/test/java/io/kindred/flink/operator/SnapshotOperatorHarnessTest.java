package io.kindred.flink.operator;

import io.kindred.codec.OntologyReader;
import io.kindred.flink.config.CountLimit;
import io.kindred.flink.config.SnapshotConfig;
import io.kindred.flink.internal.GroupKeys;
import io.kindred.model.Descriptor;
import io.kindred.model.Input;
import io.kindred.model.RecordIdentity;
import io.kindred.model.SnapshotRow;
import io.kindred.model.SourceEnd;
import io.kindred.model.SourceRecord;
import io.kindred.oracle.Oracle;
import io.kindred.oracle.OracleResult;
import io.kindred.temporal.Interval;
import io.kindred.temporal.Timeline;
import io.kindred.testkit.ExplicitDeletes;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.stream.IntStream;

import static org.assertj.core.api.Assertions.assertThat;

class SnapshotOperatorHarnessTest {

    private static final CountLimit NO_LIMIT = new CountLimit.Share(BigDecimal.ONE, 0);
    private static final String ONTOLOGY =
            "entity_types: {person: {identity_keys: [{name: email, attributes: [email]}]}}";
    private static final GroupKeys GROUPS = new GroupKeys(OperatorHarness.KEY_GROUPS);
    private static final int MANY = 2_500;

    private final List<Input> emitted = new ArrayList<>();
    private Optional<OperatorSubtaskState> state = Optional.empty();
    private long time;

    @Test
    void deletesWhatASnapshotLacks() throws Exception {
        run("one", upsert("a", 3), upsert("b", 1));
        assertThat(run("two", upsert("b", 1), upsert("c", 1)))
                .containsExactly(
                        upsert("b", 1),
                        upsert("c", 1),
                        SourceRecord.delete(identity("a"), OptionalLong.empty()));
    }

    @Test
    void aRecordThatComesBackWithTheSameVersionIsSentWithoutIt() throws Exception {
        run("one", upsert("a", 3));
        run("two");
        assertThat(run("three", upsert("a", 3)))
                .containsExactly(
                        SourceRecord.upsert(
                                identity("a"), OptionalLong.empty(), upsert("a", 3).descriptors()));
        assertThat(run("four", upsert("a", 3))).containsExactly(upsert("a", 3));
        run("five");
        assertThat(run("six", upsert("a", 2))).containsExactly(upsert("a", 2));
        assertThat(run("seven", upsert("a", 4))).containsExactly(upsert("a", 4));
    }

    @Test
    void aSnapshotThatWasNotReadToItsEndDeletesNothing() throws Exception {
        run("one", upsert("a", 1), upsert("b", 1));
        try (Running running = start("two", NO_LIMIT)) {
            running.take(new SnapshotRow(upsert("a", 1)));
            running.ends("two", 0, 2, 0);
            // As when the job is stopped with a drain.
            running.end();
            assertThat(running.outputs()).containsExactly(upsert("a", 1));
            state = Optional.of(running.snapshot());
        }
        try (Running running = start("two", NO_LIMIT)) {
            running.ends("two", 0, 2, 0);
            running.ends("two", 1, 2, 0);
            running.end();
            assertThat(running.outputs())
                    .containsExactly(SourceRecord.delete(identity("b"), OptionalLong.empty()));
        }
    }

    /** A subtask that had ended before a failure ends again, without its dead letters. */
    @Test
    void deadLettersAreNotForgottenThoughASubtaskEndsTwice() throws Exception {
        run("one", upsert("a", 1), upsert("b", 1), upsert("c", 1));
        try (Running running = start("two", NO_LIMIT)) {
            running.take(new SnapshotRow(upsert("a", 1)));
            running.ends("two", 0, 2, 4);
            state = Optional.of(running.snapshot());
        }
        try (Running running = start("two", NO_LIMIT)) {
            running.ends("two", 0, 2, 0);
            running.ends("two", 1, 2, 0);
            running.end();
            assertThat(running.outputs()).isEmpty();
            assertThat(running.result("two"))
                    .satisfies(
                            result -> {
                                assertThat(result.kept()).isEqualTo(2);
                                assertThat(result.known()).isEqualTo(3);
                                assertThat(result.example()).startsWith("person/crm/");
                            });
            state = Optional.of(running.snapshot());
        }
        // They are there, and the next snapshot deletes them.
        assertThat(run("three", upsert("a", 1))).hasSize(3);
    }

    @Test
    void deletesNothingIfThatWouldBeTooMuch() throws Exception {
        run("one", upsert("a", 1), upsert("b", 1), upsert("c", 1), upsert("d", 1));
        CountLimit half = SnapshotConfig.DEFAULT_MAX_DELETED;

        // New records do not count.
        assertThat(run("two", half, upsert("a", 1), upsert("e", 1), upsert("f", 1))).hasSize(3);
        assertThat(run("three", half, upsert("a", 1), upsert("b", 1), upsert("e", 1)))
                .filteredOn(input -> !((SourceRecord) input).isUpsert())
                .hasSize(3);
    }

    @Test
    void aSweepIsInSlicesAndGoesOnAfterAFailure() throws Exception {
        run("one", IntStream.range(0, MANY).mapToObj(i -> upsert("r" + i, 1)).toList());
        List<Input> before;
        try (Running running = start("two", NO_LIMIT)) {
            running.at(time);
            running.ends("two", 0, 1, 0);
            time += 1000;
            running.at(time);
            state = Optional.of(running.snapshot());
            before = List.copyOf(running.outputs());
            assertThat(before).isNotEmpty().hasSizeLessThanOrEqualTo(1000);
            // Lost with the failure.
            time += 1000;
            running.at(time);
        }
        try (Running running = start("two", NO_LIMIT)) {
            running.at(time);
            while (running.activeTimers() > 0) {
                time += 1000;
                running.at(time);
            }
            List<Input> all = new ArrayList<>(before);
            all.addAll(running.outputs());
            assertThat(all).hasSize(MANY).doesNotHaveDuplicates();
            assertThat(running.result("two").deleted()).isEqualTo(MANY);
        }
    }

    @Test
    void anErasedRecordLeavesNothingAndIsNotMissed() throws Exception {
        run("one", upsert("a", 1), upsert("b", 1));
        try (Running running = start("none", NO_LIMIT)) {
            running.take(SourceRecord.erase(identity("a"), OptionalLong.empty()));
            running.end();
            state = Optional.of(running.snapshot());
        }
        assertThat(run("two", upsert("b", 1))).containsExactly(upsert("b", 1));
    }

    @Test
    void migratedRecordsAreMissedAndMayComeBack() throws Exception {
        try (Running running = start("none", NO_LIMIT)) {
            running.take(upsert("a", 1).carried());
            running.take(SourceRecord.delete(identity("b"), OptionalLong.of(3)).carried());
            running.end();
            assertThat(running.outputs()).hasSize(2);
            state = Optional.of(running.snapshot());
        }
        assertThat(run("one", upsert("b", 3)))
                .containsExactly(
                        SourceRecord.upsert(
                                identity("b"), OptionalLong.empty(), upsert("b", 3).descriptors()),
                        SourceRecord.delete(identity("a"), OptionalLong.empty()));
    }

    @Test
    void aDeleteIsForgottenWithThoseOfTheJob() throws Exception {
        run("one", upsert("a", 1), upsert("b", 1));
        run("two", upsert("a", 1));
        time += Duration.ofDays(3).toMillis();
        run("three", upsert("a", 1));
        assertThat(run("four", upsert("a", 1), upsert("b", 1)))
                .containsExactly(upsert("a", 1), upsert("b", 1));
    }

    /** The restarts fall anywhere, also between the rows and in a sweep. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void snapshotsAreWhatExplicitDeletesWouldBe(long seed) throws Exception {
        Random random = new Random(seed);
        ExplicitDeletes expected = new ExplicitDeletes();
        for (int night = 0; night < 6; night++) {
            List<SourceRecord> rows = new ArrayList<>();
            for (int i = 0; i < 30; i++) {
                if (random.nextInt(3) > 0) {
                    rows.add(random(random, "r" + random.nextInt(25)));
                }
            }
            int deleted = expected.snapshot(rows);
            String source = "night" + night;
            Running running = start(source, NO_LIMIT);
            for (SourceRecord row : rows) {
                running = running.restartSometimes(random, source);
                running.take(new SnapshotRow(row));
            }
            for (int subtask = 0; subtask < 3; subtask++) {
                running = running.restartSometimes(random, source);
                running.ends(source, subtask, 3, 0);
            }
            running = running.restartSometimes(random, source);
            running.end();
            assertThat(running.result(source).deleted()).as("seed " + seed).isEqualTo(deleted);
            running.stop();
        }
        assertThat(resolve(emitted)).as("seed " + seed).isEqualTo(resolve(expected.written()));
    }

    private static SourceRecord random(Random random, String uid) {
        OptionalLong version =
                random.nextInt(4) == 0 ? OptionalLong.empty() : OptionalLong.of(random.nextInt(3));
        return random.nextInt(12) == 0
                ? SourceRecord.delete(identity(uid), version)
                : SourceRecord.upsert(
                        identity(uid),
                        version,
                        List.of(new Descriptor("email", "e" + random.nextInt(9), Interval.ALWAYS)));
    }

    private static OracleResult resolve(List<? extends Input> inputs) {
        return new Oracle(
                        OntologyReader.read("ontology.yaml", ONTOLOGY),
                        Timeline.INTEGER,
                        inputs.stream().map(input -> (SourceRecord) input).toList())
                .result();
    }

    private static RecordIdentity identity(String uid) {
        return new RecordIdentity("person", "crm", uid);
    }

    private static SourceRecord upsert(String uid, long version) {
        return SourceRecord.upsert(
                identity(uid),
                OptionalLong.of(version),
                List.of(new Descriptor("email", uid + "@x", Interval.ALWAYS)));
    }

    private List<Input> run(String source, SourceRecord... rows) throws Exception {
        return run(source, NO_LIMIT, rows);
    }

    private List<Input> run(String source, List<SourceRecord> rows) throws Exception {
        return run(source, NO_LIMIT, rows.toArray(SourceRecord[]::new));
    }

    /** A run that reads a snapshot to its end; returns what it emits. */
    private List<Input> run(String source, CountLimit limit, SourceRecord... rows)
            throws Exception {
        try (Running running = start(source, limit)) {
            for (SourceRecord row : rows) {
                running.take(new SnapshotRow(row));
            }
            running.ends(source, 0, 1, 0);
            running.end();
            state = Optional.of(running.snapshot());
            return List.copyOf(running.outputs());
        }
    }

    private Running start(String source, CountLimit limit) throws Exception {
        Running running = new Running(new SnapshotConfig("crm", source, limit));
        running.at(time);
        if (state.isPresent()) {
            running.restore(state.get(), 1, 0);
        } else {
            running.open();
        }
        return running;
    }

    private final class Running extends OneInputHarness<String, Input, Input> {

        Running(SnapshotConfig config) throws Exception {
            super(
                    new SnapshotOperator(List.of(config), Optional.of(Duration.ofDays(1))),
                    Input::key,
                    Types.STRING,
                    1,
                    0);
        }

        void ends(String source, int subtask, int subtasks, long rejected) throws Exception {
            for (int group = 0; group < KEY_GROUPS; group++) {
                take(new SourceEnd(source, subtask, subtasks, rejected).to(GROUPS.ofGroup(group)));
            }
        }

        SnapshotResult result(String source) {
            Map<String, Tally.Counted> counts = tally(SnapshotOperator.SNAPSHOTS);
            return SnapshotResult.of(source, counts);
        }

        Running restartSometimes(Random random, String source) throws Exception {
            if (random.nextInt(10) > 0) {
                return this;
            }
            time += random.nextInt(100);
            at(time);
            stop();
            return start(source, NO_LIMIT);
        }

        void stop() throws Exception {
            state = Optional.of(snapshot());
            emitted.addAll(outputs());
            close();
        }
    }
}
