package io.kindred.resolve;

import io.kindred.model.Decision;
import io.kindred.model.Descriptor;
import io.kindred.model.RecordIdentity;
import io.kindred.model.SourceRecord;
import io.kindred.model.SourceRecord.Op;
import io.kindred.model.Verdict;
import io.kindred.ontology.Ontology;
import io.kindred.oracle.Oracle;
import io.kindred.oracle.OracleResult;
import io.kindred.storage.memory.InMemoryShardTables;
import io.kindred.temporal.Interval;
import io.kindred.temporal.Timeline;
import io.kindred.testkit.FoldedUpdates;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Very many decisions. What is quadratic in their number would not end here. Prints how long a
 * decision takes.
 */
@Tag("nightly")
class ManyDecisionsTest {

    private static final int RECORDS = 400_000;
    private static final int DECISIONS = 100_000;
    private static final int BATCH = 1_000;

    /** Every hundredth decision contradicts two others. */
    private static final int CONTRADICTED = 100;

    private static final Ontology ONTOLOGY = Sample.byEmail(OptionalLong.of(1000));

    @Test
    void resolvesAHundredThousandDecisionsAsTheOracleDoes() {
        ShardEngine engine = new ShardEngine(ONTOLOGY, Timeline.INTEGER, new InMemoryShardTables());
        FoldedUpdates folded = new FoldedUpdates();
        for (int i = 0; i < RECORDS; i++) {
            engine.accept(record(i));
            if (i % BATCH == BATCH - 1) {
                engine.flush(folded);
            }
        }
        List<Decision> decisions = decisions(new Random(14));

        long start = System.nanoTime();
        long order = 0;
        for (Decision decision : decisions) {
            decision.sides(++order).forEach(engine::accept);
            if (order % BATCH == 0) {
                engine.flush(folded);
            }
        }
        engine.flushAll(folded);
        long nanos = System.nanoTime() - start;

        System.out.printf(
                "%,d decisions about %,d records: %.1f µs each%n",
                decisions.size(), RECORDS, nanos / 1e3 / decisions.size());
        check(folded.result(), decisions);
    }

    /** Every entity that decisions are about is what the oracle says; all others are alone. */
    private static void check(OracleResult result, List<Decision> decisions) {
        Map<RecordIdentity, Set<RecordIdentity>> components = components(decisions);
        Map<Set<RecordIdentity>, List<Decision>> byComponent =
                decisions.stream()
                        .collect(
                                Collectors.groupingBy(
                                        decision -> components.get(decision.lesser())));
        Set<Object> expectedEntities = new HashSet<>();
        Set<Object> expectedConflicts = new HashSet<>();
        byComponent.forEach(
                (component, own) -> {
                    OracleResult oracle =
                            new Oracle(
                                            ONTOLOGY,
                                            Timeline.INTEGER,
                                            component.stream()
                                                    .map(each -> record(number(each)))
                                                    .toList(),
                                            own,
                                            OptionalLong.empty())
                                    .result();
                    expectedEntities.addAll(oracle.entities());
                    expectedConflicts.addAll(oracle.conflicts());
                });
        assertThat(expectedConflicts).isNotEmpty();
        assertThat(Set.copyOf(result.conflicts())).isEqualTo(expectedConflicts);
        assertThat(
                        result.entities().stream()
                                .filter(entity -> components.containsKey(entity.records().get(0)))
                                .collect(Collectors.toSet()))
                .isEqualTo(expectedEntities);
        assertThat(
                        result.entities().stream()
                                .filter(entity -> !components.containsKey(entity.records().get(0)))
                                .toList())
                .hasSize(RECORDS - components.size())
                .allSatisfy(entity -> assertThat(entity.records()).hasSize(1));
    }

    /** For each decided record, all records that decisions connect it with. */
    private static Map<RecordIdentity, Set<RecordIdentity>> components(List<Decision> decisions) {
        Map<RecordIdentity, Set<RecordIdentity>> components = new HashMap<>();
        for (Decision decision : decisions) {
            Set<RecordIdentity> a = of(components, decision.lesser());
            Set<RecordIdentity> b = of(components, decision.greater());
            if (a != b) {
                Set<RecordIdentity> few = a.size() < b.size() ? a : b;
                Set<RecordIdentity> more = few == a ? b : a;
                more.addAll(few);
                few.forEach(each -> components.put(each, more));
            }
        }
        Map<RecordIdentity, Set<RecordIdentity>> fixed = new HashMap<>();
        new HashSet<>(components.values())
                .forEach(
                        component -> {
                            Set<RecordIdentity> copy = Set.copyOf(component);
                            copy.forEach(each -> fixed.put(each, copy));
                        });
        return fixed;
    }

    private static Set<RecordIdentity> of(
            Map<RecordIdentity, Set<RecordIdentity>> components, RecordIdentity record) {
        return components.computeIfAbsent(
                record,
                unused -> {
                    Set<RecordIdentity> own = new HashSet<>();
                    own.add(record);
                    return own;
                });
    }

    private static List<Decision> decisions(Random random) {
        List<Decision> decisions = new ArrayList<>();
        while (decisions.size() < DECISIONS) {
            if (decisions.size() % CONTRADICTED == 0) {
                int a = random.nextInt(RECORDS);
                int b = random.nextInt(RECORDS);
                int c = random.nextInt(RECORDS);
                decide(decisions, a, b, Verdict.SAME);
                decide(decisions, b, c, Verdict.SAME);
                decide(decisions, a, c, Verdict.DIFFERENT);
            } else {
                decide(decisions, random.nextInt(RECORDS), random.nextInt(RECORDS), Verdict.SAME);
            }
        }
        return decisions;
    }

    private static void decide(List<Decision> decisions, int a, int b, Verdict verdict) {
        if (a != b) {
            decisions.add(
                    Decision.about(
                            identity(a),
                            identity(b),
                            OptionalLong.of(decisions.size()),
                            Op.UPSERT,
                            verdict,
                            "seen"));
        }
    }

    private static SourceRecord record(int number) {
        return SourceRecord.upsert(
                identity(number),
                OptionalLong.of(1),
                List.of(new Descriptor("email", number + "@x.org", Interval.ALWAYS)));
    }

    private static RecordIdentity identity(int number) {
        return new RecordIdentity("person", "crm", Integer.toString(number));
    }

    private static int number(RecordIdentity record) {
        return Integer.parseInt(record.uid());
    }
}
