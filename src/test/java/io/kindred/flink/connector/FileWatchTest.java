package io.kindred.flink.connector;

import org.apache.flink.core.fs.Path;
import org.junit.jupiter.api.Test;

import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;

class FileWatchTest {

    private final FileWatch watch = new FileWatch(List.of(file("/a", 1, 10)));

    @Test
    void takesAFileThatTwoLooksFoundAsItIs() {
        assertThat(watch.look(files(file("/b", 1, 20)))).isEmpty();
        assertThat(watch.look(files(file("/b", 2, 30)))).isEmpty();
        assertThat(watch.look(files(file("/b", 2, 30)))).containsExactly(file("/b", 2, 30));
        assertThat(watch.look(files(file("/b", 2, 30)))).isEmpty();
        assertThat(watch.known()).containsExactly(file("/a", 1, 10), file("/b", 2, 30));
    }

    @Test
    void aFileOfTheSameNameThatHasChangedIsAnother() {
        InputFile changed = file("/a", 1, 11);
        assertThat(watch.look(List.of(changed))).isEmpty();
        assertThat(watch.look(List.of(changed))).containsExactly(changed);
        assertThat(watch.known()).containsExactly(changed);
    }

    @Test
    void newFilesComeInTheOrderOfTheLook() {
        List<InputFile> files = List.of(file("/d", 1, 1), file("/c", 1, 3), file("/a", 1, 10));
        watch.look(files);
        assertThat(watch.look(files)).containsExactly(files.get(0), files.get(1));
    }

    @Test
    void isTheSameUnderAnotherKey() {
        InputFile elsewhere = new InputFile(new Path("/a"), 1, 10, "(dev=2,ino=3)");
        watch.look(List.of(elsewhere));
        assertThat(watch.look(List.of(elsewhere))).isEmpty();
    }

    @Test
    void forgetsAFileThatTwoLooksMissed() {
        watch.look(List.of());
        watch.look(files());
        watch.look(List.of());
        assertThat(watch.known()).hasSize(1);
        watch.look(List.of());
        assertThat(watch.known()).isEmpty();
        watch.look(files());
        assertThat(watch.look(files())).hasSize(1);
    }

    private static List<InputFile> files(InputFile... more) {
        return more.length == 0 ? List.of(file("/a", 1, 10)) : List.of(file("/a", 1, 10), more[0]);
    }

    private static InputFile file(String path, long size, long modified) {
        return new InputFile(new Path(path), size, modified, "");
    }
}
