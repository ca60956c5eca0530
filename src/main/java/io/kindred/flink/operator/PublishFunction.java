package io.kindred.flink.operator;

import io.kindred.codec.OutputJson;
import io.kindred.flink.config.OutputMode;
import io.kindred.model.Digest;
import io.kindred.model.OutputKey.Stream;
import io.kindred.model.OwnedStatement;
import io.kindred.model.Statement;
import io.kindred.storage.ByteKey;
import io.kindred.storage.Published;
import io.kindred.storage.StatementFormat;
import io.kindred.temporal.Timeline;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.PrimitiveArrayTypeInfo;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.state.FunctionInitializationContext;
import org.apache.flink.runtime.state.FunctionSnapshotContext;
import org.apache.flink.streaming.api.checkpoint.CheckpointedFunction;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.util.Collector;
import org.apache.flink.util.OutputTag;

import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Turns statements into rows: of each output key, what is shown, and a new row with the next
 * revision only when that changes.
 *
 * <p>In mode {@code final} nothing is emitted while input goes on; when it is used up, each key
 * that is there gets one row, of revision 1. The end is told by the greatest watermark, for which
 * every key holds a timer, so that no step goes over all keys at once.
 *
 * <p>Keyed by output key. State: {@code published}, the bytes of {@link Published}; in mode {@code
 * final} with the statement. Nothing clears it: a key that comes back goes on with its revisions.
 * Operator state: {@code output-mode}, the mode's name once for each subtask; state of the other
 * mode is refused, as it lacks rows that were never emitted or statements that were never kept.
 */
public final class PublishFunction extends KeyedProcessFunction<String, OwnedStatement, OutputRow>
        implements CheckpointedFunction {

    private static final long serialVersionUID = 1L;

    private static final Map<Stream, OutputTag<OutputRow>> TAGS = tags();

    private final Timeline timeline;
    private final OutputMode mode;

    private transient OutputJson json;
    private transient ValueState<byte[]> published;
    private transient ListState<String> writtenIn;

    /** With how times are shown and which rows are. */
    public PublishFunction(Timeline timeline, OutputMode mode) {
        this.timeline = timeline;
        this.mode = mode;
    }

    /** The side output that carries the rows of a stream. */
    public static OutputTag<OutputRow> tag(Stream stream) {
        return TAGS.get(stream);
    }

    /** The key to publish by: the stream and the id in it. */
    public static String key(OwnedStatement owned) {
        return owned.statement().key().stream().name() + '/' + owned.statement().key().id();
    }

    private static Map<Stream, OutputTag<OutputRow>> tags() {
        Map<Stream, OutputTag<OutputRow>> tags = new EnumMap<>(Stream.class);
        for (Stream stream : Stream.values()) {
            tags.put(stream, new OutputTag<>(stream.name(), TypeInformation.of(OutputRow.class)));
        }
        return tags;
    }

    @Override
    public void initializeState(FunctionInitializationContext context) throws Exception {
        writtenIn =
                context.getOperatorStateStore()
                        .getListState(new ListStateDescriptor<>("output-mode", Types.STRING));
        for (String before : writtenIn.get()) {
            if (!before.equals(mode.name())) {
                throw new IllegalStateException(
                        "the state was written with output: "
                                + before.toLowerCase(Locale.ROOT)
                                + " and cannot go on with output: "
                                + mode.name().toLowerCase(Locale.ROOT)
                                + "; start without it, or with the output it was written with");
            }
        }
    }

    @Override
    public void snapshotState(FunctionSnapshotContext context) throws Exception {
        writtenIn.update(List.of(mode.name()));
    }

    @Override
    public void open(OpenContext context) {
        json = new OutputJson(timeline);
        published =
                getRuntimeContext()
                        .getState(
                                new ValueStateDescriptor<>(
                                        "published",
                                        PrimitiveArrayTypeInfo.BYTE_PRIMITIVE_ARRAY_TYPE_INFO));
    }

    @Override
    public void processElement(OwnedStatement owned, Context context, Collector<OutputRow> out)
            throws Exception {
        Statement statement = owned.statement();
        Optional<Published> before = load();
        byte[] content = StatementFormat.INSTANCE.write(statement);
        Optional<ByteKey> shown =
                statement.isWithdrawal()
                        ? Optional.empty()
                        : Optional.of(new ByteKey(Digest.of(content)));
        if (before.flatMap(Published::shown).equals(shown)) {
            return;
        }
        long revision = before.map(Published::revision).orElse(0L) + 1;
        if (mode == OutputMode.CHANGELOG) {
            save(new Published(revision, shown, Optional.empty()));
            emit(context, statement, revision);
            return;
        }
        save(new Published(revision, shown, shown.map(digest -> new ByteKey(content))));
        if (before.isEmpty()) {
            context.timerService().registerEventTimeTimer(Long.MAX_VALUE);
        }
    }

    @Override
    public void onTimer(long timestamp, OnTimerContext context, Collector<OutputRow> out)
            throws Exception {
        Optional<Published> last = load();
        if (mode == OutputMode.FINAL && last.isPresent() && last.get().shown().isPresent()) {
            ByteKey content = last.get().statement().orElseThrow();
            emit(context, StatementFormat.INSTANCE.read(content.bytes()), 1);
        }
    }

    private void emit(Context context, Statement statement, long revision) {
        context.output(
                TAGS.get(statement.key().stream()),
                new OutputRow(
                        statement.key().id(),
                        json.row(statement, revision),
                        statement.isWithdrawal()));
    }

    private Optional<Published> load() throws Exception {
        return Optional.ofNullable(published.value()).map(Published.FORMAT::read);
    }

    private void save(Published now) throws Exception {
        published.update(Published.FORMAT.write(now));
    }
}
