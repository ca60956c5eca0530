package io.kindred.flink.connector;

import java.util.List;

/**
 * The state of a {@link FileEnumerator}.
 *
 * @param known all files that were taken up, and perhaps read, as far as they are still there;
 *     empty for a state of a release that did not note them
 * @param splits those that have no reader, in order
 * @param isEnding whether readers have been told that there are no more splits, so that some may
 *     have finished. Always true for a state of Kindred 1, where readers finished one by one
 */
record PendingFiles(List<InputFile> known, List<FileSplit> splits, boolean isEnding) {

    PendingFiles {
        known = List.copyOf(known);
        splits = List.copyOf(splits);
    }
}
