package io.kindred.flink.operator;

import io.kindred.codec.DeadLetter;
import io.kindred.codec.Decoded;
import io.kindred.codec.Notice;
import io.kindred.codec.OntologyDocument;
import io.kindred.codec.RecordDecoder;
import io.kindred.codec.RejectedInputException;
import io.kindred.codec.StrictYaml;
import io.kindred.flink.connector.RawInput;
import io.kindred.flink.internal.FlushingProcessOperator;
import io.kindred.flink.operator.InputCount.Topic;
import io.kindred.flink.serde.FormatTypeInformation;
import io.kindred.model.Decision;
import io.kindred.model.DecisionSide;
import io.kindred.model.Descriptor;
import io.kindred.model.Input;
import io.kindred.model.RecordIdentity;
import io.kindred.model.RecordInput;
import io.kindred.model.SourceRecord;
import io.kindred.model.SourceRecord.Op;
import io.kindred.model.SplitReason;
import io.kindred.model.Verdict;
import io.kindred.temporal.Interval;
import org.apache.flink.api.common.serialization.SerializerConfigImpl;
import org.apache.flink.api.java.typeutils.PojoTypeInfo;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.AbstractStreamOperatorTestHarness;
import org.apache.flink.streaming.util.OneInputStreamOperatorTestHarness;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.stream.IntStream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

@SuppressWarnings("try") // closing a harness may throw InterruptedException
class DecodeFunctionTest {

    private static final OntologyDocument ONTOLOGY =
            OntologyDocument.of(
                    StrictYaml.read(
                            "ontology.yaml",
                            "{entity_types: {person: {identity_keys: [{name: mail, attributes:"
                                    + " [email]}], strong_identifiers: [{attribute: ssn}]}}}"));

    /** A line is a uid; it is no record if it begins with "bad" and a defect if with "bug". */
    private static final RecordDecoder UIDS =
            (bytes, header) -> {
                String text = new String(bytes, StandardCharsets.UTF_8);
                if (text.startsWith("bad")) {
                    throw new RejectedInputException("no good");
                }
                if (text.startsWith("bug")) {
                    throw new IllegalArgumentException("a defect");
                }
                if (text.startsWith("same")) {
                    return Decoded.of(decision(text));
                }
                return Decoded.of(
                        SourceRecord.upsert(
                                new RecordIdentity("person", "crm", header + text),
                                OptionalLong.empty(),
                                descriptors(text)));
            };

    private static List<Descriptor> descriptors(String text) {
        int values = text.equals("mail") ? 1 : text.equals("mails") ? 1001 : 0;
        return IntStream.range(0, values)
                .mapToObj(i -> new Descriptor("email", "a@x" + i, Interval.ALWAYS))
                .toList();
    }

    private static Decision decision(String uid) {
        return Decision.about(
                new RecordIdentity("person", "erp", uid),
                new RecordIdentity("person", "crm", uid),
                OptionalLong.empty(),
                Op.UPSERT,
                Verdict.SAME,
                "called her");
    }

    @Test
    void bothSidesOfADecisionHaveTheSameOrderAndItGrows() throws Exception {
        try (var harness = harness()) {
            harness.open();
            process(harness, "same1", "same1", "a");

            List<Input> out = harness.extractOutputValues();
            assertThat(out)
                    .extracting(input -> ((RecordInput) input).identity())
                    .extracting(RecordIdentity::toString)
                    .containsExactly(
                            "person/crm/same1",
                            "person/erp/same1",
                            "person/crm/same1",
                            "person/erp/same1",
                            "person/crm/a");
            List<DecisionSide> sides =
                    out.subList(0, 4).stream().map(DecisionSide.class::cast).toList();
            assertThat(sides.get(1).order()).isEqualTo(sides.get(0).order());
            assertThat(sides.get(2).order()).isGreaterThan(sides.get(1).order());
            assertThat(sides.get(3).order()).isEqualTo(sides.get(2).order());
            assertThat(SplitReason.joined(sides.get(0).reasonHalf(), sides.get(1).reasonHalf()))
                    .contains("called her");
        }
    }

    @Test
    void aDecisionIsOneInputAndWritesNoRecords() throws Exception {
        try (var harness = harness()) {
            harness.open();
            process(harness, "same1", "a");
            harness.endInput();

            assertCounts(harness, 2, 0);
            assertThat(count(harness, DecodeFunction.DECISIONS_READ)).isEqualTo(1);
            assertThat(total(harness))
                    .containsEntry("INPUTS_READ s", 2L)
                    .containsEntry("RECORDS_WRITTEN s/person/crm", 1L);
        }
    }

    @Test
    void emitsRecords() throws Exception {
        try (var harness = harness()) {
            harness.open();
            harness.processElement(input("a"), 5);
            harness.processElement(new RawInput("f", "line 2", new byte[] {'b'}, 1, "header-"), 6);

            assertThat(harness.extractOutputValues())
                    .extracting(record -> ((RecordInput) record).identity().uid())
                    .containsExactly("a", "header-b");
            assertThat(deadLetters(harness)).isEmpty();
        }
    }

    @Test
    void rejectedInputsBecomeDeadLetters() throws Exception {
        try (var harness = harness()) {
            harness.open();
            harness.processElement(input("bad é"), 0);

            assertThat(harness.extractOutputValues()).isEmpty();
            assertThat(deadLetters(harness))
                    .containsExactly(new DeadLetter("f", "line 1", "no good", "bad é"));
        }
    }

    @Test
    void showsWhatIsNotUtf8AsReplacementCharacters() throws Exception {
        try (var harness = harness()) {
            harness.open();
            byte[] bytes = {'b', 'a', 'd', (byte) 0xff, '!', (byte) 0xc3};
            harness.processElement(new RawInput("f", "line 1", bytes, 6, ""), 0);

            assertThat(deadLetters(harness))
                    .extracting(DeadLetter::raw)
                    .containsExactly("bad\ufffd!\ufffd");
        }
    }

    @Test
    void bytesThatAreNotInTheEncodingOfTheFileAreNamedAndKept() throws Exception {
        try (var harness = harness()) {
            harness.open();
            byte[] marked = "b\u00e9d?81\u00fc".getBytes(StandardCharsets.UTF_8);
            marked[4] = (byte) 0xff;
            byte[] original = {'b', (byte) 0xe9, 'd', (byte) 0x81, (byte) 0xfc};
            harness.processElement(
                    new RawInput("f", "line 1", marked, marked.length, "", "windows-1252", null),
                    0);

            assertThat(deadLetters(harness))
                    .containsExactly(
                            new DeadLetter(
                                    "f",
                                    "line 1",
                                    "not windows-1252 at character 4, which is the byte '81' in"
                                            + " hexadecimal",
                                    "b\u00e9d\ufffd\u00fc",
                                    Base64.getEncoder().encodeToString(original),
                                    null));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "a, 1, 65533, 65536",
        "é, 2, 65532, 65535",
        "€, 3, 65532, 65535",
        "😀, 4, 65532, 65535"
    })
    void cutsRawBetweenCharacters(String character, int width, int rest, int shown)
            throws Exception {
        int whole = rest / width;
        String kept = "bad" + character.repeat(whole);
        try (var harness = harness()) {
            harness.open();
            harness.processElement(input(kept + character.repeat(10)), 0);

            assertThat(deadLetters(harness))
                    .containsExactly(
                            new DeadLetter(
                                    "f",
                                    "line 1",
                                    "no good (raw is cut to its first " + shown + " bytes)",
                                    kept));
        }
    }

    @Test
    void keepsRawOf64KibWhole() throws Exception {
        String line = "bad" + "x".repeat(65_533);
        try (var harness = harness()) {
            harness.open();
            harness.processElement(input(line), 0);

            assertThat(deadLetters(harness))
                    .containsExactly(new DeadLetter("f", "line 1", "no good", line));
        }
    }

    @Test
    void inputsOverTheLimitBecomeDeadLetters() throws Exception {
        try (var harness = harness()) {
            harness.open();
            byte[] beginning = "abcé".getBytes(StandardCharsets.UTF_8);
            harness.processElement(
                    new RawInput("f", "line 1", Arrays.copyOf(beginning, 4), 5_000_000_000L, ""),
                    0);

            assertThat(deadLetters(harness))
                    .containsExactly(
                            new DeadLetter(
                                    "f",
                                    "line 1",
                                    "5000000000 bytes, over the limit of 1000 (raw is cut to its"
                                            + " first 3 bytes)",
                                    "abc"));
        }
    }

    @Test
    void defectsFailTheJob() throws Exception {
        try (var harness = harness()) {
            harness.open();

            assertThatThrownBy(() -> harness.processElement(input("bug"), 0))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessage("cannot decode f line 1")
                    .hasCauseInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void countsGoOnAfterARestart() throws Exception {
        OperatorSubtaskState snapshot;
        try (var harness = harness()) {
            harness.open();
            process(harness, "a", "bad", "c");
            snapshot = harness.snapshot(1, 1);
            process(harness, "lost", "bad");
        }
        try (var harness = harness()) {
            harness.initializeState(snapshot);
            harness.open();
            assertCounts(harness, 3, 1);

            process(harness, "bad", "e");
            assertCounts(harness, 5, 2);
            snapshot = harness.snapshot(2, 2);
        }
        try (var harness = harness()) {
            harness.initializeState(snapshot);
            harness.open();
            assertCounts(harness, 5, 2);
        }
    }

    @Test
    void countsStayWhenTheJobIsRescaled() throws Exception {
        OperatorSubtaskState snapshot;
        try (var first = harness(0, 2);
                var second = harness(1, 2)) {
            first.open();
            second.open();
            process(first, "a", "bad", "c");
            process(second, "d", "bad", "bad", "bad");
            snapshot =
                    AbstractStreamOperatorTestHarness.repackageState(
                            first.snapshot(1, 1), second.snapshot(1, 1));
        }
        OperatorSubtaskState narrow =
                AbstractStreamOperatorTestHarness.repartitionOperatorState(snapshot, 128, 2, 1, 0);
        try (var only = harness(0, 1)) {
            only.initializeState(narrow);
            only.open();
            assertCounts(only, 7, 4);
            process(only, "x");
            snapshot = only.snapshot(2, 2);
        }
        long records = 0;
        for (int subtask = 0; subtask < 3; subtask++) {
            try (var wide = harness(subtask, 3)) {
                wide.initializeState(
                        AbstractStreamOperatorTestHarness.repartitionOperatorState(
                                snapshot, 128, 1, 3, subtask));
                wide.open();
                records += count(wide, DecodeFunction.RECORDS_READ);
            }
        }
        assertThat(records).isEqualTo(8);
    }

    @Test
    void reportsWhatItFoundBeforeACheckpointAndAtTheEnd() throws Exception {
        try (var harness = harness()) {
            harness.open();
            process(harness, "a", "bad", "mail");
            harness.prepareSnapshotPreBarrier(1);
            assertThat(total(harness))
                    .isEqualTo(
                            Map.of(
                                    "INPUTS_READ s", 3L,
                                    "DEAD_LETTER_REASONS no good", 1L,
                                    "RECORDS_WRITTEN s/person/crm", 2L,
                                    "RULE_VALUES person/", 1L,
                                    "RULE_VALUES person/email", 1L));

            process(harness, "mail");
            harness.endInput();
            assertThat(total(harness))
                    .containsEntry("INPUTS_READ s", 4L)
                    .containsEntry("RECORDS_WRITTEN s/person/crm", 3L)
                    .containsEntry("RULE_VALUES person/email", 1L);
            assertThat(reports(harness))
                    .contains(
                            new InputCount(
                                    Topic.DEAD_LETTER_REASONS, "no good", 1, "f line 1: no good"));
        }
    }

    @Test
    void countsRecordsWithTooManyCombinationsOfValues() throws Exception {
        try (var harness = harness()) {
            harness.open();
            process(harness, "mails", "mail", "bad mails", "mails");
            harness.endInput();
            assertThat(total(harness)).containsEntry("OVERFULL_KEYS person/mail", 2L);
        }
    }

    @Test
    void reportsEveryThousandInputs() throws Exception {
        try (var harness = harness()) {
            harness.open();
            for (int i = 0; i < 1999; i++) {
                process(harness, "bad");
            }
            assertThat(total(harness).get("DEAD_LETTER_REASONS no good")).isBetween(1000L, 1999L);
            assertThat(total(harness).get("INPUTS_READ s"))
                    .isEqualTo(total(harness).get("DEAD_LETTER_REASONS no good"));
        }
    }

    @Test
    void countsNoticesOfAcceptedInputsOnly() throws Exception {
        try (var harness = harness()) {
            harness.open();
            process(harness, "noticed", "bad noticed", "noticed");
            harness.endInput();
            assertThat(total(harness)).containsEntry("INPUT_NOTICES s/MISSING_FIELD/x", 2L);
        }
    }

    /** All that was reported, by topic and name. */
    private static Map<String, Long> total(
            OneInputStreamOperatorTestHarness<RawInput, Input> harness) {
        Map<String, Long> total = new HashMap<>();
        for (InputCount each : reports(harness)) {
            total.merge(
                    each.topic() + " " + each.name().replace(RecordIdentity.SEPARATOR, '/'),
                    each.count(),
                    Long::sum);
        }
        return total;
    }

    private static List<InputCount> reports(
            OneInputStreamOperatorTestHarness<RawInput, Input> harness) {
        var reports = harness.getSideOutput(DecodeFunction.COUNTS);
        return reports == null ? List.of() : reports.stream().map(StreamRecord::getValue).toList();
    }

    @Test
    void deadLettersAreSentWithoutKryo() {
        assertThat(DecodeFunction.DEAD_LETTERS.getTypeInfo()).isInstanceOf(PojoTypeInfo.class);
    }

    private static void assertCounts(
            OneInputStreamOperatorTestHarness<RawInput, Input> harness, long read, long dead) {
        assertThat(count(harness, DecodeFunction.RECORDS_READ)).isEqualTo(read);
        assertThat(count(harness, DecodeFunction.DEAD_LETTERS_COUNT)).isEqualTo(dead);
    }

    private static long count(
            OneInputStreamOperatorTestHarness<RawInput, Input> harness, String name) {
        AbstractStreamOperator<?> operator = (AbstractStreamOperator<?>) harness.getOperator();
        return (Long) operator.getRuntimeContext().getAccumulator(name).getLocalValue();
    }

    private static void process(
            OneInputStreamOperatorTestHarness<RawInput, Input> harness, String... lines)
            throws Exception {
        for (String line : lines) {
            harness.processElement(input(line), 0);
        }
    }

    private static List<DeadLetter> deadLetters(
            OneInputStreamOperatorTestHarness<RawInput, Input> harness) {
        var letters = harness.getSideOutput(DecodeFunction.DEAD_LETTERS);
        return letters == null ? List.of() : letters.stream().map(StreamRecord::getValue).toList();
    }

    private static RawInput input(String line) {
        byte[] bytes = line.getBytes(StandardCharsets.UTF_8);
        return new RawInput("f", "line 1", bytes, bytes.length, "");
    }

    private static OneInputStreamOperatorTestHarness<RawInput, Input> harness() throws Exception {
        return harness(0, 1);
    }

    private static OneInputStreamOperatorTestHarness<RawInput, Input> harness(
            int subtask, int parallelism) throws Exception {
        RecordDecoder.Factory uids =
                notices ->
                        (bytes, header) -> {
                            if (new String(bytes, StandardCharsets.UTF_8).endsWith("noticed")) {
                                notices.add(Notice.MISSING_FIELD, "x");
                            }
                            return UIDS.decode(bytes, header);
                        };
        OneInputStreamOperatorTestHarness<RawInput, Input> harness =
                new OneInputStreamOperatorTestHarness<>(
                        new FlushingProcessOperator<>(
                                new DecodeFunction("s", ONTOLOGY, uids, 1000)),
                        128,
                        parallelism,
                        subtask);
        harness.setup(FormatTypeInformation.INPUT.createSerializer(new SerializerConfigImpl()));
        return harness;
    }
}
