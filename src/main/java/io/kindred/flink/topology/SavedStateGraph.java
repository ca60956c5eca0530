package io.kindred.flink.topology;

import io.kindred.flink.internal.KeyGroups;
import io.kindred.flink.operator.BreachesOperator;
import io.kindred.flink.operator.ClaimCheckOperator;
import io.kindred.flink.operator.FactCheckOperator;
import io.kindred.flink.operator.OutputCheckOperator;
import io.kindred.flink.operator.ReconcileLanes;
import io.kindred.flink.operator.RowPieces;
import io.kindred.flink.operator.ShardKeys;
import io.kindred.flink.operator.ShardTaskOperator;
import io.kindred.flink.serde.FormatTypeInformation;
import io.kindred.offline.ClaimFact;
import io.kindred.offline.ClaimsTask;
import io.kindred.offline.FactTask;
import io.kindred.offline.OfflineShard.Place;
import io.kindred.offline.ShardTask;
import io.kindred.offline.ValidateTask;
import io.kindred.storage.ByteKey;
import io.kindred.storage.ByteWriter;
import io.kindred.storage.keyed.Owners;
import org.apache.flink.api.common.typeinfo.PrimitiveArrayTypeInfo;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.java.tuple.Tuple2;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.util.Collector;
import org.apache.flink.util.OutputTag;

import java.util.stream.IntStream;

/**
 * The bounded job that runs a task on every shard of a state, by operators of the uids that the
 * state is of:
 *
 * <pre>
 * shard numbers ─► shard ─────┬─ rows ──────────────────────────────────────────────────►
 * lane numbers ──► reconcile ─┤
 *                             ├─ what they have ─► registry, directory, uniqueness ─┬─►
 *                             ├─ what they emitted ─────────────────► publish ───────┘
 *                             └─ declaration ────► uniqueness ─ what is to be unique ───►
 * </pre>
 *
 * Others than shards are there if the task wants them; of one shard only publish is, and the last
 * is there instead of a check.
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
            return task instanceof FactTask ? home.union(checkOnly(home)) : home;
        }
        SingleOutputStreamOperator<byte[]> reconcile = tasks(Place.RECONCILE, ReconcileLanes.COUNT);
        DataStream<byte[]> pieces = home.union(reconcile);
        if (task instanceof FactTask) {
            pieces = pieces.union(checkSeveral(home, reconcile));
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

    /** What several shards tell, held against the state of all others. */
    private DataStream<byte[]> checkSeveral(
            SingleOutputStreamOperator<byte[]> home, SingleOutputStreamOperator<byte[]> reconcile) {
        SingleOutputStreamOperator<String> registry =
                check(
                        both(home, reconcile, ShardTaskOperator.RECORD_FACTS),
                        Types.STRING,
                        Operators.REGISTRY,
                        new FactCheckOperator<>(
                                "registration", Owners.REGISTRY, ValidateTask.ofRegistry()));
        SingleOutputStreamOperator<String> directory =
                check(
                        both(home, reconcile, ShardTaskOperator.KEY_FACTS),
                        FormatTypeInformation.BYTE_KEY,
                        Operators.DIRECTORY,
                        new FactCheckOperator<>(
                                "key-counts", Owners.DIRECTORY, ValidateTask.ofDirectory()));
        SingleOutputStreamOperator<String> uniqueness =
                check(
                        both(home, reconcile, ShardTaskOperator.CLAIM_FACTS)
                                .union(
                                        toAllKeyGroups(
                                                        home.getSideOutput(
                                                                ShardTaskOperator.DECLARATION))
                                                .map(SavedStateGraph::declared)
                                                .returns(
                                                        ShardTaskOperator.CLAIM_FACTS
                                                                .getTypeInfo())),
                        FormatTypeInformation.BYTE_KEY,
                        Operators.UNIQUENESS,
                        new ClaimCheckOperator());
        return rows(registry, Operators.REGISTRY)
                .union(
                        rows(directory, Operators.DIRECTORY),
                        rows(uniqueness, Operators.UNIQUENESS),
                        checkOutputs(
                                both(home, reconcile, ShardTaskOperator.STATED_ASSIGNMENTS),
                                Operators.PUBLISH_ASSIGNMENTS,
                                OutputCheckOperator.ofSeveral()),
                        checkOutputs(
                                both(home, reconcile, ShardTaskOperator.STATED)
                                        .union(
                                                directory.getSideOutput(ShardTaskOperator.STATED),
                                                uniqueness.getSideOutput(ShardTaskOperator.STATED)),
                                Operators.PUBLISH,
                                OutputCheckOperator.ofSeveral()));
    }

    /** What the only shard states, held against what is shown. */
    private static DataStream<byte[]> checkOnly(SingleOutputStreamOperator<byte[]> home) {
        return checkOutputs(
                home.getSideOutput(ShardTaskOperator.STATED)
                        .union(home.getSideOutput(ShardTaskOperator.STATED_ASSIGNMENTS)),
                Operators.PUBLISH,
                OutputCheckOperator.ofOnly());
    }

    /** What was emitted, held against what is shown. */
    private static DataStream<byte[]> checkOutputs(
            DataStream<Tuple2<String, byte[]>> emitted, String uid, OutputCheckOperator check) {
        return rows(check(emitted, Types.STRING, uid, check), uid);
    }

    private static <T> DataStream<T> both(
            SingleOutputStreamOperator<byte[]> home,
            SingleOutputStreamOperator<byte[]> reconcile,
            OutputTag<T> tag) {
        return home.getSideOutput(tag).union(reconcile.getSideOutput(tag));
    }

    private static <K> SingleOutputStreamOperator<String> check(
            DataStream<Tuple2<K, byte[]>> facts,
            TypeInformation<K> type,
            String uid,
            OneInputStreamOperator<Tuple2<K, byte[]>, String> check) {
        SingleOutputStreamOperator<String> wrong =
                facts.keyBy(fact -> fact.f0, type).transform(uid, Types.STRING, check).uid(uid);
        wrong.setMaxParallelism(JobGraphBuilder.KEY_GROUPS);
        return wrong;
    }

    private static DataStream<byte[]> rows(SingleOutputStreamOperator<String> wrong, String uid) {
        return wrong.map(finding -> RowPieces.whole(ValidateTask.row(uid + ": " + finding)))
                .returns(PrimitiveArrayTypeInfo.BYTE_PRIMITIVE_ARRAY_TYPE_INFO);
    }

    private DataStream<byte[]> breaches(DataStream<String> declaration, ClaimsTask claims) {
        SingleOutputStreamOperator<byte[]> pieces =
                toAllKeyGroups(declaration)
                        .keyBy(listener -> listener.f0, FormatTypeInformation.BYTE_KEY)
                        .transform(
                                Operators.UNIQUENESS,
                                PrimitiveArrayTypeInfo.BYTE_PRIMITIVE_ARRAY_TYPE_INFO,
                                new BreachesOperator(claims, 2 * env.getParallelism()))
                        .uid(Operators.UNIQUENESS);
        pieces.setMaxParallelism(JobGraphBuilder.KEY_GROUPS);
        return pieces;
    }

    private static Tuple2<ByteKey, byte[]> declared(Tuple2<ByteKey, String> listener) {
        return Tuple2.of(listener.f0, new ClaimFact.Declared(listener.f1).toBytes());
    }

    /** The declaration is told once in each key group, and so to each subtask. */
    private static DataStream<Tuple2<ByteKey, String>> toAllKeyGroups(
            DataStream<String> declaration) {
        return declaration
                .flatMap(SavedStateGraph::tellOfEach)
                .returns(Types.TUPLE(FormatTypeInformation.BYTE_KEY, Types.STRING));
    }

    private static void tellOfEach(
            String declaration, Collector<Tuple2<ByteKey, String>> listener) {
        boolean[] isTold = new boolean[JobGraphBuilder.KEY_GROUPS];
        int left = isTold.length;
        for (long candidate = 0; left > 0; candidate++) {
            ByteKey key = new ByteKey(new ByteWriter().unsigned(candidate).toBytes());
            int group = KeyGroups.of(key, isTold.length);
            if (!isTold[group]) {
                isTold[group] = true;
                left--;
                listener.collect(Tuple2.of(key, declaration));
            }
        }
    }
}
