package io.kindred.codec;

import io.kindred.model.Conflict;
import io.kindred.model.GoldenRow;
import io.kindred.model.HeldDecisions;
import io.kindred.model.RecordIdentity;
import io.kindred.model.Update;
import io.kindred.resolve.publish.GoldenRows;
import io.kindred.temporal.Timeline;
import io.kindred.testkit.SampleUpdates;
import org.junit.jupiter.api.Test;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

import static org.assertj.core.api.Assertions.assertThat;

class OutputJsonTest {

    private static final String RECORDS =
            "[{'perspective':'crm','uid':'C-1'},{'perspective':'erp','uid':'E \\\"2\\\"'}]";

    @Test
    void entities() {
        assertRows(
                SampleUpdates.entity(),
                "{'entity_id':'person-1','entity_type':'person','status':'active','revision':7,"
                        + "'records':"
                        + RECORDS
                        + ",'golden':[{'attr':'email','value':'ann@x.org','start':null,'end':null},"
                        + "{'attr':'name','value':'Ännchen 😀','start':<start>,'end':<later>},"
                        + "{'attr':'name','value':'Ann','start':<start>,'end':null},"
                        + "{'attr':'phone','value':'1','start':null,'end':<start>}]}");
    }

    @Test
    void retiredEntitiesNameTheirSuccessors() {
        assertRows(
                SampleUpdates.retired(),
                "{'entity_id':'person-1','entity_type':'person','status':'retired','revision':7,"
                        + "'successors':['person-2','person-3']}");
    }

    @Test
    void assignments() {
        assertRows(
                SampleUpdates.assigned(),
                "{'entity_type':'person','perspective':'erp','uid':'E \\\"2\\\"',"
                        + "'status':'active','revision':7,'entity_id':'person-1'}");
        assertRows(
                SampleUpdates.unassigned(),
                "{'entity_type':'person','perspective':'erp','uid':'E \\\"2\\\"',"
                        + "'status':'retired','revision':7}");
    }

    @Test
    void directConflicts() {
        assertRows(
                SampleUpdates.direct(),
                "{'conflict_id':'d1','status':'open','revision':7,'kind':'direct',"
                        + "'entity_type':'person','entity_id':'person-1','attr':'email',"
                        + "'start':<start>,'end':<later>,'scope':'entity','values':["
                        + "{'value':'a','records':[{'perspective':'crm','uid':'C-1'}]},"
                        + "{'value':'b','records':"
                        + RECORDS
                        + "}],'violates':['one_email'],'entities':["
                        + "{'entity_id':'person-1','role':null,'records':"
                        + RECORDS
                        + "}]}");
    }

    @Test
    void indirectConflicts() {
        assertRows(
                SampleUpdates.indirect(),
                "{'conflict_id':'i1','status':'open','revision':7,'kind':'indirect',"
                        + "'entity_type':'person','key':'name_city','key_values':['ann','rome'],"
                        + "'start':null,'end':<start>,'strong_identifiers':['ssn'],'entities':["
                        + "{'entity_id':'person-1','role':'anchored',"
                        + "'records':[{'perspective':'crm','uid':'C-1'}]},"
                        + "{'entity_id':'person-2','role':'ambiguous',"
                        + "'records':[{'perspective':'erp','uid':'E \\\"2\\\"'}]}]}");
    }

    @Test
    void decisionsThatHoldApart() {
        Update.ConflictOpen open = (Update.ConflictOpen) SampleUpdates.indirect();
        Conflict.Indirect plain = (Conflict.Indirect) open.conflict();
        List<Conflict.DecidedPair> pairs =
                List.of(
                        new Conflict.DecidedPair(
                                plain.sides().get(0).records().get(0),
                                plain.sides().get(1).records().get(0)));
        assertRows(
                new Update.ConflictOpen("i1", plain.with(pairs)),
                "{'conflict_id':'i1','status':'open','revision':7,'kind':'indirect',"
                        + "'entity_type':'person','key':'name_city','key_values':['ann','rome'],"
                        + "'start':null,'end':<start>,'strong_identifiers':['ssn'],'entities':["
                        + "{'entity_id':'person-1','role':'anchored',"
                        + "'records':[{'perspective':'crm','uid':'C-1'}]},"
                        + "{'entity_id':'person-2','role':'ambiguous',"
                        + "'records':[{'perspective':'erp','uid':'E \\\"2\\\"'}]}],"
                        + "'decisions':[[{'perspective':'crm','uid':'C-1'},"
                        + "{'perspective':'erp','uid':'E \\\"2\\\"'}]]}");
    }

    @Test
    void scoredLinks() {
        Update.ConflictOpen open = (Update.ConflictOpen) SampleUpdates.indirect();
        Conflict.Indirect plain = (Conflict.Indirect) open.conflict();
        Conflict.Indirect scored =
                new Conflict.Indirect(
                        plain.entityType(),
                        plain.key(),
                        plain.keyValues(),
                        plain.interval(),
                        true,
                        OptionalLong.of(-600),
                        List.of("uid"),
                        List.of(),
                        List.of());
        assertRows(
                new Update.ConflictOpen("i1", scored),
                "{'conflict_id':'i1','status':'open','revision':7,'kind':'indirect',"
                        + "'entity_type':'person','key':'name_city','key_values':['ann','rome'],"
                        + "'start':null,'end':<start>,'strong_identifiers':['uid'],'entities':[],"
                        + "'score':-600}");
    }

    @Test
    void brokenConstraints() {
        String row =
                "{'conflict_id':'u1','status':'open','revision':7,'kind':'constraint',"
                        + "'entity_type':'person','constraint':'one_owner','attr':'ssn',"
                        + "'perspective':<perspective>,'value':'123','start':<start>,'end':null,"
                        + "'entities':["
                        + "{'entity_id':'person-1','role':null,"
                        + "'records':[{'perspective':'crm','uid':'C-1'}]},"
                        + "{'entity_id':'person-2','role':null,"
                        + "'records':[{'perspective':'erp','uid':'E \\\"2\\\"'}]}],'records':"
                        + RECORDS
                        + "}";
        assertRows(
                SampleUpdates.uniqueness(Optional.empty()), row.replace("<perspective>", "null"));
        assertRows(
                SampleUpdates.uniqueness(Optional.of("crm")),
                row.replace("<perspective>", "'crm'"));
    }

    @Test
    void recordsOfAnEntityAreNullWhereAnEarlierReleaseStoredTheConflict() {
        assertThat(
                        text(
                                new OutputJson(Timeline.INTEGER)
                                        .row(SampleUpdates.undivided(Optional.empty()), 7)))
                .contains(
                        quoted(
                                "'entities':["
                                        + "{'entity_id':'person-1','role':null,'records':null},"
                                        + "{'entity_id':'person-2','role':null,'records':null}],"
                                        + "'records':["));
    }

    @Test
    void theFormatOfEarlierReleasesListsIdsOrNoEntities() {
        OutputJson json = new OutputJson(Timeline.INTEGER, ConflictsFormat.BY_KIND);
        for (Update update :
                List.of(
                        SampleUpdates.uniqueness(Optional.empty()),
                        SampleUpdates.undivided(Optional.empty()))) {
            assertThat(text(json.row(update, 7)))
                    .contains(quoted("'entities':['person-1','person-2'],'records':["));
        }
        assertThat(text(json.row(SampleUpdates.direct(), 7))).doesNotContain("entities");
        assertThat(text(json.row(SampleUpdates.indirect(), 7)))
                .isEqualTo(text(new OutputJson(Timeline.INTEGER).row(SampleUpdates.indirect(), 7)));
    }

    @Test
    void resolvedConflicts() {
        assertRows(
                SampleUpdates.resolved(), "{'conflict_id':'d1','status':'resolved','revision':7}");
    }

    @Test
    void genericKeys() {
        String id = SampleUpdates.generic().key().id();
        assertThat(id).matches("[0-9a-f]{32}");
        assertRows(
                SampleUpdates.generic(),
                "{'generic_key_id':'"
                        + id
                        + "','status':'open','revision':7,'entity_type':'person',"
                        + "'key':'name_city','values':['ann','rome'],'records':9}");
        assertRows(
                SampleUpdates.genericResolved(),
                "{'generic_key_id':'" + id + "','status':'resolved','revision':7}");
    }

    @Test
    void goldenValues() {
        Update.GoldenUpsert golden = (Update.GoldenUpsert) SampleUpdates.golden();
        GoldenRows.forEach(
                golden,
                (row, revision) ->
                        assertThat(
                                        text(
                                                new OutputJson(Timeline.MILLIS)
                                                        .row(row, 7, Optional.of(Instant.EPOCH))))
                                .isEqualTo(
                                        quoted(
                                                        "{'golden_value_id':'"
                                                                + "0f".repeat(16)
                                                                + "','entity_id':'person-1','entity_type':'person',"
                                                                + "'status':'active','revision':7,"
                                                                + "'recorded_at':'1970-01-01T00:00:00Z',"
                                                                + "'attr':'name','value':'Ann',"
                                                                + "'start':'2020-01-31T00:00:00Z','end':null,"
                                                                + "'records':[{'perspective':'crm','uid':'C-1'},"
                                                                + "{'perspective':'erp','uid':'E ~2~'}],"
                                                                + "'perspectives':['crm','erp']}")
                                                .replace("~", "\\\"")));
        GoldenRow gone = new GoldenRow("0f", "person-1", "person", Optional.empty());
        assertThat(text(new OutputJson(Timeline.MILLIS).row(gone, 8, Optional.empty())))
                .isEqualTo(
                        quoted(
                                "{'golden_value_id':'0f','entity_id':'person-1',"
                                        + "'entity_type':'person','status':'retired','revision':8}"));
    }

    @Test
    void records() {
        assertRows(
                SampleUpdates.record(),
                "{'entity_type':'person','perspective':'erp','uid':'E ~2~','status':'active','revision':7,"
                                .replace("~", "\\\"")
                        + "'descriptors':[{'attr':'name','value':'Ann','start':<start>,'end':null},"
                        + "{'attr':'name','value':'Anne','start':null,'end':null}],"
                        + "'digest':'00000000000000010000000000000002',"
                        + "'decisions':[{'other':'00000000000000030000000000000004',"
                        + "'decision':'different','reason_half':'AAEC'}]}");
        RecordIdentity c1 = new RecordIdentity("person", "crm", "C-1");
        assertRows(
                Update.RecordUpsert.of(c1, List.of(), HeldDecisions.NONE),
                "{'entity_type':'person','perspective':'crm','uid':'C-1','status':'active','revision':7,"
                        + "'descriptors':[],'digest':null,'decisions':[]}");
        for (boolean isErased : List.of(true, false)) {
            assertRows(
                    new Update.RecordRetired(c1, isErased),
                    "{'entity_type':'person','perspective':'crm','uid':'C-1','status':'retired','revision':7}");
        }
    }

    private static void assertRows(Update update, String expected) {
        assertThat(text(new OutputJson(Timeline.INTEGER).row(update, 7)))
                .isEqualTo(
                        quoted(expected)
                                .replace("<start>", "1580428800000")
                                .replace("<later>", "1580428800001"));
        assertThat(text(new OutputJson(Timeline.MILLIS).row(update, 7)))
                .isEqualTo(
                        quoted(expected)
                                .replace("<start>", "\"2020-01-31T00:00:00Z\"")
                                .replace("<later>", "\"2020-01-31T00:00:00.001Z\""));
    }

    private static String quoted(String json) {
        return json.replace('\'', '"');
    }

    /** Long text is written in pieces, which could part a character. */
    @Test
    void textOfAnyLengthIsWholeWhateverIsInIt() {
        OutputJson json = new OutputJson(Timeline.INTEGER);
        for (String character : List.of("a", "\u00e4", "\u20ac", "\ud83d\ude00")) {
            for (int length = 0; length < 70_000; length += length < 40 ? 1 : 1 + length) {
                for (String before : List.of("", "x", "xy")) {
                    String uid = before + character.repeat(length) + "z";
                    Update unassigned =
                            new Update.Unassigned(new RecordIdentity("person", "crm", uid));
                    assertThat(text(json.row(unassigned, 1)))
                            .isEqualTo(
                                    "{\"entity_type\":\"person\",\"perspective\":\"crm\","
                                            + "\"uid\":\""
                                            + uid
                                            + "\",\"status\":\"retired\",\"revision\":1}");
                }
            }
        }
    }

    private static String text(byte[] json) {
        return new String(json, StandardCharsets.UTF_8);
    }
}
