package io.kindred.storage.shard;

import io.kindred.storage.ByteReader;
import io.kindred.storage.ByteWriter;
import io.kindred.storage.CorruptStateException;
import io.kindred.temporal.Interval;
import io.kindred.temporal.IntervalSet;
import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;

/**
 * The runs of a posting list: its maximal chains of overlapping intervals, each with one of its
 * records. Runs that only touch stay separate.
 *
 * <p>A run has no gap, so an interval overlaps some entry of a run exactly if it overlaps the run's
 * span. So entries can be added in any order, knowing only the spans. Only removing an entry may
 * need all others.
 *
 * <p>Format: the number of runs; of each the span as an interval and the record id.
 */
final class PostingRuns {

    static final PostingRuns NONE = new PostingRuns(List.of());

    /** The least number of entries that are collected before they are merged. */
    private static final int MERGE_THRESHOLD = 4096;

    private final List<Run> runs;

    private PostingRuns(List<Run> runs) {
        this.runs = runs;
    }

    /**
     * A run, or an entry as a run of its own.
     *
     * @param recordId a record with an entry in it
     */
    private record Run(Interval span, long recordId) {}

    /** The runs of the postings but the one of {@code except}. */
    static PostingRuns of(List<Posting> postings, long except) {
        List<Run> entries = new ArrayList<>(postings.size());
        for (Posting posting : postings) {
            if (posting.recordId() != except) {
                addEntries(posting, entries);
            }
        }
        return new PostingRuns(merged(entries));
    }

    /**
     * The runs of the postings except that of {@code except}, from one pass. Keeps up to {@value
     * #MERGE_THRESHOLD} entries in memory, or twice the number of runs.
     */
    static PostingRuns of(Iterator<Posting> postings, long except) {
        List<Run> entries = new ArrayList<>();
        int threshold = MERGE_THRESHOLD;
        while (postings.hasNext()) {
            Posting posting = postings.next();
            if (posting.recordId() != except) {
                addEntries(posting, entries);
            }
            if (entries.size() >= threshold) {
                entries = merged(entries);
                threshold = Math.max(MERGE_THRESHOLD, 2 * entries.size());
            }
        }
        return new PostingRuns(merged(entries));
    }

    int size() {
        return runs.size();
    }

    /** The runs with one more posting. */
    PostingRuns with(Posting posting) {
        if (containsAll(posting.times())) {
            return this;
        }
        List<Run> entries = new ArrayList<>(runs.size() + 1);
        entries.addAll(runs);
        addEntries(posting, entries);
        return new PostingRuns(merged(entries));
    }

    /** The runs that overlap the times. */
    PostingRuns overlapping(IntervalSet times) {
        List<Run> overlapping = new ArrayList<>(1);
        for (Run run : runs) {
            if (times.overlaps(run.span)) {
                overlapping.add(run);
            }
        }
        return overlapping.isEmpty() ? NONE : new PostingRuns(overlapping);
    }

    /**
     * The runs without a posting, if they can be determined without reading all others. Runs that
     * do not overlap its times stay. Other runs stay if some remaining postings already form them.
     *
     * @param lasting the runs of some postings that remain
     * @return null if all postings must be read
     */
    @Nullable PostingRuns without(IntervalSet times, PostingRuns lasting) {
        List<Run> stay = new ArrayList<>(runs.size());
        for (Run run : runs) {
            Run same = times.overlaps(run.span) ? lasting.withSpan(run.span) : run;
            if (same == null) {
                return null;
            }
            stay.add(same);
        }
        return new PostingRuns(stay);
    }

    /** One record of each run, by the start of the run; several runs may have the same record. */
    List<Long> records() {
        if (runs.isEmpty()) {
            return List.of();
        }
        List<Long> records = new ArrayList<>(runs.size());
        for (Run run : runs) {
            records.add(run.recordId);
        }
        return records;
    }

    /** Whether both have the same spans, whichever records they name. */
    boolean hasSpansOf(PostingRuns others) {
        return runs.stream()
                .map(Run::span)
                .toList()
                .equals(others.runs.stream().map(Run::span).toList());
    }

    void write(ByteWriter writer) {
        writer.unsigned(runs.size());
        for (Run run : runs) {
            writer.interval(run.span).unsigned(run.recordId);
        }
    }

    /**
     * Reads {@code count} runs.
     *
     * @throws CorruptStateException if they are not in order or overlap
     */
    static PostingRuns read(String what, ByteReader reader, int count) {
        List<Run> runs = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            Run run = new Run(reader.interval(), reader.unsigned());
            if (i > 0 && run.span.start() < runs.get(i - 1).span.end()) {
                throw new CorruptStateException(
                        what, "a run " + run.span + " after one " + runs.get(i - 1).span);
            }
            runs.add(run);
        }
        return new PostingRuns(runs);
    }

    private boolean containsAll(IntervalSet times) {
        for (Interval interval : times.intervals()) {
            boolean contained = false;
            for (int i = 0; i < runs.size() && !contained; i++) {
                contained = runs.get(i).span.contains(interval);
            }
            if (!contained) {
                return false;
            }
        }
        return true;
    }

    private @Nullable Run withSpan(Interval span) {
        for (Run run : runs) {
            if (run.span.equals(span)) {
                return run;
            }
        }
        return null;
    }

    private static void addEntries(Posting posting, List<Run> entries) {
        for (Interval interval : posting.times().intervals()) {
            entries.add(new Run(interval, posting.recordId()));
        }
    }

    /** Sorts the entries and merges those that overlap. */
    private static List<Run> merged(List<Run> entries) {
        if (entries.size() < 2) {
            return entries;
        }
        entries.sort(Comparator.comparing(Run::span));
        List<Run> merged = new ArrayList<>();
        Run last = entries.get(0);
        for (int i = 1; i < entries.size(); i++) {
            Run next = entries.get(i);
            if (next.span.start() < last.span.end()) {
                last = new Run(last.span.span(next.span), last.recordId);
            } else {
                merged.add(last);
                last = next;
            }
        }
        merged.add(last);
        return merged;
    }
}
