package io.kindred.resolve.check;

import io.kindred.model.Descriptor;
import io.kindred.model.DigestKey;
import io.kindred.model.OutputKey.Stream;
import io.kindred.model.RecordIdentity;
import io.kindred.model.SourceRecord;
import io.kindred.model.Update;
import io.kindred.resolve.Sample;
import io.kindred.resolve.ShardEngine;
import io.kindred.resolve.emit.EmissionLimit;
import io.kindred.resolve.emit.ShardOutput;
import io.kindred.resolve.state.OptionalOutputs;
import io.kindred.resolve.state.ShardState;
import io.kindred.storage.memory.InMemoryShardTables;
import io.kindred.storage.shard.DeclarationRule;
import io.kindred.storage.shard.RecordStore;
import io.kindred.temporal.Interval;
import io.kindred.temporal.Timeline;
import io.kindred.testkit.FoldedUpdates;
import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.OptionalLong;

import static org.assertj.core.api.Assertions.assertThat;

class RecordRowsCheckTest {

    private static final DigestKey KEY = DigestKey.random();

    private final InMemoryShardTables tables = new InMemoryShardTables();
    private final FoldedUpdates emitted = new FoldedUpdates();

    @Test
    void eachRecordIsInTheOutput() {
        take(open(true), record("1", "Ann"), record("2", "Bob"));
        assertThat(emitted.records()).hasSize(2);
        assertThat(findings()).isEmpty();

        emitted.accept(new Update.RecordRetired(identity("2"), false));
        assertThat(findings())
                .singleElement()
                .asString()
                .contains("publish: RECORDS/", "2: ", " is only in what the shards have");
    }

    /** Only some are in the output then, and nobody knows which. */
    @Test
    void nothingIsFoundWhileTheSinkIsGoneOrFilled() {
        take(open(true), record("1", "Ann"), record("2", "Bob"));
        take(open(false), record("1", "Eve"), record("3", "Ann"));
        assertThat(emitted.records()).hasSize(1);
        assertThat(findings()).isEmpty();

        ShardEngine engine = open(true);
        assertThat(engine.lacksOutputs()).isTrue();
        assertThat(engine.addOutputs(1, 1, ShardOutput.of(emitted))).isTrue();
        assertThat(findings()).isEmpty();
        while (engine.lacksOutputs()) {
            engine.addOutputs(1, 1, ShardOutput.of(emitted));
        }
        assertThat(emitted.records()).hasSize(3);
        assertThat(findings()).isEmpty();
    }

    @Test
    void aStateThatNeverHadTheSinkHasNoRows() {
        take(open(false), record("1", "Ann"));
        take(open(false), SourceRecord.delete(identity("1"), OptionalLong.empty()));
        assertThat(emitted.shown().keySet()).noneMatch(key -> key.stream() == Stream.RECORDS);
        assertThat(findings()).isEmpty();
    }

    /** As after a checkpoint. */
    private ShardEngine open(boolean hasSink) {
        ShardEngine engine =
                new ShardEngine(
                        new ShardState(
                                Sample.ONTOLOGY,
                                tables,
                                true,
                                new OptionalOutputs(false, hasSink),
                                RecordStore.HELD),
                        Timeline.INTEGER,
                        EmissionLimit.NONE,
                        () -> 0,
                        KEY,
                        false);
        engine.tieTo("declaration", DeclarationRule.SAME);
        return engine;
    }

    private void take(ShardEngine engine, SourceRecord... records) {
        for (SourceRecord record : records) {
            engine.accept(record);
        }
        engine.flush(emitted);
    }

    private List<String> findings() {
        return ShardChecks.findings(Sample.ONTOLOGY, tables, emitted);
    }

    private static RecordIdentity identity(String uid) {
        return Sample.identity("crm", uid);
    }

    private static SourceRecord record(String uid, String name) {
        return SourceRecord.upsert(
                identity(uid),
                OptionalLong.empty(),
                List.of(new Descriptor("name", name, Interval.ALWAYS)));
    }
}
