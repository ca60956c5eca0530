package io.kindred.offline;

import io.kindred.model.Descriptor;
import io.kindred.storage.KeyScope;
import io.kindred.storage.keyed.KeyCounts;
import io.kindred.storage.keyed.KeyCounts.StatedGeneric;
import io.kindred.storage.keyed.Registration;
import io.kindred.temporal.Interval;
import org.junit.jupiter.api.Test;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;

import static org.assertj.core.api.Assertions.assertThat;

class FactChecksTest {

    private static final List<Descriptor> SAYS =
            List.of(new Descriptor("name", "Ann", Interval.ALWAYS));

    @Test
    void aRecordIsInOneShardAsItWasToldLast() {
        byte[] registered = registered(true);

        assertThat(ofRecord(registered, record(false, false, 4, SAYS))).isEmpty();
        assertThat(ofRecord(registered)).contains("is there, and 0 shards have it");
        assertThat(ofRecord(null)).isEmpty();
        assertThat(ofRecord(registered(false))).isEmpty();
        assertThat(ofRecord(registered(false), record(false, false, 4, SAYS)))
                .contains("is not there, but 1 shards have it");
        assertThat(ofRecord(null, record(true, false, 4, SAYS)))
                .contains("is not there, but 1 shards have it");
        assertThat(ofRecord(registered, record(false, false, 3, SAYS)))
                .contains("is not in the shards as it was told last");
        assertThat(ofRecord(registered, record(false, false, 4, List.of())))
                .contains("is not in the shards as it was told last");
        assertThat(ofRecord(registered, record(false, false, false, 4, SAYS)))
                .contains("is in another shard than it belongs to");
    }

    @Test
    void aRecordThatWasHandedOverIsResolvedInOneOtherPlace() {
        byte[] registered = registered(true);

        assertThat(ofRecord(registered, record(false, true, 4, SAYS), record(true, false, 4, SAYS)))
                .isEmpty();
        assertThat(ofRecord(registered, record(false, true, 4, SAYS)))
                .contains("was handed over by its shard, and 0 places resolve it");
        assertThat(
                        ofRecord(
                                registered,
                                record(false, false, 4, SAYS),
                                record(true, false, 4, SAYS)))
                .contains("is resolved by its shard and elsewhere");
    }

    @Test
    void keyValuesAreCountedAsShardsHaveThem() {
        byte[] spanning = counted(Map.of(0, 2L, 3, 1L), KeyScope.SPANNING);
        byte[] first = key(false, 0, 2, KeyScope.SPANNING);

        assertThat(ofKey(spanning, first, key(false, 3, 1, KeyScope.SPANNING))).isEmpty();
        assertThat(ofKey(null)).isEmpty();
        assertThat(ofKey(spanning, first))
                .contains(
                        "is counted {0=2, 3=1} (records by shard), shards have {0=2} (records by"
                                + " shard)");
        assertThat(ofKey(spanning, first, key(false, 3, 1, KeyScope.ORDINARY)))
                .contains("is SPANNING, and shard 3 takes it to be ORDINARY");
        assertThat(ofKey(null, key(false, 3, 1, KeyScope.ORDINARY)))
                .contains("is counted {} (records by shard), shards have {3=1} (records by shard)");
        // Where what spans shards is resolved, the records of the others are there once more.
        assertThat(
                        ofKey(
                                spanning,
                                first,
                                key(false, 3, 1, KeyScope.SPANNING),
                                key(true, 0, 3, KeyScope.ORDINARY)))
                .isEmpty();
    }

    @Test
    void allKnowWhatIsGeneric() {
        byte[] generic = counted(Map.of(1, 9L), KeyScope.GENERIC);
        byte[] shard = key(false, 1, 9, KeyScope.GENERIC);

        assertThat(ofKey(generic, shard, key(true, 5, 0, KeyScope.GENERIC))).isEmpty();
        assertThat(ofKey(generic, shard)).contains("is generic, and reconcile does not know it");
        assertThat(
                        ofKey(
                                counted(Map.of(1, 1L), KeyScope.ORDINARY),
                                key(false, 1, 1, KeyScope.ORDINARY),
                                key(true, 5, 0, KeyScope.GENERIC)))
                .contains("is ORDINARY, and reconcile takes it to be GENERIC");
    }

    private static Optional<String> ofRecord(byte[] registered, byte[]... facts) {
        return ValidateTask.ofRegistry().check(registered, Arrays.asList(facts));
    }

    private static Optional<String> ofKey(byte[] counted, byte[]... facts) {
        return ValidateTask.ofDirectory().check(counted, Arrays.asList(facts));
    }

    private static byte[] registered(boolean isThere) {
        return Registration.FORMAT.write(
                new Registration(isThere, OptionalLong.of(7), 4, isThere ? SAYS : List.of()));
    }

    private static byte[] record(
            boolean isReconcile, boolean isEscalated, long change, List<Descriptor> says) {
        return record(isReconcile, true, isEscalated, change, says);
    }

    private static byte[] record(
            boolean isReconcile,
            boolean isAtHome,
            boolean isEscalated,
            long change,
            List<Descriptor> says) {
        return new RecordFact(isReconcile, isAtHome, isEscalated, change, RecordFact.content(says))
                .toBytes();
    }

    private static byte[] counted(Map<Integer, Long> records, KeyScope scope) {
        return KeyCounts.FORMAT.write(
                new KeyCounts(
                        new TreeMap<>(records),
                        scope,
                        scope == KeyScope.GENERIC
                                ? Optional.of(
                                        new StatedGeneric("person", "name", List.of("Ann"), 9))
                                : Optional.empty()));
    }

    private static byte[] key(boolean isReconcile, int shard, long records, KeyScope scope) {
        return new KeyFact(isReconcile, shard, records, scope).toBytes();
    }
}
