package io.kindred.flink.connector;

import io.kindred.codec.TextEncoding;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class InputPathsTest {

    @TempDir private Path folder;

    @BeforeEach
    void files() throws IOException {
        for (String file :
                List.of(
                        "a.csv",
                        "b.csv",
                        "c.json",
                        "x[1].csv",
                        "über uns.csv",
                        ".hidden.csv",
                        "_hidden.csv",
                        "sub/a.csv",
                        "sub/deep/a.csv",
                        "sub/deep/d.csv",
                        "_temp/e.csv",
                        "other/f.csv")) {
            Files.createDirectories(folder.resolve(file).getParent());
            Files.writeString(folder.resolve(file), "");
        }
        Files.createDirectories(folder.resolve("empty/.git"));
        Files.writeString(folder.resolve("empty/.git/config"), "");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "a.csv | a.csv",
                "./sub/../a.csv | a.csv",
                ".hidden.csv | .hidden.csv",
                "x[1].csv | x[1].csv",
                "sub | sub/a.csv sub/deep/a.csv sub/deep/d.csv",
                "sub/ | sub/a.csv sub/deep/a.csv sub/deep/d.csv",
                "_temp | _temp/e.csv",
                "?.csv | a.csv b.csv",
                "[ab].csv | a.csv b.csv",
                "[!a].* | b.csv c.json",
                "[a-b].c[s]v | a.csv b.csv",
                "{a,c}.* | a.csv c.json",
                "{a.csv,sub/deep/{a,d}.csv} | a.csv sub/deep/a.csv sub/deep/d.csv",
                "{a,zzz}.csv | a.csv",
                "ü*.csv | über uns.csv",
                ".h*.csv | .hidden.csv",
                "_*/*.csv | _temp/e.csv",
                "*/a.csv | sub/a.csv",
                "**/a.csv | a.csv sub/a.csv sub/deep/a.csv",
                "sub/** | sub/a.csv sub/deep/a.csv sub/deep/d.csv",
                "**/deep/*.csv | sub/deep/a.csv sub/deep/d.csv",
                "**/**/d.csv | sub/deep/d.csv",
                "s*/d* | sub/deep/a.csv sub/deep/d.csv",
                "o*er/f.csv | other/f.csv",
                "*.json | c.json"
            })
    void findsFilesSorted(String path, String files) throws Exception {
        List<String> expected =
                List.of(files.split(" (?!uns)")).stream()
                        .map(file -> "file:" + folder.resolve(file))
                        .toList();

        assertThat(InputPaths.expand(folder + "/" + path))
                .extracting(file -> file.path().toString())
                .containsExactlyElementsOf(expected);
        assertThat(InputPaths.expand("file://" + folder + "/" + path)).hasSameSizeAs(expected);
    }

    /** A restored job reads what the paths in its job file lead to, and nothing else. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "a.csv",
                "./sub/../a.csv",
                "x[1].csv",
                "sub",
                "_temp",
                "[!a].*",
                "{a.csv,sub/deep/{a,d}.csv}",
                ".h*.csv",
                "_*/*.csv",
                "*",
                "**",
                "**/a.csv",
                "sub/**",
                "**/**/d.csv",
                "s*/d*",
                "gone.csv"
            })
    void coversWhatItFinds(String path) throws Exception {
        List<String> found = new ArrayList<>();
        if (!path.equals("gone.csv")) {
            InputPaths.expand(folder + "/" + path)
                    .forEach(each -> found.add(each.path().getPath()));
        }
        try (Stream<Path> all = Files.walk(folder)) {
            assertThat(all.filter(Files::isRegularFile).map(Path::toString))
                    .filteredOn(file -> Glob.covers(folder + "/" + path, file))
                    .containsExactlyInAnyOrderElementsOf(found);
        }
        assertThat(Glob.covers("file://" + folder + "/gone.csv", folder + "/gone.csv")).isTrue();
        assertThat(Glob.covers("s3://bucket/a/*.csv", "/a/b.csv")).isTrue();
        assertThat(Glob.covers("/a/[b-a].csv", "/a/[b-a].csv")).isTrue();
    }

    /** All that a file system allows in a name. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "a:b.csv",
                "c:.csv",
                "s3:.csv",
                "a\\b.csv",
                "a b.csv",
                "a%20b.csv",
                "100%.csv",
                "a#b?c=d&e.csv",
                "a[b.csv",
                "a[1-0].csv",
                "a{b.csv",
                "*.csv",
                "a\nb.csv",
                "'\"$~`!.csv",
                "äß漢😀.csv"
            })
    void readsFilesOfAnyName(String name) throws Exception {
        Path odd = Files.createDirectories(folder.resolve("odd" + name));
        Files.writeString(odd.resolve(name), "one\ntwo\n");

        for (String path :
                List.of(odd + "/" + name, odd.toString(), odd + "/*", folder + "/od*/*.csv")) {
            List<InputFile> files = InputPaths.expand(path);

            assertThat(files).hasSize(1);
            assertThat(Glob.covers(path, files.get(0).path().getPath())).isTrue();
            LineFileSource source =
                    new LineFileSource(
                            LineFileFormat.lines(1000, TextEncoding.UTF_8),
                            List.of(path),
                            files,
                            FileOrder.STRICT,
                            Duration.ZERO,
                            false);
            FileSourceRun.Saved saved;
            try (FileSourceRun run = FileSourceRun.start(source, 1, new Random(1))) {
                run.read(1);
                assertThat(run.sources).containsExactly(odd + "/" + name);
                saved = run.save();
            }
            try (FileSourceRun run = FileSourceRun.restore(source, 1, saved, new Random(1))) {
                assertThat(run.readAll()).containsExactly("two");
            }
        }
    }

    @Test
    void aFolderWhoseNameLooksLikeAGlobIsFoundBeforeAGlob() throws Exception {
        Files.createDirectories(folder.resolve("data[1]"));
        Files.writeString(folder.resolve("data[1]/a.csv"), "");

        assertThat(InputPaths.expand(folder + "/data[1]/*.csv"))
                .extracting(file -> file.path().getPath())
                .containsExactly(folder + "/data[1]/a.csv");
        assertThat(Glob.covers(folder + "/data[1]/*.csv", folder + "/data[1]/a.csv")).isTrue();
    }

    /** Folders from other systems have such names; Java shows them with a replacement. */
    @Test
    void readsFilesWhoseNamesAreNotUtf8() throws Exception {
        Path latin = Path.of(URI.create(folder.toUri() + "sub/caf%E9.csv"));
        Files.writeString(latin, "one\n");
        List<InputFile> files = InputPaths.expand(folder + "/sub/c*");
        LineFileSource source =
                new LineFileSource(
                        LineFileFormat.lines(1000, TextEncoding.UTF_8),
                        List.of(folder + "/sub/c*"),
                        files,
                        FileOrder.STRICT,
                        Duration.ZERO,
                        false);
        try (FileSourceRun run = FileSourceRun.start(source, 1, new Random(1))) {
            assertThat(run.readAll()).containsExactly("one");
        }
    }

    @Test
    void sortsByCodePoint() throws Exception {
        for (String name : List.of("s/😀", "s/\uffee", "s/a/b", "s/a-", "s/B", "s/10", "s/9")) {
            Files.createDirectories(folder.resolve(name).getParent());
            Files.writeString(folder.resolve(name), "");
        }
        assertThat(InputPaths.expand(folder + "/s"))
                .extracting(file -> file.path().getPath())
                .containsExactly(
                        Stream.of("10", "9", "B", "a-", "a/b", "\uffee", "😀")
                                .map(name -> folder + "/s/" + name)
                                .toArray(String[]::new));
    }

    @Test
    void findsAllThatIsNotHidden() throws Exception {
        assertThat(InputPaths.expand(folder.toString())).hasSize(9);
    }

    @ParameterizedTest
    @ValueSource(strings = {"*.txt", "{x,y}.csv", "**/nothing", "a.csv/*", "empty/*"})
    void failsWhenNothingMatches(String path) {
        assertThatThrownBy(() -> InputPaths.expand(folder + "/" + path))
                .isInstanceOf(FileNotFoundException.class)
                .hasMessage("no file matches %s/%s", folder, path);
    }

    @ParameterizedTest
    @ValueSource(strings = {"gone.csv", "gone/a.csv", "empty"})
    void failsWhenThereIsNothing(String path) {
        assertThatThrownBy(() -> InputPaths.expand(folder + "/" + path))
                .isInstanceOf(FileNotFoundException.class)
                .hasMessage("there is no file %s/%s, and no folder with files", folder, path);
    }

    @Test
    void failsOnAFileSystemThatIsNotThere() {
        assertThatThrownBy(() -> InputPaths.expand("nowhere://host/a.csv"))
                .isInstanceOf(IOException.class)
                .hasMessageStartingWith("cannot list nowhere://host/a.csv: ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "/x/[z-a]*"})
    void failsOnWhatIsNoPath(String path) {
        assertThatThrownBy(() -> InputPaths.expand(path)).isInstanceOf(IOException.class);
    }
}
