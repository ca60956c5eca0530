package io.kindred.flink.config;

import io.kindred.codec.InvalidConfigException;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

class WrongSnapshotsTest {

    private static final String JOB =
            """
            ontology: {entity_types: {person: {}}}
            sinks: {entities: {type: files, path: out}}
            """;

    @TempDir private Path folder;

    @ParameterizedTest
    @MethodSource("wrongSnapshots")
    void namesWhatIsWrong(String sources, String problem) throws IOException {
        Path file = folder.resolve("job.yaml");
        Files.writeString(file, JOB + "sources: " + sources);
        assertThatThrownBy(() -> JobConfigReader.read(file))
                .isInstanceOf(InvalidConfigException.class)
                .hasMessage(file + ": " + problem);
    }

    static Stream<Arguments> wrongSnapshots() {
        String rows =
                "type: files, path: a, format: csv, entity_type: person, uid: id, attributes: all,"
                        + " perspective: ";
        String several =
                "sources[0].full_snapshot: the source may have records of several perspectives;"
                        + " expected rows with a mapping and a constant perspective, such as"
                        + " perspective: crm";
        String files =
                "sources[0].full_snapshot: only a source of type files can be a full snapshot:"
                        + " expected files with an end, which hold all records of one perspective";
        return Stream.of(
                arguments(
                        "[{" + rows + "crm, full_snapshot: yes please}]",
                        "sources[0].full_snapshot: expected true or false, found the text 'yes please'"),
                arguments(
                        "[{" + rows + "crm, full_snapshot: true, watch: 10s}]",
                        "sources[0].watch: a source with full_snapshot has an end, and so cannot"
                                + " look for new files; leave watch out, and run the job again for"
                                + " the next snapshot"),
                arguments("[{" + rows + "{column: from}, full_snapshot: true}]", several),
                arguments("[{type: files, path: a, format: record, full_snapshot: true}]", several),
                arguments("[{type: kafka, topic: a, full_snapshot: true}]", files),
                arguments("[{type: hybrid, full_snapshot: true}]", files),
                arguments(
                        "[{" + rows + "crm, max_deleted: 5}]",
                        "sources[0].max_deleted: is only for a source with full_snapshot: true"),
                arguments(
                        "[{" + rows + "crm, full_snapshot: true, max_deleted: {share: 2}}]",
                        "sources[0].max_deleted.share: expected a number from 0 to 1, found the number 2"),
                arguments(
                        "[{" + rows + "crm, full_snapshot: true}, {" + rows + "crm}]",
                        "sources[1]: has the perspective crm, of which the source 'files-0' is a"
                                + " full snapshot (full_snapshot): what it lacks is deleted, also"
                                + " records of this source; give each source a perspective of its"
                                + " own"));
    }
}
