package io.kindred.flink.connector;

import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.connector.source.Boundedness;
import org.apache.flink.api.connector.source.Source;
import org.apache.flink.api.connector.source.SourceReader;
import org.apache.flink.api.connector.source.SourceReaderContext;
import org.apache.flink.api.connector.source.SplitEnumerator;
import org.apache.flink.api.connector.source.SplitEnumeratorContext;
import org.apache.flink.api.java.typeutils.ResultTypeQueryable;
import org.apache.flink.core.io.SimpleVersionedSerializer;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A source of lines of files, bounded unless it is to look for new ones. Flink's own source of
 * files keeps neither their order nor what a file was when it was read in part; its state is read.
 */
class LineFileSource
        implements Source<RawInput, FileSplit, PendingFiles>, ResultTypeQueryable<RawInput> {

    private static final long serialVersionUID = 1L;

    private final LineFileFormat format;
    private final ReadPaths paths;
    private final List<InputFile> files;
    private final FileOrder order;
    private final Duration watch;
    private final boolean emitsEnd;

    LineFileSource(
            LineFileFormat format,
            List<String> paths,
            List<InputFile> files,
            FileOrder order,
            Duration watch,
            boolean emitsEnd) {
        this.format = format;
        this.paths = new ReadPaths(List.copyOf(paths));
        this.files = List.copyOf(files);
        this.order = order;
        this.watch = watch;
        this.emitsEnd = emitsEnd;
    }

    @Override
    public Boundedness getBoundedness() {
        return watch.isZero() ? Boundedness.BOUNDED : Boundedness.CONTINUOUS_UNBOUNDED;
    }

    @Override
    public SourceReader<RawInput, FileSplit> createReader(SourceReaderContext context) {
        return new FileReader(format, paths, emitsEnd, context);
    }

    @Override
    public SplitEnumerator<FileSplit, PendingFiles> createEnumerator(
            SplitEnumeratorContext<FileSplit> context) {
        List<FileSplit> splits =
                watch.isZero()
                        ? ordered(List.of(FileSplit.unread("files", files)))
                        : WatchingEnumerator.splits(files);
        return enumerator(context, new PendingFiles(files, splits, false));
    }

    @Override
    public SplitEnumerator<FileSplit, PendingFiles> restoreEnumerator(
            SplitEnumeratorContext<FileSplit> context, PendingFiles pending) {
        List<FileSplit> kept = new ArrayList<>();
        pending.splits().forEach(split -> kept.addAll(paths.only(split)));
        if (!watch.isZero()) {
            List<FileSplit> singly = kept.stream().flatMap(each -> each.singly().stream()).toList();
            return enumerator(context, new PendingFiles(pending.known(), singly, false));
        }
        return enumerator(
                context, new PendingFiles(pending.known(), ordered(kept), pending.isEnding()));
    }

    private SplitEnumerator<FileSplit, PendingFiles> enumerator(
            SplitEnumeratorContext<FileSplit> context, PendingFiles pending) {
        return watch.isZero()
                ? new FileEnumerator(context, pending)
                : new WatchingEnumerator(context, paths, order, watch, pending);
    }

    /** The splits for the order of this source; a state may be of another. */
    private List<FileSplit> ordered(List<FileSplit> splits) {
        List<FileSplit> singly = splits.stream().flatMap(split -> split.singly().stream()).toList();
        if (order == FileOrder.ANY || singly.size() < 2) {
            return singly;
        }
        if (splits.size() == 1) {
            return splits;
        }
        // A begun file cannot be among others, so it stays a split of its own.
        List<FileSplit> result =
                new ArrayList<>(singly.stream().filter(each -> each.position().isBegun()).toList());
        List<InputFile> unread =
                singly.stream()
                        .filter(each -> !each.position().isBegun())
                        .map(each -> each.files().get(0))
                        .sorted(asListed())
                        .toList();
        if (!unread.isEmpty()) {
            result.add(FileSplit.unread(singly.get(0).splitId() + "-rest", unread));
        }
        return result;
    }

    private Comparator<InputFile> asListed() {
        Map<String, Integer> places = new HashMap<>();
        for (InputFile file : files) {
            places.putIfAbsent(file.path().getPath(), places.size());
        }
        return Comparator.comparing(
                file -> places.getOrDefault(file.path().getPath(), Integer.MAX_VALUE));
    }

    @Override
    public SimpleVersionedSerializer<FileSplit> getSplitSerializer() {
        return FileSplitSerializer.INSTANCE;
    }

    @Override
    public SimpleVersionedSerializer<PendingFiles> getEnumeratorCheckpointSerializer() {
        return new PendingSplitsSerializer();
    }

    @Override
    public TypeInformation<RawInput> getProducedType() {
        return format.getProducedType();
    }
}
