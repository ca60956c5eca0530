package io.kindred.storage.wire;

import io.kindred.model.Answer.Found;
import io.kindred.model.Explanation;
import io.kindred.model.Explanation.Reason;
import io.kindred.model.Explanation.Verdict;
import io.kindred.model.Question.Subject;
import io.kindred.storage.BinaryFormat;
import io.kindred.storage.ByteKey;
import io.kindred.storage.ByteWriter;
import io.kindred.storage.CorruptStateException;
import org.junit.jupiter.api.Test;

import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Questions and answers of random content; StoredFormatsTest holds their bytes. */
class FieldwiseBytesTest {

    /** So many that every kind of message comes up. */
    private static final int CASES = 1000;

    @Test
    void anyMessageComesBack() {
        Set<Object> seen = new HashSet<>();
        for (int seed = 0; seed < CASES; seed++) {
            AnyMessage any = new AnyMessage(seed);
            AnswerMessage message = any.of(AnswerMessage.class);
            comesBack(seed, AnswerMessageFormat.INSTANCE, message);
            comesBack(seed, ShardMessageFormat.INSTANCE, any.of(ShardMessage.Asked.class));
            comesBack(seed, OpenAnswer.FORMAT, OpenAnswer.NONE.with(message));
            seen.addAll(any.seen());
        }
        assertThat(seen)
                .containsAll(
                        Stream.of(
                                        AnswerMessage.class,
                                        Subject.class,
                                        Found.class,
                                        Explanation.class,
                                        Verdict.class)
                                .flatMap(type -> Arrays.stream(type.getPermittedSubclasses()))
                                .toList())
                .contains((Object[]) Reason.values());
    }

    @Test
    void bytesThatAreCutOrLeftOverAreRefused() {
        for (int seed = 0; seed < CASES / 10; seed++) {
            byte[] bytes =
                    AnswerMessageFormat.INSTANCE.write(
                            new AnyMessage(seed).of(AnswerMessage.class));
            for (int length = 0; length < Math.min(bytes.length, 500); length++) {
                isRefused(seed, Arrays.copyOf(bytes, length), "");
            }
            isRefused(seed, Arrays.copyOf(bytes, bytes.length + 1), "1 bytes left over");
        }
    }

    @Test
    void whatCannotBeIsRefused() {
        UnaryOperator<ByteWriter> identity =
                each -> each.string("person").string("crm").string("1");
        isRefused(part().raw(8), "part of an answer: unknown Found 8");
        isRefused(part().raw(0), "part of an answer: unknown Found 0");
        isRefused(part().raw(2).unsigned(2), "part of an answer: a length of 2 with 0 bytes left");
        isRefused(part().raw(3).raw(5), "part of an answer: unknown Explanation 5");
        ByteWriter pair =
                identity.apply(identity.apply(part().raw(3).raw(2))).unsigned(0).unsigned(0);
        isRefused(pair.raw(5), "part of an answer: unknown Verdict 5");
        ByteWriter keys =
                identity.apply(identity.apply(part().raw(3).raw(2))).unsigned(0).unsigned(0);
        isRefused(
                keys.raw(4).unsigned(1).string("email").raw(7),
                "part of an answer: unknown Reason 7");
        isRefused(
                shown().unsigned(1).unsigned(0).raw(new byte[16]),
                "part of an answer: invalid revision 0");
        isRefused(
                shown().unsigned(2).unsigned(1).raw(new byte[16]).unsigned(1).raw(new byte[16]),
                "part of an answer: 2 items, expected at most one");
        isRefused(
                identity.apply(asked(0).raw(2).unsigned(1)),
                "part of an answer: deadline_ms is 0, expected 1 to 3600000");
        isRefused(asked(1).raw(2).unsigned(0), "part of an answer: a question about 0 records");
        isRefused(
                asked(1).raw(4).string("person"),
                "part of an answer: no entity has the id 'person'");
        isRefused(
                asked(1).raw(1).string("person").unsigned(0).raw(3),
                "part of an answer: a query needs at least one condition");
    }

    /** State has their numbers, and the stored bytes have no more than one of them. */
    @Test
    void reasonsKeepTheirOrder() {
        assertThat(Reason.values())
                .startsWith(
                        Reason.MISSING,
                        Reason.DIFFERENT_VALUES,
                        Reason.NO_OVERLAP,
                        Reason.GENERIC,
                        Reason.UNDER_WAY,
                        Reason.TEST_FAILS,
                        Reason.BELOW_LINK);
    }

    @Test
    void aFieldOfAnotherTypeHasNoBytes() {
        record Odd(double number) {}
        assertThatThrownBy(() -> FieldwiseBytes.write(new ByteWriter(), Odd.class, new Odd(1)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("no format for double");
    }

    private static ByteWriter part() {
        return new ByteWriter().raw(2).raw(2).string("t").unsigned(0);
    }

    private static ByteWriter shown() {
        return new ByteWriter().raw(2).raw(3).string("t");
    }

    private static ByteWriter asked(long deadline) {
        return new ByteWriter()
                .raw(2)
                .raw(1)
                .string("t")
                .signed(-1)
                .unsigned(1)
                .bool(false)
                .string("q")
                .unsigned(deadline);
    }

    private static <T> void comesBack(int seed, BinaryFormat<T> format, T value) {
        assertThat(format.read(format.write(value))).as("seed %s", seed).isEqualTo(value);
    }

    private static void isRefused(ByteWriter bytes, String message) {
        isRefused(-1, bytes.toBytes(), message);
    }

    private static void isRefused(int seed, byte[] bytes, String message) {
        assertThatThrownBy(() -> AnswerMessageFormat.INSTANCE.read(bytes))
                .as("seed %s, %s", seed, new ByteKey(bytes))
                .isInstanceOf(CorruptStateException.class)
                .hasMessageContaining(message);
    }
}
