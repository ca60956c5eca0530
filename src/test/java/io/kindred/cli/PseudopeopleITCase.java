package io.kindred.cli;

import io.kindred.flink.config.JobConfigReader;
import io.kindred.storage.shard.ShardMeta.Count;
import io.kindred.testkit.ImportedGraph;
import io.kindred.testkit.JobRun;
import io.kindred.testkit.SavedJob;
import io.kindred.testkit.SharedCluster;
import io.kindred.tools.evaluate.Evaluation;
import io.kindred.tools.evaluate.Evaluator;
import io.kindred.tools.evaluate.TruthColumns;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/** A simulated population as five registers see it, which must come out without a mistake. */
@ExtendWith(SharedCluster.class)
class PseudopeopleITCase {

    private static final int RECORDS = 63_194;
    private static final int ENTITIES = 21_503;
    private static final double EXACT = 1.0;

    private static final Path SHIPPED = Path.of("conf", "pseudopeople");

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
        JobRun run = drain().run();

        assertThat(run.read()).isEqualTo(RECORDS);
        assertThat(run.deadLetters()).isZero();
        assertThat(run.outputs().deadLetters()).isEmpty();
        assertThat(run.outputs().assignments()).hasSize(RECORDS);
        assertThat(run.outputs().entityIds()).hasSize(ENTITIES);
        assertThat(Set.copyOf(run.outputs().assignments().values()))
                .isEqualTo(Set.copyOf(run.outputs().entityIds()));
        assertThat(run.count(Count.ENTITIES)).isEqualTo(ENTITIES);
        assertThat(run.count(Count.CONFLICTS)).isEqualTo(run.outputs().conflictCount());
        Evaluation evaluation =
                new Evaluator(
                                folder.resolve("out/assignments"),
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

    private SavedJob.Drained drain() throws Exception {
        Path jobFile = Files.copy(SHIPPED.resolve("job.yaml"), folder.resolve("job.yaml"));
        Files.copy(SHIPPED.resolve("ontology.yaml"), folder.resolve("ontology.yaml"));
        Path link = Files.createSymbolicLink(folder.resolve("data"), data);
        SavedJob.Drained drained =
                SavedJob.drain(JobConfigReader.read(jobFile), RECORDS, folder.resolve("saved"));
        Files.delete(link);
        return drained;
    }

    /** Of few records {@link StateCommandsITCase} looks closer. */
    @Tag("nightly")
    @Test
    void itsGraphHasEveryPerson() throws Exception {
        SavedJob.Drained drained = drain();
        Path file = folder.resolve("people.graphml");
        int exitCode =
                Kindred.commandLine()
                        .execute(
                                "export",
                                "--state",
                                drained.path(),
                                "--format",
                                "graphml",
                                "--out",
                                file.toString());
        assertThat(exitCode).isZero();
        ImportedGraph graph = ImportedGraph.large(file);
        int conflicts = drained.run().outputs().conflictCount();
        assertThat(graph.nodes())
                .containsOnly(
                        Map.entry("record", RECORDS),
                        Map.entry("entity", ENTITIES),
                        Map.entry("conflict", conflicts));
        // An edge from each record, and at least one from each conflict.
        assertThat(graph.edges()).isGreaterThanOrEqualTo(RECORDS + conflicts);
    }
}
