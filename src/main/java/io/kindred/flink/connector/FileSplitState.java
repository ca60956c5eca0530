package io.kindred.flink.connector;

import java.util.ArrayList;
import java.util.List;

/** What a reader has emitted of a split. */
final class FileSplitState {

    private final FileSplit split;

    /** The index of the file that is being read. */
    private int index;

    /** That file, as it was when it was opened; before that, as it was listed. */
    private InputFile file;

    private ReadPosition position;

    FileSplitState(FileSplit split) {
        this.split = split;
        this.file = split.files().get(0);
        this.position = split.position();
    }

    void emitted(FileLine line) {
        index = line.index();
        file = line.file();
        position = line.after();
    }

    /** What is left of the split. */
    FileSplit rest() {
        List<InputFile> files = new ArrayList<>(split.files().subList(index, split.files().size()));
        files.set(0, file);
        return new FileSplit(split.splitId(), files, position);
    }
}
