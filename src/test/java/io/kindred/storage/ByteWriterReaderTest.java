package io.kindred.storage;

import io.kindred.temporal.Interval;
import io.kindred.temporal.IntervalSet;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.LongRange;

import java.util.Arrays;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Function;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class ByteWriterReaderTest {

    @Property(seed = "1")
    void unsignedNumbersComeBack(@ForAll @LongRange(min = 0) long number) {
        comesBack(number, ByteWriter::unsigned, ByteReader::unsigned);
    }

    @Property(seed = "2")
    void signedNumbersComeBack(@ForAll long number) {
        comesBack(number, ByteWriter::signed, ByteReader::signed);
    }

    @Property(seed = "3")
    void booleansComeBack(@ForAll boolean value) {
        comesBack(value, ByteWriter::bool, ByteReader::bool);
    }

    @Property(seed = "4")
    void stringsComeBack(@ForAll("texts") String text) {
        comesBack(text, ByteWriter::string, ByteReader::string);
    }

    @Property(seed = "5")
    void byteArraysComeBack(@ForAll byte[] bytes) {
        comesBack(
                new ByteKey(bytes),
                (writer, key) -> writer.bytes(key.bytes()),
                reader -> new ByteKey(reader.bytes()));
    }

    @Property(seed = "6")
    void intervalsComeBack(@ForAll("intervals") Interval interval) {
        comesBack(interval, ByteWriter::interval, ByteReader::interval);
    }

    @Property(seed = "7", tries = 500)
    void intervalSetsComeBack(@ForAll("intervalSets") IntervalSet set) {
        comesBack(set, ByteWriter::intervals, ByteReader::intervals);
    }

    @Property(seed = "8", tries = 500)
    void listsComeBack(@ForAll("textLists") List<String> texts) {
        comesBack(
                texts,
                (writer, list) -> writer.list(list, ByteWriter::string),
                reader -> reader.list(ByteReader::string));
    }

    @Example
    void extremesComeBack() {
        for (long number : List.of(0L, 1L, 127L, 128L, 16_383L, 16_384L, Long.MAX_VALUE)) {
            comesBack(number, ByteWriter::unsigned, ByteReader::unsigned);
            comesBack(number, ByteWriter::signed, ByteReader::signed);
            comesBack(-number - 1, ByteWriter::signed, ByteReader::signed);
        }
        comesBack("", ByteWriter::string, ByteReader::string);
        comesBack("a\u00e9\u5b57\ud83d\ude00\u0000", ByteWriter::string, ByteReader::string);
        long least = Long.MIN_VALUE + 1;
        long greatest = Long.MAX_VALUE - 1;
        for (Interval interval :
                List.of(
                        Interval.ALWAYS,
                        new Interval(Interval.MIN, least),
                        new Interval(Interval.MIN, greatest),
                        new Interval(least, Interval.MAX),
                        new Interval(greatest, Interval.MAX),
                        new Interval(least, least + 1),
                        new Interval(least, greatest),
                        new Interval(-1, greatest),
                        new Interval(least, 0))) {
            comesBack(interval, ByteWriter::interval, ByteReader::interval);
        }
    }

    @Example
    void numbersTakeAsManyBytesAsTheyNeed() {
        assertThat(new ByteWriter().unsigned(127).toBytes()).hasSize(1);
        assertThat(new ByteWriter().unsigned(128).toBytes()).hasSize(2);
        assertThat(new ByteWriter().unsigned(Long.MAX_VALUE).toBytes()).hasSize(9);
        assertThat(new ByteWriter().signed(-64).toBytes()).hasSize(1);
        assertThat(new ByteWriter().signed(64).toBytes()).hasSize(2);
        assertThat(new ByteWriter().signed(Long.MIN_VALUE).toBytes()).hasSize(10);
        assertThat(new ByteWriter().interval(Interval.ALWAYS).toBytes()).hasSize(1);
    }

    @Example
    void growsAsFarAsIsWritten() {
        ByteWriter writer = new ByteWriter();
        for (int i = 0; i < 10_000; i++) {
            writer.unsigned(i);
        }
        writer.raw(new byte[50_000]);
        ByteReader reader = new ByteReader("test", writer.toBytes());
        for (int i = 0; i < 10_000; i++) {
            assertThat(reader.unsigned()).isEqualTo(i);
        }
        assertThat(reader.raw(50_000)).containsOnly(0);
        assertThat(reader.isAtEnd()).isTrue();
    }

    @Example
    void rejectsBytesLeftOver() {
        ByteReader reader = reader(1, 2, 3);
        assertThat(reader.raw()).isEqualTo(1);
        assertThatThrownBy(reader::end)
                .isInstanceOf(CorruptStateException.class)
                .hasMessage("test: 2 bytes left over after the last field");
    }

    @Example
    void rejectsABooleanThatIsNone() {
        assertThat(reader(0).bool()).isFalse();
        assertThat(reader(1).bool()).isTrue();
        rejects(ByteReader::bool, "test: a boolean is 2", 2);
        rejects(ByteReader::bool, "test: a boolean is 255", 255);
    }

    @Example
    void rejectsANumberOfMoreThanSixtyFourBits() {
        int[] tooLong = new int[11];
        Arrays.fill(tooLong, 0x80);
        rejects(ByteReader::unsigned, "test: a number has more than 64 bits", tooLong);
        int[] tooGreat = new int[10];
        Arrays.fill(tooGreat, 0xff);
        tooGreat[9] = 2;
        rejects(ByteReader::unsigned, "test: a number has more than 64 bits", tooGreat);
        tooGreat[9] = 1;
        assertThat(reader(tooGreat).signed()).isEqualTo(Long.MIN_VALUE);
    }

    @Example
    void rejectsALengthBeyondTheEnd() {
        rejects(ByteReader::string, "test: a length of 3 with 2 bytes left", 3, 'a', 'b');
        rejects(ByteReader::bytes, "test: a length of 128 with 0 bytes left", 0x80, 1);
        rejects(reader -> reader.list(ByteReader::raw), "test: a length of 2 with 1 bytes", 2, 7);
        rejects(ByteReader::intervals, "test: a length of 1 with 0 bytes left", 1);
    }

    @Example
    void rejectsALengthAboveTheGreatestNumber() {
        int[] negative = new int[10];
        Arrays.fill(negative, 0xff);
        negative[9] = 1;
        rejects(ByteReader::string, "test: a length of -1 with 0 bytes left", negative);
        rejects(ByteReader::bytes, "test: a length of -1 with 0 bytes left", negative);
        rejects(reader -> reader.list(ByteReader::raw), "test: a length of -1 with", negative);
    }

    @Example
    void rejectsAnIntervalThatIsNone() {
        rejects(ByteReader::interval, "test: not an interval: 5 to 5", 0, 10, 0);
        rejects(ByteReader::interval, "test: not an interval", 4, 10, 1);
        int[] toBeforeTheStart = {0, 10, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 1};
        rejects(ByteReader::interval, "test: not an interval: 5 to 4", toBeforeTheStart);
    }

    @Example
    void rejectsVersionsItDoesNotKnow() {
        assertThat(reader(1).version(1)).isEqualTo(1);
        assertThat(reader(1).version(2)).isEqualTo(1);
        assertThat(reader(2).version(2)).isEqualTo(2);
        for (int version : List.of(0, 3, 255)) {
            rejects(
                    reader -> reader.version(2),
                    "test: format version " + version + "; this release reads 1 to 2",
                    version);
        }
    }

    @Provide
    Arbitrary<String> texts() {
        return texts(12);
    }

    @Provide
    Arbitrary<List<String>> textLists() {
        return texts(3).list().ofMaxSize(200);
    }

    @Provide
    Arbitrary<Interval> intervals() {
        Arbitrary<Long> bounds =
                Arbitraries.oneOf(
                        Arbitraries.of(
                                Long.MIN_VALUE,
                                Long.MIN_VALUE + 1,
                                -1L,
                                0L,
                                1L,
                                Long.MAX_VALUE - 1,
                                Long.MAX_VALUE),
                        Arbitraries.longs());
        return Combinators.combine(bounds, bounds)
                .filter((a, b) -> !a.equals(b))
                .as((a, b) -> new Interval(Math.min(a, b), Math.max(a, b)));
    }

    @Provide
    Arbitrary<IntervalSet> intervalSets() {
        return intervals().list().ofMaxSize(8).map(IntervalSet::of);
    }

    /** Of all planes, without surrogates that stand alone. */
    private static Arbitrary<String> texts(int length) {
        return Arbitraries.integers()
                .between(0, Character.MAX_CODE_POINT)
                .filter(c -> Character.getType(c) != Character.SURROGATE)
                .edgeCases(edges -> edges.add(0, 0x61, 0x7f, 0x80, 0x7ff, 0x800, 0xffff, 0x10000))
                .map(Character::toString)
                .list()
                .ofMaxSize(length)
                .map(parts -> String.join("", parts));
    }

    /** Written and read, all bytes are used, and to be cut short anywhere is an error. */
    private static <T> void comesBack(
            T value, BiConsumer<ByteWriter, T> write, Function<ByteReader, T> read) {
        ByteWriter writer = new ByteWriter();
        write.accept(writer, value);
        byte[] bytes = writer.toBytes();
        ByteReader reader = new ByteReader("test", bytes);
        assertThat(read.apply(reader)).isEqualTo(value);
        reader.end();
        for (int length = 0; length < bytes.length; length++) {
            ByteReader cutShort = new ByteReader("test", Arrays.copyOf(bytes, length));
            assertThatThrownBy(() -> read.apply(cutShort))
                    .as("%s of %s bytes", length, bytes.length)
                    .isInstanceOf(CorruptStateException.class)
                    .hasMessageStartingWith("test: ");
        }
    }

    private static void rejects(Function<ByteReader, ?> read, String message, int... bytes) {
        assertThatThrownBy(() -> read.apply(reader(bytes)))
                .isInstanceOf(CorruptStateException.class)
                .hasMessageStartingWith(message);
    }

    private static ByteReader reader(int... bytes) {
        return new ByteReader("test", TestBytes.of(bytes));
    }
}
