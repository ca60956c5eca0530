package io.kindred.codec;

import io.kindred.codec.RecordMapping.AttributeColumn;
import io.kindred.codec.RecordMapping.Field;
import io.kindred.model.Descriptor;
import io.kindred.temporal.Interval;
import io.kindred.temporal.Timeline;
import org.junit.jupiter.api.Test;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.regex.Pattern;

import static org.assertj.core.api.Assertions.assertThat;

/** Cells with several values, in columns that have a separator. */
class SplitCellsTest {

    @Test
    void everyPartIsAValueWithTheIntervalOfTheCell() throws Exception {
        List<Descriptor> descriptors =
                csv(";", "1,\"555-1 ;555-2;; \u00a0; 555-1\",2,5", "id,phone,from,to");

        Interval interval = new Interval(2, 5);
        assertThat(descriptors)
                .containsExactly(
                        new Descriptor("phone", "555-1", interval),
                        new Descriptor("phone", "555-1", interval),
                        new Descriptor("phone", "555-2", interval));
    }

    @Test
    void aCellOfSeparatorsHasNoValue() throws Exception {
        assertThat(csv(" / ", "1, /  / ,,", "id,phone,from,to")).isEmpty();
        assertThat(csv(" / ", "1,,,", "id,phone,from,to")).isEmpty();
    }

    @Test
    void itemsOfAnArrayAreSplitEach() throws Exception {
        FlatJsonRecordReader json =
                new FlatJsonRecordReader(
                        mapping(","), Timeline.INTEGER, "person"::equals, Notices.NONE);
        String row = "{\"id\":1,\"phone\":[\"a, b\",3,null,\" \"],\"to\":4}";

        assertThat(
                        json.decode(row.getBytes(StandardCharsets.UTF_8), "")
                                .records()
                                .get(0)
                                .descriptors())
                .extracting(each -> each.value() + " " + each.interval().end())
                .containsExactly("3 4", "a 4", "b 4");
    }

    @Test
    void partsAreThoseOfANaiveSplit() throws Exception {
        SplittableRandom random = new SplittableRandom(31);
        for (int i = 0; i < 2_000; i++) {
            StringBuilder text = new StringBuilder();
            for (int j = random.nextInt(12); j > 0; j--) {
                text.append("ab;/ ".charAt(random.nextInt(5)));
            }
            String separator = List.of(";", "/", " / ", ";;", " ").get(random.nextInt(5));
            List<String> naive =
                    Arrays.stream(text.toString().split(Pattern.quote(separator)))
                            .map(String::strip)
                            .filter(part -> !part.isEmpty())
                            .sorted()
                            .toList();

            assertThat(csv(separator, "1,\"" + text + "\",,", "id,phone,from,to"))
                    .as("seed 31, case %s: '%s' by '%s'", i, text, separator)
                    .extracting(Descriptor::value)
                    .isEqualTo(new ArrayList<>(naive));
        }
    }

    private static List<Descriptor> csv(String separator, String row, String header)
            throws RejectedInputException {
        CsvRecordReader reader =
                new CsvRecordReader(
                        mapping(separator),
                        ',',
                        false,
                        Timeline.INTEGER,
                        "person"::equals,
                        Notices.NONE);
        return reader.decode(row.getBytes(StandardCharsets.UTF_8), header)
                .records()
                .get(0)
                .descriptors();
    }

    private static RecordMapping mapping(String separator) {
        return new RecordMapping(
                new Field.Constant("person"),
                new Field.Constant("crm"),
                "id",
                Optional.empty(),
                Optional.empty(),
                Optional.of(
                        List.of(
                                new AttributeColumn(
                                        "phone",
                                        "phone",
                                        Optional.of("from"),
                                        Optional.of("to"),
                                        TimeFormat.DEFAULT,
                                        Optional.of(separator)))));
    }
}
