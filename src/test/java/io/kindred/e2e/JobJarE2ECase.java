package io.kindred.e2e;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.jar.JarFile;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;

/** The jar that is submitted: it must bring nothing that a cluster has already. */
class JobJarE2ECase {

    private static final Path TARGET = Path.of("target");

    /** Connectors that Flink does not ship. */
    private static final List<String> CONNECTORS =
            List.of(
                    "org/apache/flink/connector/kafka/",
                    "org/apache/flink/streaming/connectors/kafka/",
                    "org/apache/flink/streaming/util/serialization/JSONKeyValue");

    private static final List<String> STRANGE =
            List.of(
                    "org/apache/flink/",
                    "org/apache/hadoop/",
                    "org/slf4j/",
                    "org/apache/logging/",
                    "kafka/server/");

    private static final List<String> LIBRARIES =
            List.of(
                    "com/fasterxml/jackson/",
                    "com/github/luben/zstd/",
                    "com/google/i18n/phonenumbers/",
                    "com/google/re2j/",
                    "com/ibm/icu/",
                    "com/squareup/wire/",
                    "io/kindred/",
                    "kotlin/",
                    "okio/",
                    "org/apache/avro/",
                    "org/apache/commons/codec/",
                    "org/apache/flink/",
                    "org/apache/kafka/",
                    "org/apache/parquet/",
                    "org/jspecify/annotations/",
                    "org/postgresql/",
                    "org/yaml/snakeyaml/",
                    "picocli/",
                    "shaded/parquet/");

    /** What the classes of Parquet are linked with, and no more of Hadoop. */
    private static final Set<String> HADOOP =
            Set.of(
                    "org/apache/hadoop/fs/PathFilter.class",
                    "org/apache/hadoop/mapreduce/JobContext.class",
                    "org/apache/hadoop/mapreduce/RecordReader.class",
                    "org/apache/hadoop/mapreduce/lib/input/FileInputFormat.class");

    @Test
    void carriesNoClassThatFlinkProvides() throws IOException {
        Set<String> provided = new TreeSet<>();
        for (Path jar : jarsOf("flink")) {
            provided.addAll(classes(jar));
        }
        assertThat(provided).contains("org/apache/flink/api/common/JobID.class");
        Set<String> twice = classes(TARGET.resolve("kindred.jar"));
        twice.retainAll(provided);
        assertThat(twice).isEmpty();
    }

    @Test
    void carriesNothingOfFlinkButConnectorsAndOfHadoopButWhatParquetIsLinkedWith()
            throws IOException {
        Set<String> classes = classes(TARGET.resolve("kindred.jar"));
        assertThat(classes).contains("io/kindred/cli/Kindred.class");
        assertThat(classes).anyMatch(name -> name.startsWith(CONNECTORS.get(0)));
        assertThat(classes.stream().filter(JobJarE2ECase::isStrange)).isEmpty();
    }

    /** A library that another one brings along is noticed here. */
    @Test
    void carriesNoLibraryButThoseThatTheJobNeeds() throws IOException {
        assertThat(
                        classes(TARGET.resolve("kindred.jar")).stream()
                                .filter(name -> !name.startsWith("META-INF/"))
                                .filter(name -> !HADOOP.contains(name))
                                .filter(name -> LIBRARIES.stream().noneMatch(name::startsWith)))
                .isEmpty();
    }

    @Test
    void sharesNoClassWithTheJarOfTheTools() throws IOException {
        Set<String> tools = classes(TARGET.resolve("kindred-tools.jar"));
        assertThat(tools)
                .contains("io/kindred/tools/KindredTools.class")
                .anyMatch(name -> name.startsWith("net/datafaker/"));
        Set<String> twice = classes(TARGET.resolve("kindred.jar"));
        assertThat(twice).noneMatch(name -> name.startsWith("io/kindred/tools/"));
        twice.retainAll(tools);
        assertThat(twice).isEmpty();
    }

    private static boolean isStrange(String name) {
        return STRANGE.stream().anyMatch(name::startsWith)
                && !HADOOP.contains(name)
                && CONNECTORS.stream().noneMatch(name::startsWith);
    }

    @Test
    void namesItsMainClass() throws IOException {
        try (JarFile jar = new JarFile(TARGET.resolve("kindred.jar").toFile())) {
            assertThat(jar.getManifest().getMainAttributes().getValue("Main-Class"))
                    .isEqualTo("io.kindred.cli.Kindred");
        }
    }

    private static List<Path> jarsOf(String folder) throws IOException {
        try (Stream<Path> files = Files.list(TARGET.resolve(folder))) {
            return new ArrayList<>(
                    files.filter(file -> file.toString().endsWith(".jar")).sorted().toList());
        }
    }

    private static Set<String> classes(Path path) throws IOException {
        try (JarFile jar = new JarFile(path.toFile())) {
            Set<String> names = new TreeSet<>();
            jar.stream()
                    .map(entry -> entry.getName())
                    .filter(name -> name.endsWith(".class") && !name.endsWith("-info.class"))
                    .filter(name -> !name.startsWith("META-INF/"))
                    .forEach(names::add);
            return names;
        }
    }
}
