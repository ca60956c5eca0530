package io.kindred.tools.quality;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kindred.tools.quality.QualityReport.SizeBin;
import io.kindred.tools.quality.QualityReport.SourceQuality;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/** What the rows of entities say about one entity type. */
final class EntityPass {

    /** So many of the largest entities are looked at in any case. */
    private static final int LARGEST = 100;

    private final SortedMap<String, Source> sources = new TreeMap<>();
    private final SortedMap<Integer, long[]> sizes = new TreeMap<>();
    private final HashSample merged;
    private final PriorityQueue<Sized> largest = new PriorityQueue<>();
    private long records;
    private long entities;
    private long mergedRecords;
    private long mergedEntities;

    /**
     * @param sample how many merged entities are kept to be looked at
     */
    EntityPass(int sample) {
        this.merged = new HashSample(sample);
    }

    /** An entity and the number of its records; the smallest first. */
    record Sized(String entityId, long records) implements Comparable<Sized> {

        static final Sized NONE = new Sized("", 0);

        @Override
        public int compareTo(Sized other) {
            int bySize = Long.compare(records, other.records);
            return bySize != 0 ? bySize : other.entityId.compareTo(entityId);
        }
    }

    private static final class Source {
        private long records;
        private long entities;
        private long mergedRecords;
        private long duplicates;
        private long entitiesWithDuplicates;
    }

    void add(ObjectNode row) {
        Map<String, Integer> own = new HashMap<>();
        for (JsonNode record : row.path("records")) {
            own.merge(record.path("perspective").asText(), 1, Integer::sum);
        }
        int size = row.path("records").size();
        String entityId = row.path("entity_id").asText();
        entities++;
        records += size;
        if (size > 1) {
            mergedEntities++;
            mergedRecords += size;
            merged.add(entityId);
        }
        long[] bin = sizes.computeIfAbsent(bin(size), any -> new long[2]);
        bin[0]++;
        bin[1] += size;
        largest.add(new Sized(entityId, size));
        if (largest.size() > LARGEST) {
            largest.remove();
        }
        own.forEach(
                (perspective, count) -> {
                    Source source = sources.computeIfAbsent(perspective, any -> new Source());
                    source.records += count;
                    source.entities++;
                    source.mergedRecords += size > 1 ? count : 0;
                    source.duplicates += count - 1;
                    source.entitiesWithDuplicates += count > 1 ? 1 : 0;
                });
    }

    /** 0 of one record, 1 of 2, 2 of 3 and 4, 3 of 5 to 8, and so on. */
    private static int bin(int size) {
        return Integer.SIZE - Integer.numberOfLeadingZeros(Math.max(0, size - 1));
    }

    long records() {
        return records;
    }

    long entities() {
        return entities;
    }

    long mergedRecords() {
        return mergedRecords;
    }

    long mergedEntities() {
        return mergedEntities;
    }

    Sized largest() {
        return largest.stream().max(Comparator.naturalOrder()).orElse(Sized.NONE);
    }

    /** The merged entities to look at: a sample. */
    List<String> sample() {
        return merged.names();
    }

    /** Large entities that the sample lacks. */
    List<String> furtherLarge() {
        List<String> sampled = sample();
        return largest.stream()
                .filter(each -> each.records() > 1)
                .map(Sized::entityId)
                .filter(each -> Collections.binarySearch(sampled, each) < 0)
                .sorted()
                .toList();
    }

    List<SourceQuality> sources() {
        List<SourceQuality> all = new ArrayList<>();
        sources.forEach(
                (perspective, each) ->
                        all.add(
                                new SourceQuality(
                                        perspective,
                                        each.records,
                                        each.entities,
                                        each.mergedRecords,
                                        each.duplicates,
                                        each.entitiesWithDuplicates)));
        return all;
    }

    /** From 1 to the greatest size, without gaps. */
    List<SizeBin> sizes() {
        int bins = sizes.isEmpty() ? 0 : sizes.lastKey() + 1;
        return Stream.iterate(0, bin -> bin + 1)
                .limit(bins)
                .map(
                        bin -> {
                            long[] counts = sizes.getOrDefault(bin, new long[2]);
                            return new SizeBin(
                                    bin == 0 ? 1 : (1L << (bin - 1)) + 1,
                                    1L << bin,
                                    counts[0],
                                    counts[1]);
                        })
                .toList();
    }
}
