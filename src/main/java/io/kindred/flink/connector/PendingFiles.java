package io.kindred.flink.connector;

import java.util.List;

/**
 * The state of a {@link FileEnumerator}.
 *
 * @param splits those that have no reader, in order
 * @param isEnding whether readers have been told that there are no more splits, so that some may
 *     have finished. Always true for a state of Kindred 1, where readers finished one by one
 */
record PendingFiles(List<FileSplit> splits, boolean isEnding) {

    PendingFiles {
        splits = List.copyOf(splits);
    }
}
