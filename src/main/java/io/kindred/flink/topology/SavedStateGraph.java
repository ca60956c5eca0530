package io.kindred.flink.topology;

import io.kindred.flink.operator.BreachesOperator;
import io.kindred.flink.operator.FactCheckOperator;
import io.kindred.flink.operator.ReconcileLanes;
import io.kindred.flink.operator.RowPieces;
import io.kindred.flink.operator.ShardKeys;
import io.kindred.flink.operator.ShardTaskOperator;
import io.kindred.flink.serde.FormatTypeInformation;
import io.kindred.offline.ClaimsTask;
import io.kindred.offline.FactCheck;
import io.kindred.offline.FactTask;
import io.kindred.offline.RestedShard.Place;
import io.kindred.offline.ShardTask;
import io.kindred.offline.ValidateTask;
import io.kindred.storage.ByteKey;
import io.kindred.storage.ByteWriter;
import org.apache.flink.api.common.typeinfo.PrimitiveArrayTypeInfo;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.java.tuple.Tuple2;
import org.apache.flink.runtime.state.KeyGroupRangeAssignment;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.util.Collector;

import java.util.stream.IntStream;

/**
 * The bounded job that runs a task on every shard of a state, by operators of the uids that the
 * state is of:
 *
 * <pre>
 * shard numbers ─► shard ─────┬─ rows ──────────────────────────────────────────────────►
 * lane numbers ──► reconcile ─┤
 *                             ├─ what they have ─► registry, directory ─ what differs ──►
 *                             └─ declaration ────► uniqueness ─ what is to be unique ───►
 * </pre>
 *
 * The last two are there if there are several shards and the task wants them.
 */
final class SavedStateGraph {

    private final StreamExecutionEnvironment env;
    private final ShardTask task;

    SavedStateGraph(StreamExecutionEnvironment env, ShardTask task) {
        this.env = env;
        this.task = task;
    }

    /** The {@linkplain RowPieces pieces} of all rows. */
    DataStream<byte[]> pieces(int shards, boolean hasReconcile) {
        SingleOutputStreamOperator<byte[]> home =
                tasks(shards == 1 ? Place.ONLY_SHARD : Place.SHARD, shards);
        if (!hasReconcile) {
            return home;
        }
        SingleOutputStreamOperator<byte[]> reconcile = tasks(Place.RECONCILE, ReconcileLanes.COUNT);
        DataStream<byte[]> pieces = home.union(reconcile);
        if (task instanceof FactTask) {
            pieces =
                    pieces.union(
                            check(
                                    home.getSideOutput(ShardTaskOperator.RECORD_FACTS)
                                            .union(
                                                    reconcile.getSideOutput(
                                                            ShardTaskOperator.RECORD_FACTS)),
                                    Types.STRING,
                                    Operators.REGISTRY,
                                    "registration",
                                    ValidateTask.ofRegistry()),
                            check(
                                    home.getSideOutput(ShardTaskOperator.KEY_FACTS)
                                            .union(
                                                    reconcile.getSideOutput(
                                                            ShardTaskOperator.KEY_FACTS)),
                                    FormatTypeInformation.BYTE_KEY,
                                    Operators.DIRECTORY,
                                    "key-counts",
                                    ValidateTask.ofDirectory()));
        }
        return task instanceof ClaimsTask claims
                ? pieces.union(breaches(home.getSideOutput(ShardTaskOperator.DECLARATION), claims))
                : pieces;
    }

    private SingleOutputStreamOperator<byte[]> tasks(Place place, int count) {
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
                                new ShardTaskOperator(task, place, keys, firstSubtask))
                        .uid(uid);
        pieces.setMaxParallelism(count);
        pieces.setParallelism(Math.min(count, env.getParallelism()));
        return pieces;
    }

    private <K> DataStream<byte[]> check(
            DataStream<Tuple2<K, byte[]>> facts,
            TypeInformation<K> type,
            String uid,
            String state,
            FactCheck check) {
        SingleOutputStreamOperator<String> wrong =
                facts.keyBy(fact -> fact.f0, type)
                        .transform(uid, Types.STRING, new FactCheckOperator<K>(state, check))
                        .uid(uid);
        wrong.setMaxParallelism(JobGraphBuilder.KEY_GROUPS);
        return wrong.map(finding -> RowPieces.whole(ValidateTask.row(uid + ": " + finding)))
                .returns(PrimitiveArrayTypeInfo.BYTE_PRIMITIVE_ARRAY_TYPE_INFO);
    }

    /** The declaration is told once in each key group, and so to each subtask. */
    private DataStream<byte[]> breaches(DataStream<String> declaration, ClaimsTask claims) {
        SingleOutputStreamOperator<byte[]> pieces =
                declaration
                        .flatMap(SavedStateGraph::toAllKeyGroups)
                        .returns(Types.TUPLE(FormatTypeInformation.BYTE_KEY, Types.STRING))
                        .keyBy(told -> told.f0, FormatTypeInformation.BYTE_KEY)
                        .transform(
                                Operators.UNIQUENESS,
                                PrimitiveArrayTypeInfo.BYTE_PRIMITIVE_ARRAY_TYPE_INFO,
                                new BreachesOperator(claims, 2 * env.getParallelism()))
                        .uid(Operators.UNIQUENESS);
        pieces.setMaxParallelism(JobGraphBuilder.KEY_GROUPS);
        return pieces;
    }

    private static void toAllKeyGroups(
            String declaration, Collector<Tuple2<ByteKey, String>> told) {
        boolean[] isTold = new boolean[JobGraphBuilder.KEY_GROUPS];
        int left = isTold.length;
        for (long candidate = 0; left > 0; candidate++) {
            ByteKey key = new ByteKey(new ByteWriter().unsigned(candidate).toBytes());
            int group = KeyGroupRangeAssignment.assignToKeyGroup(key, isTold.length);
            if (!isTold[group]) {
                isTold[group] = true;
                left--;
                told.collect(Tuple2.of(key, declaration));
            }
        }
    }
}
