package io.kindred.resolve.match;

import io.kindred.compare.ComparedValue;
import io.kindred.model.Digest;
import io.kindred.ontology.Normalization;
import io.kindred.resolve.record.NormalizedRecord;
import io.kindred.resolve.record.NormalizedRecord.Value;
import io.kindred.storage.ByteWriter;
import io.kindred.temporal.Interval;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A record as comparisons look at it. The values of an aspect are computed when it is first needed.
 */
final class ComparedRecord {

    /** How many values explanations show. */
    private static final int SHOWN = 10;

    private static final long[] NO_BOUNDS = {};

    private final NormalizedRecord record;
    private final Aspects aspects;
    private final Timed[][] values;
    private final long[] bounds;
    private final long digestHigh;
    private final long digestLow;

    ComparedRecord(NormalizedRecord record, Aspects aspects) {
        this.record = record;
        this.aspects = aspects;
        this.values = new Timed[aspects.size()][];
        this.bounds = bounds(record);
        ByteBuffer digest = ByteBuffer.wrap(digest(record));
        this.digestHigh = digest.getLong();
        this.digestLow = digest.getLong();
    }

    /** A value over an interval. */
    record Timed(ComparedValue value, long start, long end) {

        boolean isAt(long moment) {
            return start <= moment && moment < end;
        }
    }

    /** Half of a digest of the record's identity and values. */
    long digestHigh() {
        return digestHigh;
    }

    /** The other half. */
    long digestLow() {
        return digestLow;
    }

    /** The values of an aspect. */
    Timed[] values(int aspect) {
        Timed[] known = values[aspect];
        if (known == null) {
            known = compute(aspects.get(aspect));
            values[aspect] = known;
        }
        return known;
    }

    /**
     * The different values of an aspect at some of the moments, in the record's order; the first
     * {@value #SHOWN} only.
     */
    List<String> texts(int aspect, long[] moments) {
        return Arrays.stream(values(aspect))
                .filter(value -> Arrays.stream(moments).anyMatch(value::isAt))
                .map(value -> value.value().text())
                .distinct()
                .limit(SHOWN)
                .toList();
    }

    /** The distinct finite starts and ends of the values, ascending. */
    long[] bounds() {
        return bounds;
    }

    private Timed[] compute(Aspects.Aspect aspect) {
        List<Value> own = record.values(aspect.attribute());
        List<Timed> timed = new ArrayList<>(own.size());
        for (Value value : own) {
            for (String each : Normalization.all(aspect.steps(), value.normalized())) {
                timed.add(
                        new Timed(
                                new ComparedValue(each),
                                value.interval().start(),
                                value.interval().end()));
            }
        }
        return timed.toArray(Timed[]::new);
    }

    private static long[] bounds(NormalizedRecord record) {
        long[] all = NO_BOUNDS;
        int count = 0;
        for (List<Value> own : record.values().values()) {
            for (Value value : own) {
                Interval interval = value.interval();
                if (interval.start() == Interval.MIN && interval.end() == Interval.MAX) {
                    continue;
                }
                if (all.length < count + 2) {
                    all = Arrays.copyOf(all, Math.max(8, 2 * all.length));
                }
                if (interval.start() != Interval.MIN) {
                    all[count++] = interval.start();
                }
                if (interval.end() != Interval.MAX) {
                    all[count++] = interval.end();
                }
            }
        }
        return count == 0 ? NO_BOUNDS : Arrays.stream(all, 0, count).sorted().distinct().toArray();
    }

    private static byte[] digest(NormalizedRecord record) {
        ByteWriter writer = new ByteWriter();
        writer.string(record.identity().joined());
        record.values()
                .forEach(
                        (attribute, own) -> {
                            writer.string(attribute).unsigned(own.size());
                            for (Value value : own) {
                                writer.string(value.normalized()).interval(value.interval());
                            }
                        });
        return Digest.of(writer.toBytes());
    }
}
