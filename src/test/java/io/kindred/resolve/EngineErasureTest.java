package io.kindred.resolve;

import io.kindred.model.Decision;
import io.kindred.model.Descriptor;
import io.kindred.model.DigestKey;
import io.kindred.model.Erasure;
import io.kindred.model.OutputKey;
import io.kindred.model.RecordIdentity;
import io.kindred.model.SourceRecord;
import io.kindred.model.SourceRecord.Op;
import io.kindred.model.Update;
import io.kindred.model.Verdict;
import io.kindred.resolve.emit.EmissionLimit;
import io.kindred.resolve.emit.ShardOutput;
import io.kindred.resolve.state.ShardState;
import io.kindred.storage.ByteKey;
import io.kindred.storage.ShardTables.Name;
import io.kindred.storage.ShardTables.TermName;
import io.kindred.storage.TermTable;
import io.kindred.storage.keyed.Claim;
import io.kindred.storage.keyed.EncodedUpdate;
import io.kindred.storage.memory.InMemoryShardTables;
import io.kindred.storage.shard.ShardMeta.Count;
import io.kindred.temporal.Interval;
import io.kindred.temporal.Timeline;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;

class EngineErasureTest {

    private static final RecordIdentity ERASED = Sample.identity("crm", "uid-of-the-erased");
    private static final RecordIdentity STAYS = Sample.identity("crm", "uid-that-stays");
    private static final DigestKey KEY = DigestKey.random();

    private final InMemoryShardTables tables = new InMemoryShardTables();
    private final Listener output = new Listener();

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void noByteOfItsUidItsValuesOrItsReasonsIsLeft(boolean forgets) {
        ShardEngine engine = only(forgets);
        engine.accept(upsert(STAYS, 1, "email=shared@x.org", "city=Ulm"));
        engine.accept(upsert(ERASED, 1, "email=shared@x.org", "name=Secretname"));
        Decision decision =
                Decision.about(
                        ERASED, STAYS, OptionalLong.of(1), Op.UPSERT, Verdict.SAME, "secretreason");
        decision.sides(1).forEach(engine::accept);
        engine.flush(output);
        assertThat(holds(ERASED.uid())).isTrue();
        assertThat(holds("Secretname")).isTrue();

        engine.accept(SourceRecord.erase(ERASED, OptionalLong.of(2)));
        engine.flush(output);

        assertThat(holds(ERASED.uid())).isFalse();
        assertThat(holds("Secretname")).isFalse();
        assertThat(holds("secretreason")).isFalse();
        assertThat(holds(decision.sides(1).get(0).reasonHalf())).isFalse();
        assertThat(holds("shared@x.org")).isTrue();
        assertThat(output.updates).contains(new Update.Unassigned(ERASED, true));
        assertThat(output.erasures)
                .containsExactly(new Erasure(ERASED, OptionalLong.of(2), 2, 1, 1));
        assertThat(engine.count(Count.DELETED)).isEqualTo(1);
        assertThat(engine.count(Count.ERASED)).isEqualTo(forgets ? 0 : 1);
        assertThat(engine.count(Count.DECISIONS)).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void olderVersionsStayDeadAndANewerOneBringsItBack(boolean forgets) {
        ShardEngine engine = only(forgets);
        engine.accept(SourceRecord.erase(ERASED, OptionalLong.of(3)));
        engine.flush(output);
        engine = only(forgets);
        engine.accept(upsert(ERASED, 2, "email=a@x.org"));
        engine.accept(SourceRecord.delete(ERASED, OptionalLong.of(3)));
        engine.accept(SourceRecord.erase(ERASED, OptionalLong.of(3)));
        engine.flush(output);
        assertThat(engine.count(Count.RECORDS)).isZero();
        assertThat(engine.count(Count.OUTDATED)).isEqualTo(2);
        assertThat(engine.count(Count.REPLAYED)).isEqualTo(1);
        engine.accept(upsert(ERASED, 4, "email=a@x.org"));
        engine.flush(output);
        assertThat(engine.count(Count.RECORDS)).isEqualTo(1);
        assertThat(engine.count(Count.ERASED)).isZero();
        assertThat(tables.entryCounts()).doesNotContainKeys("erased-records", "gone-records");
    }

    @Test
    void aDeletedRecordIsErasedToo() {
        ShardEngine engine = only(false);
        engine.accept(upsert(ERASED, 1, "email=a@x.org"));
        engine.accept(SourceRecord.delete(ERASED, OptionalLong.of(2)));
        engine.flush(output);
        output.updates.clear();
        assertThat(holds(ERASED.uid())).isTrue();
        engine.accept(SourceRecord.erase(ERASED, OptionalLong.of(2)));
        engine.flush(output);
        assertThat(holds(ERASED.uid())).isFalse();
        assertThat(output.updates).containsExactly(new Update.Unassigned(ERASED, true));
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aNewerDeleteDoesNotBringTheUidBack(boolean forgets) {
        ShardEngine engine = only(forgets);
        engine.accept(upsert(ERASED, 1, "email=a@x.org"));
        engine.accept(SourceRecord.erase(ERASED, OptionalLong.of(2)));
        engine.accept(SourceRecord.delete(ERASED, OptionalLong.of(5)));
        engine.flush(output);
        assertThat(holds(ERASED.uid())).isFalse();
        assertThat(output.erasures).hasSize(1);
        engine = only(forgets);
        engine.accept(upsert(ERASED, 4, "email=a@x.org"));
        engine.flush(output);
        assertThat(engine.count(Count.OUTDATED)).isEqualTo(1);
        assertThat(engine.count(Count.RECORDS)).isZero();
        engine.accept(upsert(ERASED, 6, "email=a@x.org"));
        engine.flush(output);
        assertThat(engine.count(Count.RECORDS)).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void whatIsStillRememberedCountsOnceNothingIsForgottenAnyMore(boolean isErased) {
        ShardEngine engine = only(true);
        engine.accept(
                isErased
                        ? SourceRecord.erase(ERASED, OptionalLong.of(3))
                        : SourceRecord.delete(ERASED, OptionalLong.of(3)));
        engine.flush(output);
        engine = only(false);
        engine.accept(upsert(ERASED, 2, "email=a@x.org"));
        engine.flush(output);
        assertThat(engine.count(Count.OUTDATED)).isEqualTo(1);
        engine.accept(upsert(ERASED, 4, "email=a@x.org"));
        engine.flush(output);
        assertThat(engine.count(Count.RECORDS)).isEqualTo(1);
        assertThat(tables.entryCounts()).doesNotContainKey("gone-records");
    }

    @Test
    void oneOfSeveralShardsForwardsAnErasureOnceWhateverItKnows() {
        ShardEngine engine =
                ShardEngine.ofSeveral(
                        Sample.ONTOLOGY,
                        Timeline.INTEGER,
                        tables,
                        EmissionLimit.NONE,
                        () -> 0,
                        KEY,
                        false);
        SourceRecord erasure = SourceRecord.erase(ERASED, OptionalLong.of(7));
        engine.accept(erasure);
        engine.flush(output);
        assertThat(output.escalated).containsExactly(erasure);
        engine.accept(upsert(ERASED, 8, "email=a@x.org"));
        engine.flush(output);
        output.escalated.clear();
        SourceRecord again = SourceRecord.erase(ERASED, OptionalLong.of(9));
        engine.accept(again);
        engine.flush(output);
        assertThat(output.escalated).containsExactly(again);
        assertThat(holds(ERASED.uid())).isFalse();
    }

    @Test
    void reconcileForwardsNothing() {
        ShardEngine engine =
                ShardEngine.ofReconcile(
                        new ShardState(Sample.ONTOLOGY, tables, false),
                        Timeline.INTEGER,
                        EmissionLimit.NONE,
                        () -> 0,
                        KEY,
                        false);
        engine.accept(SourceRecord.erase(ERASED, OptionalLong.of(7)));
        engine.flush(output);
        assertThat(output.escalated).isEmpty();
        assertThat(output.updates).containsExactly(new Update.Unassigned(ERASED, true));
    }

    private ShardEngine only(boolean forgets) {
        return new ShardEngine(
                Sample.ONTOLOGY,
                Timeline.INTEGER,
                tables,
                EmissionLimit.NONE,
                () -> 0,
                KEY,
                forgets);
    }

    private static SourceRecord upsert(RecordIdentity identity, long version, String... values) {
        return SourceRecord.upsert(
                identity,
                OptionalLong.of(version),
                Stream.of(values)
                        .map(text -> text.split("=", -1))
                        .map(parts -> new Descriptor(parts[0], parts[1], Interval.ALWAYS))
                        .toList());
    }

    /** Whether the bytes of a text are in any key or value of any table. */
    private boolean holds(String text) {
        byte[] sought = text.getBytes(StandardCharsets.UTF_8);
        for (Name name : Name.values()) {
            List<TermTable.Entry> entries = new ArrayList<>();
            tables.bytes(name).scan().forEachRemaining(entries::add);
            if (entries.stream().anyMatch(entry -> holds(entry, sought))) {
                return true;
            }
        }
        for (TermName name : TermName.values()) {
            List<ByteKey> terms = new ArrayList<>();
            tables.scanTerms(name).forEachRemaining(term -> terms.add(new ByteKey(term)));
            for (ByteKey term : terms) {
                List<TermTable.Entry> entries = new ArrayList<>();
                tables.terms(name).scan(term.bytes()).forEachRemaining(entries::add);
                if (contains(term.bytes(), sought)
                        || entries.stream().anyMatch(entry -> holds(entry, sought))) {
                    return true;
                }
            }
        }
        return false;
    }

    private static boolean holds(TermTable.Entry entry, byte[] sought) {
        return contains(entry.key(), sought) || contains(entry.value(), sought);
    }

    private static boolean contains(byte[] bytes, byte[] sought) {
        for (int at = 0; at + sought.length <= bytes.length; at++) {
            if (Arrays.equals(bytes, at, at + sought.length, sought, 0, sought.length)) {
                return true;
            }
        }
        return false;
    }

    private static final class Listener implements ShardOutput {
        final List<Update> updates = new ArrayList<>();
        final List<Erasure> erasures = new ArrayList<>();
        final List<SourceRecord> escalated = new ArrayList<>();

        @Override
        public void update(EncodedUpdate update) {
            if (update.key().stream() == OutputKey.Stream.ASSIGNMENTS) {
                updates.add(update.update());
            }
        }

        @Override
        public void erased(Erasure erasure) {
            erasures.add(erasure);
        }

        @Override
        public void escalate(SourceRecord change) {
            escalated.add(change);
        }

        @Override
        public void claim(
                ByteKey signature,
                String attribute,
                String value,
                RecordIdentity record,
                Optional<Claim.Made> made) {}
    }
}
