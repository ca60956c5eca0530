package io.kindred.flink.topology;

import io.kindred.model.RecordIdentity;
import io.kindred.testkit.JobRun;
import io.kindred.testkit.SharedCluster;
import io.kindred.testkit.TestJob;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

/** Which files a path stands for: a file's record is named after it. */
@ExtendWith(SharedCluster.class)
class SourcesITCase {

    @TempDir private Path folder;

    private TestJob job;

    static Stream<Arguments> paths() {
        return Stream.of(
                arguments("in/a.jsonl", List.of("in/a.jsonl")),
                arguments("in/b.jsonl.gz", List.of("in/b.jsonl.gz")),
                arguments("./in/../in/a.jsonl", List.of("in/a.jsonl")),
                arguments(
                        "in",
                        List.of("in/a.jsonl", "in/b.jsonl.gz", "in/deep/er/c.jsonl", "in/d.txt")),
                arguments("in/*.jsonl", List.of("in/a.jsonl")),
                arguments("in/*.jsonl*", List.of("in/a.jsonl", "in/b.jsonl.gz")),
                arguments("in/**/*.jsonl", List.of("in/a.jsonl", "in/deep/er/c.jsonl")),
                arguments("in/{a,b}.jsonl{,.gz}", List.of("in/a.jsonl", "in/b.jsonl.gz")),
                arguments("in/deep/??/[a-c].jsonl", List.of("in/deep/er/c.jsonl")),
                arguments("in/_hidden.jsonl", List.of("in/_hidden.jsonl")),
                arguments(
                        List.of("in/d.txt", "in/deep", "in/*.gz", "in/d.*"),
                        List.of("in/d.txt", "in/deep/er/c.jsonl", "in/b.jsonl.gz")));
    }

    @BeforeEach
    void writeInputs() {
        job =
                new TestJob(
                        folder,
                        "entity_types: {file: {identity_keys: [{name: name, attributes:"
                                + " [name]}]}}");
        for (String name :
                List.of(
                        "in/a.jsonl",
                        "in/b.jsonl.gz",
                        "in/deep/er/c.jsonl",
                        "in/d.txt",
                        "in/_hidden.jsonl",
                        "in/.hidden.jsonl")) {
            job.lines(
                    name,
                    List.of(
                            "{\"entity_type\":\"file\",\"perspective\":\"test\",\"uid\":\""
                                    + name
                                    + "\"}"));
        }
    }

    /** Without versions the last record holds, and so does the last file, whatever its name. */
    @Test
    void theLastFileHolds() throws Exception {
        List<String> files =
                List.of("in/odd/z:1.jsonl", "in/odd/%41 #?.jsonl", "in/odd/b\\c.jsonl");
        for (String file : files) {
            job.lines(
                    file,
                    IntStream.range(0, 300)
                            .mapToObj(
                                    i ->
                                            String.format(
                                                    "{\"entity_type\":\"file\",\"perspective\":"
                                                            + "\"test\",\"uid\":\"%d\",\"descriptors\""
                                                            + ":[{\"attr\":\"file\",\"value\":\"%d\"}]}",
                                                    i, files.indexOf(file)))
                            .toList());
        }

        JobRun run = JobRun.of(job.records(files), SharedCluster.PARALLELISM);

        assertThat(run.outputs().result().entities())
                .hasSize(300)
                .allMatch(entity -> entity.golden().get(0).value().equals("2"));
    }

    @ParameterizedTest
    @MethodSource("paths")
    void readsEachFileOnce(Object path, List<String> files) throws Exception {
        JobRun run = JobRun.of(job.records(path), SharedCluster.PARALLELISM);

        assertThat(run.outputs().assignments().keySet())
                .extracting(RecordIdentity::uid)
                .containsExactlyInAnyOrderElementsOf(files);
        assertThat(run.read()).isEqualTo(files.size());
        assertThat(run.deadLetters()).isZero();
    }
}
