package io.kindred.codec;

import io.kindred.codec.RecordMapping.AttributeColumn;
import io.kindred.codec.RecordMapping.Field;
import io.kindred.model.Descriptor;
import io.kindred.model.SourceRecord;
import io.kindred.temporal.Timeline;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Columns that are paths into the objects of a row. */
class NestedColumnsTest {

    private static final Optional<String> NONE = Optional.empty();

    private final List<String> noticed = new ArrayList<>();

    private final FlatJsonRecordReader reader =
            reader(
                    "key.id",
                    Optional.of(
                            List.of(
                                    new AttributeColumn("last", "names.last", NONE, NONE),
                                    new AttributeColumn("last", "names.full", NONE, NONE),
                                    new AttributeColumn(
                                            "city", "home.city", Optional.of("home.since"), NONE),
                                    new AttributeColumn("flat", "plain", NONE, NONE))));

    private FlatJsonRecordReader reader(String uid, Optional<List<AttributeColumn>> attributes) {
        return new FlatJsonRecordReader(
                new RecordMapping(
                        new Field.Constant("person"),
                        new Field.Constant("crm"),
                        uid,
                        Optional.empty(),
                        Optional.empty(),
                        attributes),
                Timeline.MILLIS,
                "person"::equals,
                (notice, detail) -> noticed.add(detail));
    }

    @Test
    void entersObjectsAndWalksArraysSoThatEveryOccurrenceIsAValue() throws Exception {
        SourceRecord record =
                read(
                        reader,
                        "{'key':{'id':7},'plain':'p','names':[{'last':'a'},{'last':null,'full':'b c'},"
                                + "[{'last':3,'x':{'last':'no'}}],'text',null]}");

        assertThat(record.identity()).hasToString("person/crm/7");
        assertThat(values(record)).containsExactly("flat=p", "last=3", "last=a", "last=b c");
    }

    @Test
    void eachItemOfAnArrayIsAValue() throws Exception {
        assertThat(
                        values(
                                read(
                                        reader,
                                        "{'key':{'id':7},'plain':['p',2,null,true],"
                                                + "'names':[{'last':['a','b']},{'last':[]},{'last':'c'}]}")))
                .containsExactly("flat=2", "flat=p", "flat=true", "last=a", "last=b", "last=c");
        assertThat(
                        values(
                                read(
                                        reader("id", Optional.empty()),
                                        "{'id':7,'mail':['a','b'],'none':[],'tag':['c']}")))
                .containsExactly("mail=a", "mail=b", "tag=c");
    }

    @Test
    void aFieldWithTheWholeNameGoesFirstWhereverItStands() throws Exception {
        for (String row :
                List.of(
                        "{'key':{'id':7},'names.last':'a','names':{'last':['b']}}",
                        "{'key':{'id':7},'names':[{'last':'b'},{'last':'c'}],'names.last':'a'}")) {
            assertThat(values(read(reader, row))).containsExactly("last=a");
        }
        assertThat(values(read(reader, "{'key':{'id':7},'names':{'last':'b'},'names.last':null}")))
                .isEmpty();
    }

    @Test
    void allValuesOfAnAttributeHaveTheOneTimeOfTheRow() throws Exception {
        SourceRecord record =
                read(
                        reader,
                        "{'key':{'id':7},'home':[{'city':'a','since':'1970-01-01'},{'city':'b'}]}");

        assertThat(record.descriptors())
                .extracting(each -> each.value() + " " + each.interval().start())
                .containsExactly("a 0", "b 0");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "{'key':[{'id':1},{'id':1}]} | key.id has 2 values, expected one",
                "{'key':{'id':1},'home':[{'since':1},{'since':2}]} | home.since has 2 values, expected one",
                "{'key':{'id':1},'names':{'last':{'x':1}}} | names.last is an object, expected a string, number or boolean",
                "{'key':{'id':1},'names':{'last':['x',['y',{'z':1}],'w']}} | an item of names.last is an array, expected a string, number or boolean",
                "{'key':{'id':1},'plain':['x',{'y':[1]}]} | an item of plain is an object, expected a string, number or boolean",
                "{'key':{'id':[1]}} | key.id is an array, expected a string, number or boolean",
                "{'key':{'id':1},'home':{'city':'a','since':[1]}} | home.since is an array, expected a string, number or boolean",
                "{'key':{'id':1},'names':{'last':1,'last':2}} | the field names.last occurs twice",
                "{'key':{'id':1},'key':{'id':1}} | the field key occurs twice",
                "{'key':1} | uid is missing: no value in the column key.id"
            })
    void rejects(String row, String reason) {
        assertThatThrownBy(() -> read(reader, row))
                .isInstanceOf(RejectedInputException.class)
                .hasMessage(reason);
    }

    @Test
    void noticesFieldsOfNearlyTheirNameAtAnyDepth() throws Exception {
        read(reader, "{'key':{'id':1},'names':[{'lastt':1,'type':1}],'Home':{'city':1},'plain':1}");

        assertThat(noticed)
                .containsExactly(
                        "names.last, but had 'names.lastt'",
                        "names.full",
                        "home.city, but had 'Home'",
                        "home.since, but had 'Home'");
    }

    @Test
    void withoutAttributesObjectsOfOtherColumnsAreEntered() throws Exception {
        FlatJsonRecordReader all = reader("key.id", Optional.empty());

        assertThat(values(read(all, "{'key':{'id':7,'other':1},'a':'b'}"))).containsExactly("a=b");
        assertThatThrownBy(() -> read(all, "{'key':{'id':7},'a':{'b':1}}"))
                .hasMessage("a is an object, expected a string, number or boolean");
    }

    @Test
    void anEnvelopeMayBeARowThatIsEntered() throws Exception {
        FlatJsonRecordReader payload =
                reader(
                        "payload.id",
                        Optional.of(List.of(new AttributeColumn("a", "schema.name", NONE, NONE))));

        SourceRecord record = read(payload, "{'schema':{'name':'x'},'payload':{'id':7}}");

        assertThat(record.identity().uid()).isEqualTo("7");
        assertThat(values(record)).containsExactly("a=x");
    }

    private static List<String> values(SourceRecord record) {
        return record.descriptors().stream().map(NestedColumnsTest::text).toList();
    }

    private static String text(Descriptor descriptor) {
        return descriptor.attribute() + "=" + descriptor.value();
    }

    private static SourceRecord read(FlatJsonRecordReader reader, String row)
            throws RejectedInputException {
        byte[] bytes = row.replace('\'', '"').getBytes(StandardCharsets.UTF_8);
        return reader.decode(bytes, "").records().get(0);
    }
}
