package io.kindred.cli;

import io.kindred.flink.config.JobConfig;
import io.kindred.flink.operator.DecodeFunction;
import io.kindred.flink.operator.JobCounts;
import io.kindred.flink.operator.ShardCounts;
import io.kindred.flink.operator.Tally;
import io.kindred.storage.shard.ShardMeta.Count;
import io.kindred.testkit.TestJob;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import static org.assertj.core.api.Assertions.assertThat;

class RunSummaryTest {

    private static final String ONTOLOGY =
            "{entity_types: {person: {identity_keys: [{name: email, attributes: [email]}]}}}";

    @TempDir private Path folder;

    @Test
    void saysWhatWasCountedAndWhereTheOutputsAre() throws Exception {
        JobConfig config = job().config();

        assertThat(summary(config, counts()))
                .containsExactly(
                        "people: done in 2.5 s (4,000 records/s)",
                        "",
                        "  records read           10,000",
                        "  dead letters                3",
                        "  accepted                  100   (200 replayed, 300 outdated, 400 deleted)",
                        "  records                   500",
                        "  entities                  600",
                        "  conflicts                 700",
                        "  generic keys              800",
                        "",
                        "  entities       " + folder.resolve("out/entities"),
                        "  assignments    " + folder.resolve("out/assignments"),
                        "  conflicts      " + folder.resolve("out/conflicts"),
                        "  generic keys   " + folder.resolve("out/generic_keys"),
                        "  dead letters   " + folder.resolve("out/dead_letters"));
    }

    @Test
    void saysHowToSeeDeadLettersThatHaveNoSink() throws Exception {
        JobConfig config =
                job().with("sinks", Map.of("entities", Map.of("type", "files", "path", "out")))
                        .config();
        Map<String, Object> none = new HashMap<>(counts());
        none.put(DecodeFunction.DEAD_LETTERS_COUNT, 0L);

        assertThat(summary(config, counts()))
                .contains(
                        "  dead letters                3   (add a dead_letters sink to see them)");
        assertThat(summary(config, none)).contains("  dead letters                0");
    }

    @Test
    void namesNoPlaceOfDeadLettersIfThereAreNone() throws Exception {
        Map<String, Object> none = new HashMap<>(counts());
        none.put(DecodeFunction.DEAD_LETTERS_COUNT, 0L);

        assertThat(summary(job().config(), none))
                .contains("  conflicts      " + folder.resolve("out/conflicts"))
                .noneMatch(line -> line.contains(folder.resolve("out/dead_letters").toString()));
    }

    @Test
    void listsTheLargestEntitiesGenericValuesAndConflicts() throws Exception {
        Map<String, Object> counted = new HashMap<>(counts());
        counted.put(
                "last-largest-entities",
                tally(new Tally.Counted("person-1", 7, ""), new Tally.Counted("person-2", 9, "")));
        counted.put("last-generic-values", tally(new Tally.Counted("email = 'a@x.org'", 1234, "")));
        counted.put("last-conflicts", tally(new Tally.Counted("direct, of city", 3, "")));

        assertThat(summary(job().config(), counted))
                .containsSubsequence(
                        "  largest entities, by records:",
                        "               9   person-2",
                        "               7   person-1",
                        "",
                        "  generic values that most records share:",
                        "           1,234   email = 'a@x.org'",
                        "",
                        "  conflicts by kind:",
                        "               3   direct, of city");
    }

    @Test
    void saysSoIfNothingMerged() throws Exception {
        Map<String, Object> counted = new HashMap<>(counts());
        counted.put(ShardCounts.name(Count.ENTITIES), 500L);
        counted.put("last-largest-entities", tally(new Tally.Counted("person-1", 1, "")));

        assertThat(summary(job().config(), counted))
                .contains(
                        "  - no two records are one entity: are values spelt differently"
                                + " (normalize), or several in a cell (split)? See \"Nothing"
                                + " merges\" in docs/troubleshooting.md")
                .doesNotContain("  largest entities, by records:");
    }

    @Test
    void saysWhyInputsAreDeadLettersAndWhatIsProbablyNotMeant() throws Exception {
        Map<String, Object> counted = new HashMap<>(counts());
        counted.put(ShardCounts.name(Count.REPLACED), 20_000L);
        counted.put(ShardCounts.name(Count.UNKNOWN_DELETES), 6L);
        counted.put("inputs-read", tally(new Tally.Counted("persons", 10_000, "")));
        counted.put(
                "dead-letter-reasons",
                tally(
                        new Tally.Counted("no good", 1, "a line 7: no good"),
                        new Tally.Counted("not UTF-8 at byte …", 2, "a line 5: not UTF-8 at …")));
        counted.put(
                "replaced",
                tally(
                        new Tally.Counted("person\u001fcrm", 19_999, "person/crm/1"),
                        new Tally.Counted("person\u001fweb", 1, "person/web/1")));
        counted.put(
                "records-written",
                tally(
                        new Tally.Counted("persons\u001fperson\u001fcrm", 1, ""),
                        new Tally.Counted("persons\u001fperson\u001fweb", 1, ""),
                        new Tally.Counted("phones\u001fperson\u001fcrm", 1, ""),
                        new Tally.Counted("phones\u001fperson\u001fhr", 1, "")));
        counted.put(
                "input-notices",
                tally(
                        new Tally.Counted(
                                "persons\u001fMISSING_FIELD\u001femail, but had 'Email'",
                                3,
                                "a line 9"),
                        new Tally.Counted("phones\u001fMISSING_FIELD\u001funtil", 4, "a line 6"),
                        new Tally.Counted("persons\u001fDROPPED_VALUE\u001fborn", 2, "a line 8")));
        counted.put("rule-values", tally(new Tally.Counted("person\u001f", 1, "")));
        counted.put("overfull-keys", tally(new Tally.Counted("person\u001fname", 2, "a line 4")));

        assertThat(summary(job().config(), counted))
                .contains(
                        "  accepted                  100   (200 replayed, 300 outdated, 400"
                                + " deleted, 20,000 replaced, 6 deletes of unknown records)")
                .containsSubsequence(
                        "  dead letters by reason:",
                        "               2   not UTF-8 at byte … (0.0 %)",
                        "                   such as a line 5: not UTF-8 at …",
                        "               1   no good (0.0 %)",
                        "                   such as a line 7: no good",
                        "  warnings:",
                        "  - sources persons and phones both write perspective crm of person: 19,999"
                                + " records were replaced, such as person/crm/1; give each table a"
                                + " perspective of its own",
                        "  - perspective web of person: 1 record was replaced, such as"
                                + " person/web/1; a later row had the same uid, and no version",
                        "  - source persons: 3 of 10,000 inputs lacked the mapped field email, but"
                                + " had 'Email'; the first in a line 9",
                        "  - source persons: 2 values dropped, because the time cannot be read:"
                                + " born; the first in a line 8",
                        "  - no record of person had a value of email, so these never applied: the"
                                + " identity key email",
                        "  - identity key name of person: 2 records have more than 1,000"
                                + " combinations of values, so no entry for it; the first in a"
                                + " line 4")
                .doesNotContain("until");
    }

    private static TreeMap<String, Tally.Counted> tally(Tally.Counted... all) {
        TreeMap<String, Tally.Counted> tally = new TreeMap<>();
        for (Tally.Counted each : all) {
            tally.put(each.name(), each);
        }
        return tally;
    }

    private TestJob job() throws Exception {
        Files.createDirectories(folder.resolve("in"));
        return new TestJob(folder, ONTOLOGY).with("name", "people").records("in");
    }

    private static Map<String, Object> counts() {
        return Map.of(
                DecodeFunction.RECORDS_READ,
                10_000L,
                DecodeFunction.DEAD_LETTERS_COUNT,
                3L,
                ShardCounts.name(Count.ACCEPTED),
                100L,
                ShardCounts.name(Count.REPLAYED),
                200L,
                ShardCounts.name(Count.OUTDATED),
                300L,
                ShardCounts.name(Count.DELETED),
                400L,
                ShardCounts.name(Count.RECORDS),
                500L,
                ShardCounts.name(Count.ENTITIES),
                600L,
                ShardCounts.name(Count.CONFLICTS),
                700L,
                ShardCounts.name(Count.GENERIC_KEYS),
                800L);
    }

    private static List<String> summary(JobConfig config, Map<String, Object> counted) {
        StringWriter text = new StringWriter();
        new RunSummary(config, new JobCounts(counted), Duration.ofMillis(2_500))
                .print(new PrintWriter(text));
        return text.toString().lines().toList();
    }
}
