package io.kindred.flink.topology;

import io.kindred.flink.internal.KeyGroups;
import io.kindred.flink.operator.KeyTaskOperator;
import io.kindred.flink.operator.ReconcileLanes;
import io.kindred.flink.operator.RowPieces;
import io.kindred.flink.operator.ShardKeys;
import io.kindred.flink.operator.ShardTaskOperator;
import io.kindred.flink.serde.FormatTypeInformation;
import io.kindred.offline.KeyTask;
import io.kindred.offline.KeyTask.Part;
import io.kindred.offline.OfflineShard.Place;
import io.kindred.offline.OfflineTask;
import io.kindred.offline.ShardTask;
import io.kindred.storage.ByteKey;
import io.kindred.storage.ByteWriter;
import org.apache.flink.api.common.typeinfo.PrimitiveArrayTypeInfo;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.java.tuple.Tuple2;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.util.Collector;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The bounded job that runs a task on every shard of a state, on every key of the other keyed
 * operators, or on both. Its operators have the uids of those that wrote the state:
 *
 * <pre>
 * shard numbers ─► shard ─────┬─ rows ───────────────────────────────────────────────►
 * lane numbers ──► reconcile ─┤
 *                             └─ declaration ─► registry, directory, … publish ─ rows ─►
 * </pre>
 */
final class SavedStateGraph {

    private final StreamExecutionEnvironment env;
    private final OfflineTask task;

    SavedStateGraph(StreamExecutionEnvironment env, OfflineTask task) {
        this.env = env;
        this.task = task;
    }

    /** The {@linkplain RowPieces pieces} of all rows. */
    DataStream<byte[]> pieces(int shards, boolean hasReconcile) {
        List<DataStream<byte[]>> pieces = new ArrayList<>();
        DataStream<String> declaration =
                task instanceof ShardTask ofShards
                        ? shards(ofShards, shards, hasReconcile, pieces)
                        : env.fromData("").filter(any -> false);
        if (task instanceof KeyTask ofKeys) {
            for (Part part : Part.values()) {
                if (ofKeys.wants(part) && hasReconcile != (part == Part.PUBLISH_OF_ONLY_SHARD)) {
                    pieces.add(keys(part, ofKeys, declaration));
                }
            }
        }
        return pieces.stream().reduce(DataStream::union).orElseThrow();
    }

    /** Adds the pieces of the shards, and returns their declaration. */
    private DataStream<String> shards(
            ShardTask ofShards, int shards, boolean hasReconcile, List<DataStream<byte[]>> pieces) {
        SingleOutputStreamOperator<byte[]> home =
                tasks(ofShards, shards == 1 ? Place.ONLY_SHARD : Place.SHARD, shards);
        pieces.add(home);
        if (hasReconcile) {
            pieces.add(tasks(ofShards, Place.RECONCILE, ReconcileLanes.COUNT));
        }
        return home.getSideOutput(ShardTaskOperator.DECLARATION);
    }

    private SingleOutputStreamOperator<byte[]> tasks(ShardTask ofShards, Place place, int count) {
        String uid = place == Place.RECONCILE ? Operators.RECONCILE : Operators.SHARD;
        int firstSubtask = place == Place.RECONCILE ? env.getParallelism() : 0;
        ShardKeys keys = new ShardKeys(count);
        SingleOutputStreamOperator<byte[]> pieces =
                env.fromData(Types.INT, IntStream.range(0, count).boxed().toArray(Integer[]::new))
                        .setParallelism(1)
                        .keyBy(keys::key, Types.INT)
                        .transform(
                                uid,
                                PrimitiveArrayTypeInfo.BYTE_PRIMITIVE_ARRAY_TYPE_INFO,
                                new ShardTaskOperator(ofShards, place, keys, firstSubtask))
                        .uid(uid);
        pieces.setMaxParallelism(count);
        pieces.setParallelism(Math.min(count, env.getParallelism()));
        return pieces;
    }

    private DataStream<byte[]> keys(Part part, KeyTask keys, DataStream<String> declaration) {
        return switch (part) {
            case REGISTRY -> keys(Operators.REGISTRY, part, keys, toAny(declaration), Types.STRING);
            case DIRECTORY, UNIQUENESS ->
                    keys(
                            part == Part.DIRECTORY ? Operators.DIRECTORY : Operators.UNIQUENESS,
                            part,
                            keys,
                            toAllKeyGroups(declaration),
                            FormatTypeInformation.BYTE_KEY);
            case PUBLISH_ASSIGNMENTS ->
                    keys(
                            Operators.PUBLISH_ASSIGNMENTS,
                            part,
                            keys,
                            toAny(declaration),
                            Types.STRING);
            case PUBLISH, PUBLISH_OF_ONLY_SHARD ->
                    keys(Operators.PUBLISH, part, keys, toAny(declaration), Types.STRING);
        };
    }

    private <K> DataStream<byte[]> keys(
            String uid,
            Part part,
            KeyTask keys,
            DataStream<Tuple2<K, String>> declaration,
            TypeInformation<K> type) {
        int firstSubtask = (2 + part.ordinal()) * env.getParallelism();
        SingleOutputStreamOperator<byte[]> pieces =
                declaration
                        .keyBy(keyed -> keyed.f0, type)
                        .transform(
                                uid,
                                PrimitiveArrayTypeInfo.BYTE_PRIMITIVE_ARRAY_TYPE_INFO,
                                new KeyTaskOperator<K>(keys, part, firstSubtask))
                        .uid(uid);
        pieces.setMaxParallelism(JobGraphBuilder.KEY_GROUPS);
        return pieces;
    }

    /** Sends the declaration to any subtask. */
    private static DataStream<Tuple2<String, String>> toAny(DataStream<String> declaration) {
        return declaration
                .map(text -> Tuple2.of(text, text))
                .returns(Types.TUPLE(Types.STRING, Types.STRING));
    }

    /** Sends the declaration once to each key group, and so to each subtask. */
    private static DataStream<Tuple2<ByteKey, String>> toAllKeyGroups(
            DataStream<String> declaration) {
        return declaration
                .flatMap(SavedStateGraph::forEachKeyGroup)
                .returns(Types.TUPLE(FormatTypeInformation.BYTE_KEY, Types.STRING));
    }

    private static void forEachKeyGroup(
            String declaration, Collector<Tuple2<ByteKey, String>> out) {
        boolean[] isReached = new boolean[JobGraphBuilder.KEY_GROUPS];
        int left = isReached.length;
        for (long candidate = 0; left > 0; candidate++) {
            ByteKey key = new ByteKey(new ByteWriter().unsigned(candidate).toBytes());
            int group = KeyGroups.of(key, isReached.length);
            if (!isReached[group]) {
                isReached[group] = true;
                left--;
                out.collect(Tuple2.of(key, declaration));
            }
        }
    }
}
