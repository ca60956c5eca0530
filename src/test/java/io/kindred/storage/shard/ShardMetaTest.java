package io.kindred.storage.shard;

import io.kindred.storage.ByteWriter;
import io.kindred.storage.CorruptStateException;
import io.kindred.storage.CountingTables;
import io.kindred.storage.ShardTables;
import io.kindred.storage.memory.InMemoryShardTables;
import io.kindred.storage.shard.ShardMeta.Count;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class ShardMetaTest {

    private final InMemoryShardTables tables = new InMemoryShardTables();
    private final ShardMeta meta = new ShardMeta(tables);

    @Test
    void givesEachIdOnce() {
        assertThat(meta.nextRecordId()).isZero();
        assertThat(meta.nextRecordId()).isEqualTo(1);
        assertThat(meta.nextComponentId()).isZero();
        assertThat(meta.nextStringId()).isZero();
        assertThat(meta.nextStringId()).isEqualTo(1);
    }

    @Test
    void goesOnWhereItWasSaved() {
        meta.nextRecordId();
        meta.nextRecordId();
        meta.nextComponentId();
        meta.add(Count.RECORDS, 5);
        meta.add(Count.ENTITIES, 300);
        meta.add(Count.ENTITIES, -100);
        meta.save();
        ShardMeta later = new ShardMeta(tables);
        assertThat(later.nextRecordId()).isEqualTo(2);
        assertThat(later.nextComponentId()).isEqualTo(1);
        assertThat(later.nextStringId()).isZero();
        assertThat(later.get(Count.RECORDS)).isEqualTo(5);
        assertThat(later.get(Count.ENTITIES)).isEqualTo(200);
        assertThat(later.get(Count.CONFLICTS)).isZero();
    }

    @Test
    void writesOnlyWhatChanged() {
        CountingTables counting = new CountingTables(tables);
        ShardMeta counted = new ShardMeta(counting);
        counted.save();
        counted.add(Count.RECORDS, 0);
        counted.save();
        assertThat(counting.writes()).isZero();
        counted.add(Count.RECORDS, 1);
        counted.save();
        counted.save();
        assertThat(counting.writes()).isEqualTo(1);
        counted.nextRecordId();
        counted.save();
        counted.nextComponentId();
        counted.save();
        counted.nextStringId();
        counted.save();
        assertThat(counting.writes()).isEqualTo(4);
    }

    @Test
    void countsNeverFallBelowZero() {
        meta.add(Count.RECORDS, 2);
        assertThatThrownBy(() -> meta.add(Count.RECORDS, -3))
                .isInstanceOf(CorruptStateException.class)
                .hasMessage("shard-meta: RECORDS would be -1");
        assertThat(meta.get(Count.RECORDS)).isEqualTo(2);
    }

    @Test
    void staysTiedToWhatItWasBuiltUnder() {
        meta.tieTo("one", DeclarationRule.SAME);
        meta.tieTo("one", DeclarationRule.SAME);
        ShardMeta later = new ShardMeta(tables);
        later.tieTo("one", DeclarationRule.SAME);
        assertThatThrownBy(() -> later.tieTo("two", DeclarationRule.SAME))
                .isInstanceOf(ChangedDeclarationException.class)
                .hasMessageContainingAll("was one", "is two");
        later.tieTo("one", DeclarationRule.SAME);
    }

    @Test
    void keepsLayout1UntilTheNewestIsSet() {
        putMeta(new ByteWriter().raw(1).unsigned(3).unsigned(0).unsigned(0).unsigned(0));
        ShardMeta old = new ShardMeta(tables);
        assertThat(old.isOfNewestLayout()).isFalse();
        old.nextRecordId();
        old.save();
        ShardMeta later = new ShardMeta(tables);
        assertThat(later.isOfNewestLayout()).isFalse();
        assertThat(later.layout()).isEqualTo(1);
        assertThat(later.nextRecordId()).isEqualTo(4);
        later.setNewestLayout();
        later.save();
        assertThat(new ShardMeta(tables).isOfNewestLayout()).isTrue();
    }

    @Test
    void isOfTheNewestLayoutFromTheStart() {
        assertThat(meta.isOfNewestLayout()).isTrue();
        meta.nextRecordId();
        meta.save();
        assertThat(new ShardMeta(tables).isOfNewestLayout()).isTrue();
    }

    @Test
    void rejectsALayoutItDoesNotKnow() {
        for (int layout : new int[] {0, ShardMeta.LAYOUT + 1}) {
            putMeta(
                    new ByteWriter()
                            .raw(2)
                            .unsigned(layout)
                            .unsigned(0)
                            .unsigned(0)
                            .unsigned(0)
                            .unsigned(0));
            assertThatThrownBy(() -> new ShardMeta(tables))
                    .isInstanceOf(CorruptStateException.class)
                    .hasMessage("shard-meta: layout " + layout + "; this release reads 1 to 4");
        }
    }

    private void putMeta(ByteWriter meta) {
        tables.bytes(ShardTables.Name.META).put(new byte[] {'m', 'e', 't', 'a'}, meta.toBytes());
    }

    @Test
    void rejectsACountItDoesNotKnow() {
        byte[] stored =
                new ByteWriter()
                        .raw(1)
                        .unsigned(0)
                        .unsigned(0)
                        .unsigned(0)
                        .unsigned(1)
                        .string("UNICORNS")
                        .signed(3)
                        .toBytes();
        tables.bytes(ShardTables.Name.META).put(new byte[] {'m', 'e', 't', 'a'}, stored);
        assertThatThrownBy(() -> new ShardMeta(tables))
                .isInstanceOf(CorruptStateException.class)
                .hasMessageStartingWith("shard-meta: ")
                .hasMessageContaining("UNICORNS");
    }
}
