package io.kindred.codec;

import io.kindred.codec.DecisionMapping.Side;
import io.kindred.codec.DecisionMapping.VerdictField;
import io.kindred.codec.RecordMapping.Field;
import io.kindred.codec.RecordMapping.OpColumn;
import io.kindred.codec.RecordMapping.VersionColumn;
import io.kindred.model.Decision;
import io.kindred.model.RecordIdentity;
import io.kindred.model.SourceRecord.Op;
import io.kindred.model.Verdict;
import io.kindred.temporal.Timeline;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class DecisionMapperTest {

    private static final DecisionMapping MAPPING =
            mapping(new VerdictField.Column("verdict", Map.of()));

    private static final String HEADER = "verdict,a,system,b,rev,change,why";

    @Test
    void mapsARow() throws Exception {
        assertThat(csv(MAPPING, "Same,C-1,erp,7,3,d,called her"))
                .isEqualTo(
                        new Decision(
                                new RecordIdentity("person", "crm", "C-1"),
                                new RecordIdentity("person", "erp", "7"),
                                OptionalLong.of(3),
                                Op.DELETE,
                                Verdict.SAME,
                                "called her"));
        Decision bare = csv(MAPPING, "DIFFERENT ,C-1,abc,7,,,");
        assertThat(bare.lesser().perspective()).isEqualTo("abc");
        assertThat(bare.version()).isEmpty();
        assertThat(bare.op()).isEqualTo(Op.UPSERT);
        assertThat(bare.verdict()).isEqualTo(Verdict.DIFFERENT);
        assertThat(bare.reason()).isEmpty();
    }

    @Test
    void listedValuesCountAsTheyAreWritten() throws Exception {
        DecisionMapping listed =
                mapping(
                        new VerdictField.Column(
                                "verdict",
                                Map.of("match", Verdict.SAME, "no match", Verdict.DIFFERENT)));
        assertThat(csv(listed, "match,C-1,erp,7,,,").verdict()).isEqualTo(Verdict.SAME);
        assertThat(csv(listed, "no match,C-1,erp,7,,,").verdict()).isEqualTo(Verdict.DIFFERENT);
        assertThatThrownBy(() -> csv(listed, "Match,C-1,erp,7,,,"))
                .hasMessageContaining("verdict is 'Match', expected one of");
        DecisionMapping always = mapping(new VerdictField.Always(Verdict.DIFFERENT));
        assertThat(csv(always, "Match,C-1,erp,7,,,").verdict()).isEqualTo(Verdict.DIFFERENT);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                ",C-1,erp,7,,,|decision is missing: no value in the column verdict",
                "maybe,C-1,erp,7,,,|verdict is 'maybe', expected one of same, different; for others"
                        + " write decision: {column: verdict, same: […], different: […]}",
                "same,,erp,7,,,|left.uid is missing: no value in the column a",
                "same,C-1,,7,,,|right.perspective is missing: no value in the column system",
                "same,C-1,erp,,,,|right.uid is missing: no value in the column b",
                "same,C-1,crm,C-1,,,|left and right are the same record, expected two different"
                        + " ones",
                "same,C-1,erp,7,,erase,|the row erases, but a decision can only be upserted or"
                        + " deleted"
            })
    void namesWhatIsWrong(String row, String reason) {
        assertThatThrownBy(() -> csv(MAPPING, row))
                .isInstanceOf(RejectedInputException.class)
                .hasMessage(reason);
    }

    @Test
    void noticesMappedFieldsThatAreMissingInJson() throws Exception {
        List<String> notices = new ArrayList<>();
        FlatJsonRecordReader json =
                new FlatJsonRecordReader(
                        MAPPING,
                        Timeline.MILLIS,
                        "person"::equals,
                        (notice, detail) -> notices.add(notice + " " + detail));
        String row =
                "{'verdict':'same','a':'C-1','system':'erp','b':7,'rev':null,'change':null,"
                        + "'Why':'x','email':'no attribute'}";
        Decision decision =
                json.decode(row.replace('\'', '"').getBytes(StandardCharsets.UTF_8), "")
                        .decisions()
                        .get(0);
        assertThat(decision.greater().uid()).isEqualTo("7");
        assertThat(notices).containsExactly("MISSING_FIELD why, but had 'Why'");
    }

    @Test
    void aRowGivesNoAttributes() throws Exception {
        assertThat(csv(MAPPING).checkHeader(HEADER + ",email")).isEmpty();
        assertThatThrownBy(() -> csv(MAPPING).checkHeader("verdict,a,b,rev,change,why"))
                .hasMessageStartingWith("the header lacks system");
    }

    private static Decision csv(DecisionMapping mapping, String row) throws RejectedInputException {
        return csv(mapping).decode(row.getBytes(StandardCharsets.UTF_8), HEADER).decisions().get(0);
    }

    private static CsvRecordReader csv(DecisionMapping mapping) {
        return new CsvRecordReader(
                mapping,
                new CsvDialect(',', false),
                Timeline.MILLIS,
                "person"::equals,
                Notices.NONE);
    }

    private static DecisionMapping mapping(VerdictField decision) {
        return new DecisionMapping(
                new Field.Constant("person"),
                decision,
                new Side(new Field.Constant("crm"), "a"),
                new Side(new Field.Column("system"), "b"),
                Optional.of(VersionColumn.integer("rev")),
                Optional.of(OpColumn.usual("change")),
                Optional.of("why"));
    }
}
