package io.kindred.tools.answer;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kindred.codec.AnswerRowJson;
import io.kindred.codec.OutputJson;
import io.kindred.flink.config.RetentionConfig;
import io.kindred.flink.config.SinksConfig.Output;
import io.kindred.model.Answer;
import io.kindred.model.Conflict;
import io.kindred.model.Decision;
import io.kindred.model.DigestKey;
import io.kindred.model.Entity;
import io.kindred.model.GoldenRow;
import io.kindred.model.Query;
import io.kindred.model.RecordIdentity;
import io.kindred.model.SourceRecord;
import io.kindred.model.Update;
import io.kindred.offline.decide.ConflictOrder;
import io.kindred.offline.decide.OpenConflict;
import io.kindred.oracle.Arrival;
import io.kindred.resolve.ShardEngine;
import io.kindred.resolve.emit.EmissionLimit;
import io.kindred.resolve.emit.ShardOutput;
import io.kindred.resolve.state.OptionalOutputs;
import io.kindred.resolve.state.ShardState;
import io.kindred.storage.memory.InMemoryShardTables;
import io.kindred.storage.shard.RecordStore;
import io.kindred.temporal.Timeline;
import io.kindred.testkit.OntologyText;
import io.kindred.testkit.RandomCase;
import io.kindred.testkit.RandomHistories;
import io.kindred.testkit.RandomOptions;
import io.kindred.testkit.RandomOptions.Extra;
import io.kindred.testkit.Seeds;
import io.kindred.tools.store.EmittedRows;
import io.kindred.tools.store.FedRow;
import io.kindred.tools.store.OutputStore;
import io.kindred.tools.store.StoredRow;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;

/** What the store answers equals what the engine and the oracle say, whatever came before. */
class AnswersPropertyTest {

    private static final int CASES = Math.max(4, Seeds.CASES / 25);
    private static final Set<Output> OUTPUTS =
            EnumSet.of(
                    Output.ENTITIES,
                    Output.ASSIGNMENTS,
                    Output.CONFLICTS,
                    Output.GENERIC_KEYS,
                    Output.RECORDS);

    @TempDir private Path folder;

    static Stream<RandomOptions> profiles() {
        return Stream.of(
                RandomOptions.MIXED,
                RandomOptions.CONTESTED.with(Extra.DECISIONS),
                RandomOptions.GENERIC,
                RandomOptions.TESTED,
                RandomOptions.SCORED.with(Extra.DECISIONS));
    }

    @ParameterizedTest
    @MethodSource("profiles")
    void equalWhatTheEngineSays(RandomOptions options) {
        int matched = 0;
        for (long seed : Seeds.halfFixed(CASES)) {
            RandomCase random =
                    RandomHistories.generate(seed, options.withSizes(10, 40)).withNothingCarried();
            try (Followed job = new Followed(random, folder.resolve(seed + options.toString()))) {
                matched += job.run();
            }
        }
        assertThat(matched).as("records that would join others").isPositive();
    }

    /** A job and a store that follows it. */
    private static final class Followed implements AutoCloseable {
        private final RandomCase random;
        private final Path folder;
        private final Random dice;
        private final ShardEngine engine;
        private final EmittedRows emitted = new EmittedRows();
        private final Set<RecordIdentity> decided = new HashSet<>();
        private OutputStore store;
        private Answers answers;
        private int matched;

        Followed(RandomCase random, Path folder) {
            this.random = random;
            this.folder = folder;
            this.dice = new Random(random.seed());
            this.engine =
                    new ShardEngine(
                            new ShardState(
                                    random.ontology(),
                                    new InMemoryShardTables(),
                                    true,
                                    new OptionalOutputs(true, true),
                                    RecordStore.HELD),
                            Timeline.INTEGER,
                            EmissionLimit.NONE,
                            () -> 0,
                            DigestKey.random(),
                            false);
            this.store = open();
            this.answers = new Answers(store, "test", RetentionConfig.DEFAULT, store.ontology());
        }

        private OutputStore open() {
            return OutputStore.open(
                    folder,
                    OntologyText.document(random.ontology()),
                    Timeline.INTEGER,
                    OUTPUTS,
                    8 << 20);
        }

        int run() {
            long order = 0;
            for (int step = 0; step < random.arrivals().size(); step++) {
                Arrival arrival = random.arrivals().get(step);
                String where = "seed " + random.seed() + ", step " + step;
                if (arrival instanceof Arrival.OfRecord one) {
                    if (one.record().isUpsert() && dice.nextInt(4) == 0) {
                        follow();
                        match(one.record(), where);
                    }
                    engine.accept(one.record());
                } else {
                    Decision decision = ((Arrival.OfDecision) arrival).decision();
                    decided.addAll(List.of(decision.lesser(), decision.greater()));
                    decision.sides(++order).forEach(engine::accept);
                }
                engine.flush(ShardOutput.of(emitted));
                if (dice.nextInt(6) == 0 || step == random.arrivals().size() - 1) {
                    follow();
                    compare(where);
                }
            }
            return matched;
        }

        /** Brings the rows into the store, in batches, and now and then begins anew in between. */
        private void follow() {
            List<FedRow> rows = new ArrayList<>(emitted.take());
            int at = 0;
            while (at < rows.size()) {
                int end = Math.min(rows.size(), at + 1 + dice.nextInt(20));
                store.apply(rows.subList(at, end), Map.of("at", String.valueOf(end)));
                assertThat(store.position("at")).contains(String.valueOf(end));
                at = end;
            }
            if (dice.nextInt(10) == 0) {
                store.close();
                store = open();
                answers = new Answers(store, "test", RetentionConfig.DEFAULT, store.ontology());
            }
        }

        /** The store does not know what was decided about a record that is not there. */
        private boolean isDecidedAhead(RecordIdentity record) {
            return decided.contains(record)
                    && !emitted.folded().result().assignments().containsKey(record);
        }

        private void match(SourceRecord record, String where) {
            if (isDecidedAhead(record.identity())) {
                return;
            }
            SourceRecord newest =
                    SourceRecord.upsert(
                            record.identity(), OptionalLong.empty(), record.descriptors());
            JsonNode expected = json(new AnswerRowJson(Timeline.INTEGER).row(engine.match(newest)));
            assertThat((JsonNode) answer(() -> answers.match(record)))
                    .as("match, %s, %s", where, record)
                    .isEqualTo(expected);
            matched += expected.path("outcome").asText().equals("joins") ? 1 : 0;
        }

        private void compare(String where) {
            Map<String, Set<String>> sources = sources();
            List<Entity> entities = emitted.folded().result().entities();
            for (Entity entity : entities) {
                compare(entity, sources, where);
                EvidenceCheck.assertLinks(
                        answer(() -> answers.evidence(entity.id())), entity, where);
            }
            assertThat(store.counts().getOrDefault("entities", 0L))
                    .as(where)
                    .isEqualTo(entities.size());
            for (Query query : random.queries()) {
                ObjectNode expected =
                        json(
                                new AnswerRowJson(Timeline.INTEGER)
                                        .row(
                                                new Answer(
                                                        "any",
                                                        new Answer.Matches(engine.answer(query)),
                                                        OptionalLong.empty(),
                                                        List.of())));
                expected.remove("id");
                expected.put("further_matches", 0);
                assertThat((JsonNode) answer(() -> answers.where(query, 1_000)))
                        .as("%s, %s", where, query)
                        .isEqualTo(expected);
            }
            conflicts(where);
        }

        private void compare(Entity entity, Map<String, Set<String>> sources, String where) {
            ObjectNode answer = answer(() -> answers.entity(entity.id()));
            ObjectNode expected =
                    json(
                            new OutputJson(Timeline.INTEGER)
                                    .row(
                                            new Update.EntityUpsert(entity),
                                            answer.path("revision").asLong()));
            for (JsonNode golden : answer.path("golden")) {
                Set<String> records = new HashSet<>();
                ((ObjectNode) golden).remove("normalized");
                ((ObjectNode) golden)
                        .remove("records")
                        .forEach(each -> records.add(each.toString()));
                assertThat(records)
                        .as("who says %s, %s", golden, where)
                        .isEqualTo(sources.get(entity.id() + golden));
            }
            List<String> conflicts = new ArrayList<>();
            answer.remove("conflicts").forEach(each -> conflicts.add(each.asText()));
            assertThat(conflicts)
                    .as("conflicts of %s, %s", entity.id(), where)
                    .containsExactlyInAnyOrderElementsOf(conflictsOf(entity.id()));
            assertThat((JsonNode) answer).as(where).isEqualTo(expected);
        }

        /** The ids of the open conflicts in which an entity takes part. */
        private List<String> conflictsOf(String entity) {
            return emitted.folded().conflictsById().entrySet().stream()
                    .filter(each -> entities(each.getValue()).contains(entity))
                    .map(Map.Entry::getKey)
                    .toList();
        }

        private static List<String> entities(Conflict conflict) {
            if (conflict instanceof Conflict.Indirect indirect) {
                return indirect.sides().stream().map(Conflict.Side::entityId).toList();
            }
            return conflict instanceof Conflict.Uniqueness unique
                    ? unique.entities()
                    : List.of(((Conflict.Direct) conflict).entityId());
        }

        /** The records of each golden value, by entity and value. */
        private Map<String, Set<String>> sources() {
            Map<String, Set<String>> sources = new HashMap<>();
            for (GoldenRow row : emitted.folded().goldenValues()) {
                if (row.cell().isPresent()) {
                    ObjectNode json =
                            json(new OutputJson(Timeline.INTEGER).row(row, 1, Optional.empty()));
                    ObjectNode value = json.deepCopy();
                    value.retain("attr", "value", "start", "end");
                    Set<String> records = new HashSet<>();
                    json.path("records").forEach(each -> records.add(each.toString()));
                    sources.put(json.path("entity_id").asText() + value, records);
                }
            }
            return sources;
        }

        /** All open conflicts, page by page, in the order in which decide asks. */
        private void conflicts(String where) {
            List<OpenConflict> open = new ArrayList<>();
            emitted.folded()
                    .conflictsById()
                    .forEach((id, conflict) -> open.add(new OpenConflict(id, conflict, List.of())));
            open.sort(new ConflictOrder(random.ontology()));
            List<String> ids = new ArrayList<>();
            Optional<String> after = Optional.empty();
            do {
                Optional<String> from = after;
                ObjectNode page =
                        answer(
                                () ->
                                        answers.conflicts(
                                                Optional.empty(),
                                                Optional.empty(),
                                                Optional.empty(),
                                                3,
                                                from));
                page.path("conflicts").forEach(each -> ids.add(each.path("conflict_id").asText()));
                assertThat(page.path("open").asInt()).isEqualTo(open.size());
                after =
                        Optional.of(page.path("next").asText())
                                .filter(each -> !each.equals("null"));
            } while (after.isPresent());
            assertThat(ids)
                    .as(where)
                    .containsExactlyElementsOf(open.stream().map(OpenConflict::id).toList());
        }

        @Override
        public void close() {
            store.close();
        }
    }

    private interface Asked {
        ObjectNode answer() throws AnswerException;
    }

    private static ObjectNode answer(Asked asked) {
        try {
            return asked.answer();
        } catch (AnswerException failure) {
            throw new AssertionError(failure);
        }
    }

    private static ObjectNode json(byte[] row) {
        return StoredRow.parse(row);
    }
}
