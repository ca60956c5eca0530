package io.kindred.tools.input;

import io.kindred.codec.Decoded;
import io.kindred.flink.config.JobConfig;
import io.kindred.model.RecordIdentity;
import io.kindred.model.SourceRecord;
import io.kindred.ontology.EntityTypeRules;
import io.kindred.resolve.record.Expiry;
import io.kindred.resolve.record.NormalizedRecord;
import io.kindred.resolve.record.VersionRule;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The current records of a job's files, in memory: of each the version that counts, without deleted
 * ones and without values that have expired. About 1 KB of heap a record.
 */
public final class CurrentRecords {

    private final JobConfig config;
    private final int limit;
    private final Map<RecordIdentity, SourceRecord> versions = new LinkedHashMap<>();
    private long decisions;
    private boolean isOverLimit;

    private CurrentRecords(JobConfig config, int limit) {
        this.config = config;
        this.limit = limit;
    }

    /**
     * Reads the files of a job.
     *
     * @param limit how many records may be there, deleted ones included
     * @throws InvalidInputException if there are more, or if a source has no files
     */
    public static CurrentRecords read(JobConfig config, int limit) throws IOException {
        CurrentRecords records = new CurrentRecords(config, limit);
        RecordFiles.ofJob(config).read(records::accept);
        if (records.isOverLimit) {
            throw new InvalidInputException(
                    "%s: the sources have more than %,d records; raise --max-records, and the heap with it (KINDRED_HEAP)"
                            .formatted(config.file(), limit));
        }
        return records;
    }

    private void accept(Decoded decoded) {
        decisions += decoded.decisions().size();
        decoded.records().forEach(this::accept);
    }

    private void accept(SourceRecord incoming) {
        SourceRecord known = versions.get(incoming.identity());
        if (known == null) {
            if (versions.size() == limit) {
                isOverLimit = true;
                return;
            }
            versions.put(incoming.identity(), incoming);
            return;
        }
        VersionRule.Decision decision = VersionRule.decide(known.version(), () -> known, incoming);
        if (decision == VersionRule.Decision.REPLACE) {
            OptionalLong version = VersionRule.versionAfter(Optional.of(known.version()), incoming);
            versions.put(
                    incoming.identity(),
                    new SourceRecord(
                            incoming.identity(), version, incoming.op(), incoming.descriptors()));
        }
    }

    /** The decisions among the inputs; they are not applied. */
    public long decisions() {
        return decisions;
    }

    /** The records by entity type, normalised. */
    public Map<String, List<NormalizedRecord>> normalized() {
        long now = config.retention().now().at(System.currentTimeMillis());
        Map<String, List<NormalizedRecord>> byType = new LinkedHashMap<>();
        for (SourceRecord record : versions.values()) {
            String type = record.identity().entityType();
            EntityTypeRules rules = config.ontology().rules(type).orElseThrow();
            Expiry.Split split = Expiry.split(record.descriptors(), rules, now);
            if (record.isUpsert() && !split.isGone()) {
                byType.computeIfAbsent(type, unused -> new ArrayList<>())
                        .add(NormalizedRecord.of(record.identity(), split.current(), rules));
            }
        }
        return byType;
    }
}
