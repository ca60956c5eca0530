package io.kindred.flink.connector;

import org.apache.flink.api.connector.source.SupportsSplitReassignmentOnRecovery;

import java.time.Duration;
import java.util.List;

/**
 * A source that looks for new files. Its readers hand their splits to the enumerator when they are
 * restored, because only that knows what is to become of a file that is gone or changed.
 */
final class WatchedFileSource extends LineFileSource
        implements SupportsSplitReassignmentOnRecovery {

    private static final long serialVersionUID = 1L;

    WatchedFileSource(
            LineFileFormat format,
            List<String> paths,
            List<InputFile> files,
            FileOrder order,
            Duration watch) {
        super(format, paths, files, order, watch, false);
    }
}
