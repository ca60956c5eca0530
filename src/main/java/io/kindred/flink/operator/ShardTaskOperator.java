package io.kindred.flink.operator;

import io.kindred.flink.serde.FormatTypeInformation;
import io.kindred.flink.state.MapStateShardTables;
import io.kindred.flink.state.MapStateTermScan;
import io.kindred.model.OutputKey;
import io.kindred.model.OutputKey.Stream;
import io.kindred.offline.FactTask;
import io.kindred.offline.OfflineShard;
import io.kindred.offline.OfflineShard.Place;
import io.kindred.offline.ShardTask;
import io.kindred.storage.ByteKey;
import io.kindred.storage.shard.ShardMeta;
import org.apache.flink.api.common.typeinfo.PrimitiveArrayTypeInfo;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.java.tuple.Tuple2;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.util.OutputTag;

/**
 * Runs a task on each shard that it is told of, by its number, and tells the {@linkplain RowPieces
 * pieces} of the task's rows. State: that of a {@link ShardOperator} of the same uid, of which no
 * checkpoint is ever taken here.
 */
public final class ShardTaskOperator extends AbstractStreamOperator<byte[]>
        implements OneInputStreamOperator<Integer, byte[]> {

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

    private transient MapStateShardTables tables;
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
        tables = new MapStateShardTables(getKeyedStateBackend());
        terms = new MapStateTermScan(getKeyedStateBackend(), keys.count());
    }

    @Override
    public void close() throws Exception {
        if (terms != null) {
            terms.close();
        }
        super.close();
    }

    @Override
    public void processElement(StreamRecord<Integer> element) {
        int subtask = firstSubtask + getRuntimeContext().getTaskInfo().getIndexOfThisSubtask();
        OfflineShard shard =
                new OfflineShard(place, element.getValue(), keys.count(), tables, terms);
        task.run(
                shard,
                row ->
                        RowPieces.cut(
                                subtask, row, piece -> output.collect(new StreamRecord<>(piece))));
        if (task instanceof FactTask facts) {
            facts.tell(shard, new Listener());
        }
        if (place == Place.SHARD && element.getValue() == 0) {
            ShardMeta.declaration(tables)
                    .ifPresent(text -> output.collect(DECLARATION, new StreamRecord<>(text)));
        }
    }

    /** Facts, sent on. */
    private final class Listener implements FactTask.Facts {
        @Override
        public void record(String identity, byte[] fact) {
            output.collect(RECORD_FACTS, new StreamRecord<>(Tuple2.of(identity, fact)));
        }

        @Override
        public void key(ByteKey signature, byte[] fact) {
            output.collect(KEY_FACTS, new StreamRecord<>(Tuple2.of(signature, fact)));
        }

        @Override
        public void claim(ByteKey signature, byte[] fact) {
            output.collect(CLAIM_FACTS, new StreamRecord<>(Tuple2.of(signature, fact)));
        }

        @Override
        public void emitted(OutputKey key, byte[] fact) {
            output.collect(
                    key.stream() == Stream.ASSIGNMENTS ? STATED_ASSIGNMENTS : STATED,
                    new StreamRecord<>(Tuple2.of(PublishOperator.joined(key), fact)));
        }
    }
}
