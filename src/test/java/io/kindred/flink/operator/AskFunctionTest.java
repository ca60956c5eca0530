package io.kindred.flink.operator;

import io.kindred.codec.DeadLetter;
import io.kindred.codec.OntologyDocument;
import io.kindred.codec.StrictYaml;
import io.kindred.flink.connector.RawInput;
import io.kindred.model.AskedMatch;
import io.kindred.storage.wire.AnswerMessage;
import io.kindred.storage.wire.ShardMessage;
import io.kindred.temporal.Timeline;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.ProcessOperator;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.OneInputStreamOperatorTestHarness;
import org.apache.flink.util.OutputTag;
import org.junit.jupiter.api.Test;

import java.nio.charset.StandardCharsets;
import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;

@SuppressWarnings("try") // closing a harness may throw InterruptedException
class AskFunctionTest {

    private static final int SHARDS = 3;
    private static final String MATCH =
            "{\"id\": \"q\", \"match\": {\"entity_type\": \"person\", \"perspective\": \"crm\","
                    + " \"uid\": \"1\"}}";
    private static final String RECORD =
            "{\"id\": \"r\", \"record\": {\"entity_type\": \"person\", \"perspective\": \"crm\","
                    + " \"uid\": \"1\"}}";

    @Test
    void ofSeveralShardsTheRegistryIsAskedHowARecordWouldBeResolved() throws Exception {
        try (Asked asked = new Asked(false)) {
            asked.ask(MATCH);

            assertThat(asked.side(AskFunction.TO_REGISTRY))
                    .singleElement()
                    .isInstanceOf(AskedMatch.class);
            assertThat(asked.side(AskFunction.OPENED)).hasSize(1);
            assertThat(asked.toShards()).isEmpty();
            assertThat(asked.side(AskFunction.TO_RECONCILE)).isEmpty();
        }
    }

    @Test
    void ifTheRegistryHasEndedOnlyThatQuestionIsADeadLetter() throws Exception {
        try (Asked asked = new Asked(true)) {
            asked.ask(MATCH);

            assertThat(asked.side(DecodeFunction.DEAD_LETTERS))
                    .extracting(DeadLetter::error)
                    .containsExactly(
                            "match cannot be answered: this job was restored from a savepoint or"
                                    + " checkpoint in which all sources of records had ended");
            assertThat(asked.side(AskFunction.OPENED)).isEmpty();
            assertThat(asked.side(AskFunction.TO_REGISTRY)).isEmpty();

            asked.ask(RECORD);
            assertThat(asked.side(AskFunction.OPENED))
                    .extracting(message -> ((AnswerMessage.Opened) message).question().id())
                    .containsExactly("r");
            assertThat(asked.toShards()).hasSize(SHARDS);
            assertThat(asked.side(AskFunction.TO_RECONCILE)).hasSize(1);
            assertThat(asked.side(AskFunction.TO_PUBLISH)).hasSize(1);
            assertThat(asked.side(DecodeFunction.DEAD_LETTERS)).hasSize(1);
            assertThat(asked.count(AskFunction.QUESTIONS_READ)).isEqualTo(2);
            assertThat(asked.count(DecodeFunction.DEAD_LETTERS_COUNT)).isEqualTo(1);
        }
    }

    private static final class Asked implements AutoCloseable {
        private static final OntologyDocument ONTOLOGY =
                OntologyDocument.of(
                        StrictYaml.read(
                                "ontology.yaml",
                                "{entity_types: {person: {identity_keys: [{name: mail,"
                                        + " attributes: [email]}]}}}"));

        private final OneInputStreamOperatorTestHarness<RawInput, ShardMessage> harness;
        private int position;

        Asked(boolean registryHasEnded) throws Exception {
            harness =
                    new OneInputStreamOperatorTestHarness<>(
                            new ProcessOperator<>(
                                    new AskFunction(
                                            "live",
                                            ONTOLOGY,
                                            Timeline.MILLIS,
                                            SHARDS,
                                            registryHasEnded,
                                            1 << 20)));
            harness.open();
        }

        void ask(String json) throws Exception {
            byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
            harness.processElement(
                    new StreamRecord<>(
                            new RawInput("asked.jsonl", "" + position++, bytes, bytes.length, "")));
        }

        List<ShardMessage> toShards() {
            return harness.extractOutputValues();
        }

        <T> List<T> side(OutputTag<T> tag) {
            var output = harness.getSideOutput(tag);
            return output == null
                    ? List.of()
                    : output.stream().map(StreamRecord::getValue).toList();
        }

        long count(String name) {
            AbstractStreamOperator<?> operator = (AbstractStreamOperator<?>) harness.getOperator();
            return (Long) operator.getRuntimeContext().getAccumulator(name).getLocalValue();
        }

        @Override
        public void close() throws Exception {
            harness.close();
        }
    }
}
