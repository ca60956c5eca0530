package io.kindred.resolve.match;

import io.kindred.model.Descriptor;
import io.kindred.model.HeldDecisions;
import io.kindred.model.RecordIdentity;
import io.kindred.ontology.EntityTypeRules;
import io.kindred.resolve.record.NormalizedRecord;
import io.kindred.storage.shard.StoredRecord;
import io.kindred.temporal.Interval;
import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Map;

import static org.assertj.core.api.Assertions.assertThat;

class MatchCacheTest {

    private static final EntityTypeRules RULES =
            new EntityTypeRules(List.of(), List.of(), List.of(), Map.of());
    private static final int RECORDS = 64;

    /** How many records may be asked for before one that was asked for once is forgotten. */
    private static final int MOMENT = RECORDS / 16;

    private final MatchCache cache = new MatchCache(RECORDS, 1);
    private final int owner = cache.newOwner();
    private int computed;

    @Test
    void computesARecordOnceWhileItIsLookedAtInABatch() {
        ask(owner, record(1, "ada"));
        ask(owner, record(2, "bob"));
        ask(owner, record(1, "ada"));

        assertThat(computed).isEqualTo(2);
    }

    @Test
    void keepsARecordThatIsAskedForAgainHoweverManyOthersAreAskedForOnce() {
        ask(owner, record(1, "ada"));
        askForOthers(2, 2 + MOMENT);
        ask(owner, record(1, "ada"));
        askForOthers(1000, 3000);
        computed = 0;

        ask(owner, record(1, "ada"));

        assertThat(computed).isZero();
    }

    @Test
    void forgetsARecordThatWasAskedForOnce() {
        ask(owner, record(1, "ada"));
        askForOthers(2, 2 + MOMENT);
        computed = 0;

        ask(owner, record(1, "ada"));

        assertThat(computed).isEqualTo(1);
    }

    @Test
    void computesAnewWhenTheContentIsAnother() {
        ask(owner, record(1, "ada"));

        NormalizedRecord now = ask(owner, record(1, "eve"));

        assertThat(now.values("name"))
                .extracting(NormalizedRecord.Value::normalized)
                .containsExactly("eve");
        assertThat(ask(owner, record(1, "eve"))).isSameAs(now);
    }

    @Test
    void keepsRecordsOfDifferentShardsApart() {
        int other = cache.newOwner();

        NormalizedRecord here = ask(owner, record(1, "ada"));

        assertThat(ask(other, record(1, "ada"))).isNotSameAs(here);
        assertThat(computed).isEqualTo(2);
    }

    private void askForOthers(int from, int to) {
        for (int id = from; id < to; id++) {
            ask(owner, record(id, "other"));
        }
    }

    private NormalizedRecord ask(int shard, StoredRecord record) {
        return cache.normalized(
                shard,
                record,
                stored -> {
                    computed++;
                    return NormalizedRecord.of(
                            stored.identity(), stored.descriptors(), HeldDecisions.NONE, RULES);
                });
    }

    private static StoredRecord record(long id, String name) {
        return StoredRecord.arrived(
                id,
                new RecordIdentity("person", "crm", "C-" + id),
                List.of(new Descriptor("name", name, Interval.ALWAYS)));
    }
}
