package io.kindred.flink.operator;

import io.kindred.flink.config.OutputMode;
import io.kindred.flink.serde.FormatTypeInformation;
import io.kindred.model.OutputKey;
import io.kindred.model.OutputKey.Stream;
import io.kindred.storage.wire.AnswerMessage;
import io.kindred.storage.wire.OwnedUpdate;
import io.kindred.temporal.Timeline;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.streaming.api.operators.BoundedOneInput;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.util.OutputTag;

import java.util.EnumMap;
import java.util.Map;

/**
 * Publishes what the only shard states.
 *
 * <p>State: see {@link AbstractOnlyPublishOperator}; that of an {@link AskedPublishOperator} is the
 * same.
 */
public final class PublishOperator extends AbstractOnlyPublishOperator
        implements OneInputStreamOperator<OwnedUpdate, OutputRow>, BoundedOneInput {

    /** Carries what is shown of records that are asked about, of whoever publishes assignments. */
    public static final OutputTag<AnswerMessage> ANSWERS =
            new OutputTag<>("answers", FormatTypeInformation.ANSWER_MESSAGE);

    private static final long serialVersionUID = 1L;
    private static final Map<Stream, OutputTag<OutputRow>> TAGS = tags();

    /** With how times are shown and which rows are. */
    public PublishOperator(Timeline timeline, OutputMode mode) {
        super(timeline, mode);
    }

    /** The side output that carries the rows of a stream. */
    public static OutputTag<OutputRow> tag(Stream stream) {
        return TAGS.get(stream);
    }

    /** The key to publish by: the stream and the id in it. */
    public static String key(OwnedUpdate owned) {
        return joined(owned.encoded().key());
    }

    static String joined(OutputKey key) {
        return key.stream().name() + '/' + key.id();
    }

    private static Map<Stream, OutputTag<OutputRow>> tags() {
        Map<Stream, OutputTag<OutputRow>> tags = new EnumMap<>(Stream.class);
        for (Stream stream : Stream.values()) {
            tags.put(stream, new OutputTag<>(stream.name(), TypeInformation.of(OutputRow.class)));
        }
        return tags;
    }

    @Override
    public void processElement(StreamRecord<OwnedUpdate> element) throws Exception {
        accept(element.getValue());
    }

    @Override
    public void endInput() throws Exception {
        publishAll();
    }
}
