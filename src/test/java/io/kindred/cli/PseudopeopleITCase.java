package io.kindred.cli;

import io.kindred.cli.evaluate.Evaluation;
import io.kindred.cli.evaluate.Evaluator;
import io.kindred.cli.evaluate.TruthColumns;
import io.kindred.storage.ShardMeta.Count;
import io.kindred.testkit.JobRun;
import io.kindred.testkit.TestClusters;
import io.kindred.testkit.TestJob;
import org.apache.flink.test.junit5.MiniClusterExtension;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/** A simulated population as five registers see it, which must come out without a mistake. */
class PseudopeopleITCase {

    private static final int RECORDS = 63_194;
    private static final int ENTITIES = 21_503;
    private static final double EXACT = 1.0;

    private static final String ONTOLOGY =
            """
            entity_types:
              person:
                identity_keys:
                  - {name: name_birth, attributes: [first_name, last_name, date_of_birth]}
                  - name: birth_address
                    attributes: [date_of_birth, first_name, street_number, street_name]
                strong_identifiers:
                  - {attribute: ssn}
                  - {attribute: middle_initial}
                  - {attribute: sex}
                attributes:
                  first_name: {normalize: [trim, lowercase]}
                  last_name: {normalize: [trim, lowercase]}
                  street_name: {normalize: [trim, lowercase]}
                  street_number: {normalize: [trim]}
            """;

    private static final List<String> PERSON =
            List.of("first_name", "middle_initial", "last_name", "date_of_birth", "sex");

    private static final List<String> ADDRESS =
            List.of("street_number", "street_name", "unit_number", "city", "state", "zipcode");

    @RegisterExtension private static final MiniClusterExtension CLUSTER = TestClusters.twoByTwo();

    @TempDir private Path folder;

    private Path data;

    @BeforeEach
    void findData() {
        String root = System.getProperty("kindred.data", "");
        assumeFalse(
                root.isEmpty(),
                "needs the data set pseudopeople: pass -Dkindred.data=FOLDER, the folder it is in");
        data = Path.of(root, "pseudopeople").toAbsolutePath();
        assumeTrue(
                Files.isRegularFile(data.resolve("truth.csv")),
                () -> "needs the data set pseudopeople, which is not in " + data);
    }

    @Test
    void findsEveryPersonAndMixesUpNone() throws Exception {
        TestJob job =
                new TestJob(folder, ONTOLOGY)
                        .with("timeline", "millis")
                        .with("output", "final")
                        .with("checkpoint_interval_ms", 2000);
        job.source(source("census", addressed(PERSON, "valid_to")));
        job.source(source("social_security", plain(without(PERSON, "middle_initial"), "ssn")));
        job.source(source("acs", addressed(PERSON)));
        job.source(source("cps", addressed(PERSON)));
        job.source(source("wic", addressed(PERSON, "valid_to")));

        JobRun run = JobRun.of(job, TestClusters.PARALLELISM);

        assertThat(run.read()).isEqualTo(RECORDS);
        assertThat(run.deadLetters()).isZero();
        assertThat(run.outputs().deadLetters()).isEmpty();
        assertThat(run.outputs().assignments()).hasSize(RECORDS);
        assertThat(run.outputs().entityIds())
                .hasSize(ENTITIES)
                .containsAll(run.outputs().assignments().values());
        assertThat(run.count(Count.ENTITIES)).isEqualTo(ENTITIES);
        assertThat(run.count(Count.CONFLICTS)).isEqualTo(run.outputs().conflictCount());
        Evaluation evaluation =
                new Evaluator(
                                job.output("assignments"),
                                data.resolve("truth.csv"),
                                TruthColumns.DEFAULT,
                                1)
                        .evaluate();
        assertThat(evaluation.both()).isEqualTo(RECORDS);
        assertThat(evaluation.onlyInTruth()).isZero();
        assertThat(evaluation.onlyInOutput()).isZero();
        assertThat(evaluation.pairwise().precision()).isEqualTo(EXACT);
        assertThat(evaluation.pairwise().recall()).isEqualTo(EXACT);
    }

    private Map<String, Object> source(String perspective, Map<String, Object> attributes) {
        return Map.of(
                "name",
                perspective,
                "path",
                data.resolve(perspective + ".csv").toString(),
                "format",
                "csv",
                "perspective",
                perspective,
                "entity_type",
                "person",
                "uid",
                "uid",
                "attributes",
                attributes);
    }

    private static Map<String, Object> plain(List<String> columns, String... more) {
        Map<String, Object> attributes = new LinkedHashMap<>();
        columns.forEach(column -> attributes.put(column, column));
        List.of(more).forEach(column -> attributes.put(column, column));
        return attributes;
    }

    /** With the address, which holds from a day on and perhaps to a day. */
    private static Map<String, Object> addressed(List<String> columns, String... bounds) {
        Map<String, Object> attributes = plain(columns);
        for (String column : ADDRESS) {
            Map<String, Object> mapped = new LinkedHashMap<>();
            mapped.put("column", column);
            mapped.put("valid_from", "valid_from");
            List.of(bounds).forEach(bound -> mapped.put(bound, bound));
            attributes.put(column, mapped);
        }
        return attributes;
    }

    private static List<String> without(List<String> columns, String one) {
        return columns.stream().filter(column -> !column.equals(one)).toList();
    }
}
