package io.kindred.storage.shard;

import io.kindred.model.Descriptor;
import io.kindred.storage.ByteWriter;
import io.kindred.storage.ShardTables;
import io.kindred.storage.memory.InMemoryShardTables;
import io.kindred.temporal.Interval;
import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;
import java.util.PrimitiveIterator;

import static org.assertj.core.api.Assertions.assertThat;

class RecordSetsTest {

    private static final long BUCKET = 1L << 31;

    private final InMemoryShardTables tables = new InMemoryShardTables();
    private final RecordSets sets = new RecordSets(tables);

    @Test
    void tellsEntityTypesAndPerspectivesApart() {
        sets.add(1, 3, 0);
        sets.add(2, 3, 1);
        sets.add(5_000, 4, 1);
        assertThat(all(sets.ofType(3))).containsExactly(1L, 2L);
        assertThat(all(sets.ofType(4))).containsExactly(5_000L);
        assertThat(all(sets.ofType(5))).isEmpty();
        assertThat(all(sets.ofPerspective(3, 0))).containsExactly(1L);
        assertThat(all(sets.ofPerspective(3, 1))).containsExactly(2L);
        assertThat(all(sets.ofPerspective(4, 1))).containsExactly(5_000L);
        assertThat(all(sets.ofPerspective(4, 0))).isEmpty();
    }

    @Test
    void nothingIsLeftOfRemovedRecords() {
        for (int id = 0; id < 5_000; id++) {
            sets.add(id, 0, id % 3);
        }
        sets.save();
        assertThat(tables.entryCounts()).hasSize(2);
        for (int id = 0; id < 5_000; id++) {
            sets.remove(id, 0, id % 3);
        }
        sets.save();
        assertThat(tables.entryCounts()).isEmpty();
    }

    @Test
    void removesWhatFormerLayoutsHadOfARecord() {
        IdSets former = new IdSets(tables, ShardTables.TermName.EXPIRY_BUCKETS);
        for (long bucket : List.of(-1L, 0L, 1L)) {
            former.add(new ByteWriter().signed(bucket).toBytes(), 1);
        }
        former.add(new ByteWriter().signed(0).toBytes(), 2);
        former.save();
        sets.removeFormer(1, List.of(until(5), until(6), until(BUCKET), until(-1)));
        sets.removeFormer(2, List.of(until(BUCKET), until(Interval.MAX)));
        sets.save();
        assertThat(tables.entryCounts()).containsEntry("expiry-buckets", 1);
        sets.removeFormer(2, List.of(until(BUCKET - 1)));
        sets.save();
        assertThat(tables.entryCounts()).isEmpty();
    }

    private static Descriptor until(long end) {
        return new Descriptor("email", "a@x", new Interval(Interval.MIN, end));
    }

    private static List<Long> all(PrimitiveIterator.OfLong ids) {
        List<Long> all = new ArrayList<>();
        while (ids.hasNext()) {
            all.add(ids.nextLong());
        }
        return all;
    }
}
