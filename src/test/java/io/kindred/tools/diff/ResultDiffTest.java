package io.kindred.tools.diff;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.kindred.flink.config.SinksConfig.Output;
import io.kindred.tools.diff.ConflictChanges.Counts;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

class ResultDiffTest {

    @TempDir private Path folder;

    private final Rows before = new Rows("before");
    private final Rows after = new Rows("after");

    @Test
    void findsNothingInEqualResults() {
        for (Rows rows : List.of(before, after)) {
            rows.entity("t-1", "x", "1", "2").conflict("c", "v", "t-1", "1");
            rows.decided("same", "1", "2").decided("same", "2", "1");
        }

        ResultDiff diff = diff();

        assertThat(diff.hasChanges()).isFalse();
        assertThat(diff.entities()).isEqualTo(new EntityCounts(1, 1, 1));
        assertThat(diff.records()).isEqualTo(new RecordCounts(2, 0, 0, 0L, 0L));
        assertThat(diff.pairs()).isEqualTo(new Agreement(1, 0, 0, 1, 1));
        assertThat(diff.notes()).isEmpty();
    }

    /** One change of each kind, in the order of their importance. */
    @Test
    void tellsTheKindsApart() {
        before.entity("t-a", "x", "1", "2", "3").entity("t-b", "x", "4");
        after.entity("t-a", "x", "1", "2", "3", "4");
        before.entity("t-c", "x", "5", "6");
        after.entity("t-c", "x", "5").entity("t-d", "x", "6");
        before.entity("t-e", "x", "7", "8").entity("t-f", "x", "9");
        after.entity("t-e", "x", "7").entity("t-f", "x", "8", "9");
        before.entity("t-g", "x", "10", "11");
        after.entity("t-g", "x", "10", "12");
        before.entity("t-h", "x", "13", "14");
        after.entity("t-h", "x", "13");
        before.entity("t-i", "x", "15");
        after.entity("t-i", "x", "15", "16");
        before.entity("t-j", "x", "17");
        after.entity("t-j", "y", "17");
        before.entity("t-k", "x", "18");
        after.entity("t-l", "x", "18");
        before.entity("t-m", "x", "19", "20");
        after.entity("t-n", "x", "21");

        ResultDiff diff = diff();

        assertThat(diff.changes().stream().map(ResultDiffTest::line))
                .containsExactly(
                        "merged [unknown] 4: t-a(3) t-b(1) > t-a(4)",
                        "split [unknown] 2: t-c(2) > t-c(1) t-d(1)",
                        "moved [unknown] 3: t-e(2) t-f(1) > t-f(2) t-e(1)",
                        "exchanged [records] 3: t-g(2) > t-g(2)",
                        "lost [records] 2: t-h(2) > t-h(1)",
                        "gained [records] 2: t-i(1) > t-i(2)",
                        "golden [unknown] 1: t-j(1) > t-j(1)",
                        "id [unknown] 1: t-k(1) > t-l(1)",
                        "gone [records] 2: t-m(2) >",
                        "new [records] 1:  > t-n(1)");
        assertThat(diff.counts()).hasSize(10).allMatch(count -> count.changes() == 1);
        assertThat(diff.records()).isEqualTo(new RecordCounts(14, 3, 4, 0L, 0L));
        assertThat(diff.entities()).isEqualTo(new EntityCounts(11, 11, 0));
        assertThat(diff.changes().get(6).golden().stream().map(JsonNode::toString))
                .containsExactly(
                        "{\"change\":\"removed\",\"attr\":\"a\",\"value\":\"x\",\"start\":null,\"end\":null}",
                        "{\"change\":\"added\",\"attr\":\"a\",\"value\":\"y\",\"start\":null,\"end\":null}");
    }

    @Test
    void saysThatRulesAreTheCauseOnlyIfNothingElseIs() {
        after.rules(11);
        before.entity("t-a", "x", "1").entity("t-b", "x", "2");
        after.entity("t-a", "x", "1", "2");
        before.entity("t-c", "x", "3").entity("t-d", "x", "4");
        after.entity("t-c", "x", "3", "4").says("4", "other");
        before.entity("t-e", "x", "5").entity("t-f", "x", "6");
        after.entity("t-e", "x", "5", "6").decided("same", "5", "6").decided("same", "6", "5");
        before.entity("t-g", "x", "7").entity("t-h", "x", "8");
        after.entity("t-g", "x", "7", "8", "9").decided("same", "7", "8").decided("same", "8", "7");
        before.entity("t-i", "x", "10");
        after.entity("t-i", "y", "10").says("10", "y");

        ResultDiff diff = diff();

        assertThat(diff.rules())
                .containsExactly("entity_types.t.identity_keys[k].max_records: was 10, is 11");
        assertThat(diff.changes().stream().map(ResultDiffTest::line))
                .containsExactly(
                        "merged [records, decisions] 3: t-g(1) t-h(1) > t-g(3)",
                        "merged [rules] 2: t-a(1) t-b(1) > t-a(2)",
                        "merged [records] 2: t-c(1) t-d(1) > t-c(2)",
                        "merged [decisions] 2: t-e(1) t-f(1) > t-e(2)",
                        "golden [records] 1: t-i(1) > t-i(1)");
        assertThat(diff.counts().stream().map(count -> count.kind() + " " + count.causes()))
                .containsExactly(
                        "MERGED [RECORDS]",
                        "MERGED [RECORDS, DECISIONS]",
                        "MERGED [DECISIONS]",
                        "MERGED [RULES]",
                        "GOLDEN [RECORDS]");
        assertThat(diff.records()).isEqualTo(new RecordCounts(9, 1, 0, 2L, 4L));
    }

    @Test
    void aDecisionAboutARecordThatIsNotThereCountsForNothing() {
        before.entity("t-a", "x", "1");
        after.entity("t-a", "x", "1").decided("same", "1", "not there");

        assertThat(diff().hasChanges()).isFalse();
    }

    @Test
    void withoutRecordsSaysThatTheCauseIsUnknown() {
        after.rules(11);
        before.entity("t-a", "x", "1").entity("t-b", "x", "2");
        after.entity("t-a", "x", "1", "2");

        ResultDiff diff =
                diff(EnumSet.of(Output.ENTITIES, Output.ASSIGNMENTS), Optional.empty(), 10);

        assertThat(line(diff.changes().get(0))).startsWith("merged [unknown]");
        assertThat(diff.notes()).hasSize(2);
        assertThat(diff.records()).isEqualTo(new RecordCounts(2, 0, 0, null, null));
        assertThat(diff.conflicts()).isNull();
    }

    @Test
    void comparesConflicts() {
        before.entity("t-a", "x", "1", "2");
        after.entity("t-a", "x", "1", "2");
        before.conflict("c1", "v", "t-a", "1").conflict("c2", "v", "t-a", "1");
        before.conflict("c3", "v", "t-a", "1");
        after.conflict("c2", "w", "t-a", "1").conflict("c3", "v", "t-a", "1");
        after.conflict("c4", "v", "t-a", "1", "2");

        ConflictChanges conflicts = diff().conflicts();

        assertThat(conflicts).isNotNull();
        assertThat(conflicts.counts()).isEqualTo(Map.of("direct", new Counts(1, 1, 1, 1)));
        assertThat(
                        conflicts.changes().stream()
                                .map(each -> each.change() + each.conflictId() + each.records()))
                .containsExactly("OPENEDc42", "RESOLVEDc11");
    }

    @Test
    void countsAllAndListsAFairShareOfEachKind() {
        for (int i = 0; i < 30; i++) {
            before.entity("t-a" + i, "x", "a" + i).entity("t-b" + i, "x", "b" + i);
            after.entity("t-a" + i, "x", "a" + i, "b" + i);
            after.entity("t-n" + i, "x", "n" + i);
        }

        ResultDiff diff = diff(Rows.ALL, Optional.empty(), 10);

        assertThat(diff.counts().stream().map(ChangeCount::changes)).containsExactly(30L, 30L);
        assertThat(diff.changes().stream().map(ShownChange::kind))
                .hasSize(10)
                .startsWith(ChangeKind.MERGED)
                .filteredOn(kind -> kind == ChangeKind.NEW)
                .hasSize(5);
    }

    @Test
    void limitsWhatIsShownOfAChange() {
        String[] uids = new String[300];
        for (int i = 0; i < uids.length; i++) {
            uids[i] = String.format("%03d", i);
            before.entity("t-" + uids[i], "x", uids[i]);
        }
        after.entity("t-000", "x", uids);

        ShownChange change = diff().changes().get(0);

        assertThat(change.entitiesBefore()).isEqualTo(300);
        assertThat(change.records()).isEqualTo(300);
        assertThat(change.before()).hasSize(ShownChange.ENTITIES);
        assertThat(change.shownRecords()).hasSize(ShownChange.RECORDS);
    }

    @Test
    void showsRecordsOfSmallEntitiesAndThoseThatCameBesideALargeOne() {
        String[] uids = new String[300];
        Arrays.setAll(uids, i -> String.format("a%03d", i));
        before.entity("t-a", "x", uids).entity("t-b", "x", "b");
        String[] more = Arrays.copyOf(uids, 302);
        more[300] = "b";
        more[301] = "c";
        after.entity("t-a", "x", more);

        ShownChange change = diff().changes().get(0);

        assertThat(change.shownRecords().stream().map(ShownChange.ShownRecord::uid))
                .hasSize(ShownChange.RECORDS)
                .contains("a000", "b", "c");
    }

    @Test
    void doesNotMindRowsThatAreMissingWhileAJobWrites() {
        before.assigned("1", "t-a");
        after.entity("t-b", "x", "1");

        assertThat(diff().changes().stream().map(ResultDiffTest::line))
                .containsExactly("golden [unknown] 1: t-a(0) > t-b(1)");
    }

    @Test
    void looksAtOneTypeOnly() {
        before.entity("t-a", "x", "1");
        after.entity("t-b", "x", "1");

        ResultDiff diff = diff(Rows.ALL, Optional.of("other"), 10);

        assertThat(diff.hasChanges()).isFalse();
        assertThat(diff.entities()).isEqualTo(new EntityCounts(0, 0, 0));
    }

    /** Four pairs before, four after, two in both; 15 pairs can be made of 6 records. */
    @Test
    void adjustsAgreementForChance() {
        before.entity("t-1", "x", "1", "2", "3")
                .entity("t-4", "x", "4", "5")
                .entity("t-6", "x", "6");
        after.entity("t-1", "x", "1", "2")
                .entity("t-3", "x", "3", "4", "5")
                .entity("t-6", "x", "6");

        Agreement pairs = diff().pairs();

        assertThat(pairs.inBoth()).isEqualTo(2);
        assertThat(pairs.onlyBefore()).isEqualTo(2);
        assertThat(pairs.onlyAfter()).isEqualTo(2);
        assertThat(pairs.jaccard()).isCloseTo(1.0 / 3, within(1e-9));
        double expected = 4.0 * 4 / 15;
        assertThat(pairs.adjustedRand()).isCloseTo((2 - expected) / (4 - expected), within(1e-9));
    }

    @Test
    void isWrittenAsJsonAndText() throws Exception {
        before.entity("t-a", "x", "1").entity("t-b", "x", "2\u001b[31m</script>");
        after.entity("t-a", "x", "1", "2\u001b[31m</script>").conflict("c", "v", "t-a", "1");

        ResultDiff diff = diff();
        JsonNode json = new ObjectMapper().readTree(DiffJson.indented(diff));

        assertThat(json.fieldNames())
                .toIterable()
                .containsExactly(
                        "before",
                        "after",
                        "entity_type",
                        "notes",
                        "rules",
                        "records",
                        "entities",
                        "pairs",
                        "counts",
                        "changes",
                        "conflicts");
        assertThat(json.at("/counts/0/kind").asText()).isEqualTo("merged");
        assertThat(json.at("/changes/0/shown_records/1/before").asText()).isEqualTo("t-b");
        assertThat(json.at("/conflicts/counts/direct/opened").asInt()).isEqualTo(1);
        assertThat(DiffText.of(diff))
                .contains("Entities  2 before, 1 after, 0 the same")
                .containsPattern("merged +1 +2 +1 +2 +unknown")
                .contains("merged (unknown), 2 records: t-a + t-b -> t-a")
                .doesNotContain("\u001b");
    }

    private ResultDiff diff() {
        return diff(Rows.ALL, Optional.empty(), 100);
    }

    private ResultDiff diff(Set<Output> outputs, Optional<String> type, int limit) {
        ComparedResult old = before.in(folder, outputs);
        ComparedResult now = after.in(folder, outputs);
        try {
            return ResultDiff.of(old, now, type, limit, folder.resolve("visited"));
        } finally {
            old.store().close();
            now.store().close();
        }
    }

    private static String line(ShownChange change) {
        return change.kind().name().toLowerCase(Locale.ROOT)
                + " "
                + change.causes().toString().toLowerCase(Locale.ROOT)
                + " "
                + change.records()
                + ": "
                + entities(change.before())
                + " >"
                + (change.after().isEmpty() ? "" : " " + entities(change.after()));
    }

    private static String entities(List<ShownChange.ShownEntity> entities) {
        return String.join(
                " ", entities.stream().map(e -> e.entityId() + "(" + e.records() + ")").toList());
    }
}
