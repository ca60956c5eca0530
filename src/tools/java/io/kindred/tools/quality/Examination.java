package io.kindred.tools.quality;

import com.fasterxml.jackson.databind.JsonNode;
import io.kindred.flink.config.SinksConfig.Output;
import io.kindred.ontology.EntityTypeRules;
import io.kindred.tools.quality.QualityReport.Growth;
import io.kindred.tools.quality.QualityReport.LeftOut;
import io.kindred.tools.quality.QualityReport.TypeQuality;
import io.kindred.tools.store.OutputStore;
import io.kindred.tools.store.StoreView;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * Computes the report from a store with all rows. Reads each row once, and a sample of entities and
 * records more closely; so the cost is linear in the number of rows. Keeps counters and samples in
 * memory, but no rows.
 */
public final class Examination {

    private static final String RECORDS = "records";
    private static final String ENTITIES = "entities";

    private final OutputStore store;
    private final int sample;
    private final Map<String, TypeExamination> types = new TreeMap<>();
    private final PeriodCounts growth = new PeriodCounts(PeriodUnit.ofRows(), 0);
    private long newest = Long.MIN_VALUE;

    private Examination(OutputStore store, int sample) {
        this.store = store;
        this.sample = sample;
    }

    /**
     * Makes the report about what a store has.
     *
     * @param job the name of the job
     * @param sample how many entities and how many records of a type are looked at more closely, at
     *     least 1
     */
    public static QualityReport of(OutputStore store, String job, int sample) {
        try (StoreView view = store.view()) {
            return new Examination(store, sample).examine(view, job);
        }
    }

    private QualityReport examine(StoreView view, String job) {
        readRows(view);
        boolean hasRecords = store.outputs().contains(Output.RECORDS);
        if (hasRecords) {
            view.records(record -> visit(record.identity().entityType(), each -> each.add(record)));
        }
        List<TypeQuality> found =
                types.values().stream().map(each -> each.quality(view, hasRecords)).toList();
        Optional<PeriodCounts.Chosen> periods = growth.chosen();
        return new QualityReport(
                job,
                newest == Long.MIN_VALUE ? "" : Instant.ofEpochMilli(newest).toString(),
                found,
                periods.map(Examination::growth).orElse(List.of()),
                leftOut(hasRecords, periods.isPresent(), found));
    }

    private void readRows(StoreView view) {
        view.rows(
                Output.ENTITIES,
                (stored, row) -> {
                    at(ENTITIES, stored.at());
                    return visit(entityType(row), each -> each.entities().add(row));
                });
        view.rows(
                Output.ASSIGNMENTS,
                (stored, row) -> {
                    at(RECORDS, stored.at());
                    return true;
                });
        view.rows(
                Output.CONFLICTS, row -> visit(entityType(row), each -> each.conflicts().add(row)));
        view.rows(
                Output.GENERIC_KEYS,
                row -> visit(entityType(row), each -> each.generic().add(row)));
    }

    private static String entityType(JsonNode row) {
        return row.path("entity_type").asText();
    }

    /** Gives a type what is of it; returns true, as there may be more rows. */
    private boolean visit(String entityType, Consumer<TypeExamination> visitor) {
        type(entityType).ifPresent(visitor);
        return true;
    }

    private void at(String name, long at) {
        newest = Math.max(newest, at);
        growth.add(name, at);
    }

    private Optional<TypeExamination> type(String entityType) {
        TypeExamination known = types.get(entityType);
        if (known != null) {
            return Optional.of(known);
        }
        Optional<EntityTypeRules> rules = store.ontology().rules(entityType);
        rules.ifPresent(
                each ->
                        types.put(
                                entityType,
                                new TypeExamination(entityType, each, store.timeline(), sample)));
        return Optional.ofNullable(types.get(entityType));
    }

    private static List<Growth> growth(PeriodCounts.Chosen chosen) {
        List<Growth> growth = new ArrayList<>();
        for (int i = 0; i < chosen.labels().size(); i++) {
            growth.add(
                    new Growth(
                            chosen.labels().get(i),
                            count(chosen, RECORDS, i),
                            count(chosen, ENTITIES, i)));
        }
        return growth;
    }

    private static long count(PeriodCounts.Chosen chosen, String name, int period) {
        List<Long> counts = chosen.counts().get(name);
        return counts == null ? 0 : counts.get(period);
    }

    private List<LeftOut> leftOut(boolean hasRecords, boolean hasGrowth, List<TypeQuality> found) {
        List<LeftOut> leftOut = new ArrayList<>();
        if (!hasRecords) {
            String needed =
                    "The job has no output of records. Add a sink named records and run it again.";
            leftOut.add(new LeftOut("completeness", needed));
            leftOut.add(new LeftOut("hottest", needed + " Only generic values are listed."));
            leftOut.add(new LeftOut("merges", needed));
            leftOut.add(new LeftOut("suspects", needed));
        } else if (found.stream()
                .allMatch(each -> each.completeness().periods().labels().isEmpty())) {
            leftOut.add(
                    new LeftOut(
                            "periods",
                            "No value begins or ends to hold, or all do in one period."));
        }
        if (!store.outputs().contains(Output.CONFLICTS)) {
            leftOut.add(new LeftOut("conflicts", "The job has no output of conflicts."));
        }
        if (!store.outputs().contains(Output.GENERIC_KEYS)) {
            leftOut.add(new LeftOut("generic", "The job has no output of generic keys."));
        }
        if (!hasGrowth) {
            leftOut.add(new LeftOut("growth", "All rows were last written in the same minute."));
        }
        return leftOut;
    }
}
