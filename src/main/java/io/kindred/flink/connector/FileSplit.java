package io.kindred.flink.connector;

import org.apache.flink.api.connector.source.SourceSplit;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/**
 * Files that one reader reads, one after another. A single split with all files keeps their order
 * across failures and restarts: wherever it goes, it goes as a whole.
 *
 * @param splitId unique in a source
 * @param files at least one; the first is being read
 * @param position in the first file
 */
record FileSplit(String splitId, List<InputFile> files, ReadPosition position)
        implements SourceSplit {

    FileSplit {
        files = List.copyOf(files);
    }

    /** A split that nobody has begun to read. */
    static FileSplit unread(String splitId, List<InputFile> files) {
        return new FileSplit(splitId, files, ReadPosition.START);
    }

    /** The files that satisfy a condition; empty if there are none. */
    List<FileSplit> only(Predicate<InputFile> condition) {
        List<InputFile> kept = files.stream().filter(condition).toList();
        if (kept.isEmpty()) {
            return List.of();
        }
        boolean isFirstKept = condition.test(files.get(0));
        return List.of(new FileSplit(splitId, kept, isFirstKept ? position : ReadPosition.START));
    }

    /** A split for each file. */
    List<FileSplit> singly() {
        List<FileSplit> splits = new ArrayList<>();
        for (int i = 0; i < files.size(); i++) {
            splits.add(
                    new FileSplit(
                            i == 0 ? splitId : splitId + "-" + i,
                            List.of(files.get(i)),
                            i == 0 ? position : ReadPosition.START));
        }
        return splits;
    }
}
