package io.kindred.flink.operator;

import io.kindred.flink.internal.MapStateTermScan;
import io.kindred.flink.internal.OneInputOperator;
import io.kindred.flink.serde.FormatTypeInformation;
import io.kindred.model.OutputKey;
import io.kindred.model.OutputKey.Stream;
import io.kindred.offline.FactTask;
import io.kindred.offline.OfflineShard;
import io.kindred.offline.OfflineShard.Place;
import io.kindred.offline.ShardTask;
import io.kindred.storage.ByteKey;
import io.kindred.storage.ShardTables;
import io.kindred.storage.shard.ShardMeta;
import org.apache.flink.api.common.typeinfo.PrimitiveArrayTypeInfo;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.java.tuple.Tuple2;
import org.apache.flink.util.OutputTag;

/**
 * Runs a task on each shard that it is told of, by its number, and tells the {@linkplain RowPieces
 * pieces} of the task's rows. State: that of a {@link ShardOperator} of the same uid, of which no
 * checkpoint is ever taken here.
 */
public final class ShardTaskOperator extends OneInputOperator<Integer, byte[]> {

    /** Carries what shards have of records, by identity. */
    public static final OutputTag<Tuple2<String, byte[]>> RECORD_FACTS =
            new OutputTag<>(
                    "record-facts",
                    Types.TUPLE(
                            Types.STRING, PrimitiveArrayTypeInfo.BYTE_PRIMITIVE_ARRAY_TYPE_INFO));

    /** Carries what shards have of key values, by signature. */
    public static final OutputTag<Tuple2<ByteKey, byte[]>> KEY_FACTS =
            new OutputTag<>(
                    "key-facts",
                    Types.TUPLE(
                            FormatTypeInformation.BYTE_KEY,
                            PrimitiveArrayTypeInfo.BYTE_PRIMITIVE_ARRAY_TYPE_INFO));

    /** Carries what shards claim of values that are to be unique, by signature. */
    public static final OutputTag<Tuple2<ByteKey, byte[]>> CLAIM_FACTS =
            new OutputTag<>(
                    "claim-facts",
                    Types.TUPLE(
                            FormatTypeInformation.BYTE_KEY,
                            PrimitiveArrayTypeInfo.BYTE_PRIMITIVE_ARRAY_TYPE_INFO));

    /** Carries what was last emitted, assignments apart, by the key of {@link PublishOperator}. */
    public static final OutputTag<Tuple2<String, byte[]>> STATED = AbstractFactCheckOperator.STATED;

    /** Carries what was last emitted of assignments, likewise. */
    public static final OutputTag<Tuple2<String, byte[]>> STATED_ASSIGNMENTS =
            new OutputTag<>("stated-assignments", STATED.getTypeInfo());

    /** Carries the declaration of a shard, as it is kept. */
    public static final OutputTag<String> DECLARATION =
            new OutputTag<>("declaration", Types.STRING);

    private static final long serialVersionUID = 1L;

    private final ShardTask task;
    private final Place place;
    private final ShardKeys keys;
    private final int firstSubtask;

    private transient ShardTables tables;
    private transient MapStateTermScan terms;

    /**
     * With what to do where.
     *
     * @param firstSubtask the number of the first subtask; those of all such operators differ
     */
    public ShardTaskOperator(ShardTask task, Place place, ShardKeys keys, int firstSubtask) {
        this.task = task;
        this.place = place;
        this.keys = keys;
        this.firstSubtask = firstSubtask;
    }

    @Override
    public void open() throws Exception {
        super.open();
        tables = states().shardTables();
        terms = states().termScan(keys.count());
    }

    @Override
    public void close() throws Exception {
        if (terms != null) {
            terms.close();
        }
        super.close();
    }

    @Override
    protected void accept(Integer number) {
        int subtask = firstSubtask + subtask();
        OfflineShard shard = new OfflineShard(place, number, keys.count(), tables, terms);
        task.run(shard, row -> RowPieces.cut(subtask, row, this::emit));
        if (task instanceof FactTask facts) {
            facts.tell(shard, new Listener());
        }
        if (place == Place.SHARD && number == 0) {
            ShardMeta.declaration(tables).ifPresent(text -> emit(DECLARATION, text));
        }
    }

    /** Facts, sent on. */
    private final class Listener implements FactTask.Facts {
        @Override
        public void record(String identity, byte[] fact) {
            emit(RECORD_FACTS, Tuple2.of(identity, fact));
        }

        @Override
        public void key(ByteKey signature, byte[] fact) {
            emit(KEY_FACTS, Tuple2.of(signature, fact));
        }

        @Override
        public void claim(ByteKey signature, byte[] fact) {
            emit(CLAIM_FACTS, Tuple2.of(signature, fact));
        }

        @Override
        public void emitted(OutputKey key, byte[] fact) {
            emit(
                    key.stream() == Stream.ASSIGNMENTS ? STATED_ASSIGNMENTS : STATED,
                    Tuple2.of(PublishOperator.joined(key), fact));
        }
    }
}
