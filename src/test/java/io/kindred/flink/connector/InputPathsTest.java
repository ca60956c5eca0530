package io.kindred.flink.connector;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

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

        assertThat(InputPaths.expand(folder + "/" + path).stream().map(Object::toString))
                .containsExactlyElementsOf(expected);
        assertThat(InputPaths.expand("file://" + folder + "/" + path)).hasSameSizeAs(expected);
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
