package io.kindred.flink.topology;

import io.kindred.offline.KeyTask;
import io.kindred.offline.OfflineShard;
import io.kindred.offline.ShardTask;
import io.kindred.offline.ValidateTask;
import io.kindred.storage.ByteKey;
import io.kindred.storage.CorruptStateException;
import io.kindred.storage.ShardTables.Name;
import io.kindred.storage.ShardTables.TermName;
import io.kindred.storage.TermTable;
import io.kindred.storage.keyed.KeyCounts;
import io.kindred.storage.keyed.Registration;
import io.kindred.testkit.CollidingPeople;
import io.kindred.testkit.CombinedHistories;
import io.kindred.testkit.OntologyText;
import io.kindred.testkit.RandomOptions;
import io.kindred.testkit.RecordJson;
import io.kindred.testkit.SavedJob;
import io.kindred.testkit.SharedCluster;
import io.kindred.testkit.TestJob;
import org.apache.flink.core.execution.SavepointFormatType;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Function;

import static org.assertj.core.api.Assertions.assertThat;

/** What {@code validate} finds in savepoints, sound and broken. */
@ExtendWith(SharedCluster.class)
class SavedStateValidationITCase {

    private static final int VERSIONS = 600;
    private static final int ALL = Integer.MAX_VALUE;

    @TempDir private Path folder;

    @Tag("nightly")
    @ParameterizedTest
    @ValueSource(ints = {1, 5})
    void validationFindsNothingInASoundSavepointOfShardsThatHaveShownNothing(int shards)
            throws Exception {
        validationFindsNothingInASoundSavepoint(shards, "final");
    }

    @ParameterizedTest
    @CsvSource("5, changelog")
    void validationFindsNothingInASoundSavepoint(int shards, String output) throws Exception {
        TestJob job =
                colliding(shards)
                        .with("output", output)
                        .with("batch", Map.of("records", 20, "interval_ms", 20))
                        .with("withdrawal_delay_ms", 60_000)
                        .with(
                                "large_entities",
                                Map.of("records", 3, "restate_interval_ms", 60_000));

        assertThat(findings(saved(job), task -> task)).isEmpty();
    }

    @Tag("nightly")
    @ParameterizedTest
    @ValueSource(ints = 1)
    void validationFindsWhatIsBrokenInASavepointOfOneShard(int shards) throws Exception {
        validationFindsWhatIsBrokenInASavepoint(shards);
    }

    @ParameterizedTest
    @ValueSource(ints = 3)
    void validationFindsWhatIsBrokenInASavepoint(int shards) throws Exception {
        SavedState state = saved(colliding(shards));

        assertThat(findings(state, task -> task)).isEmpty();
        // What only the counts tell and what they would hide are not broken at once.
        Set<Breakage> ofMeta = EnumSet.of(Breakage.LOST_COUNTS, Breakage.LOST_DECLARATION);
        for (Set<Breakage> broken : List.of(ofMeta, EnumSet.complementOf(EnumSet.copyOf(ofMeta)))) {
            List<String> found = findings(state, task -> new BrokenState(broken, task));
            for (Breakage breakage : broken) {
                if (shards > 1 || !breakage.isBetweenShards) {
                    assertThat(found)
                            .as("%s", breakage)
                            .anySatisfy(line -> assertThat(line).contains(breakage.named));
                }
            }
        }
    }

    @Tag("nightly")
    @ParameterizedTest
    @CsvSource("1, false")
    void validationFindsThatASideOfADecisionIsLostInOneShard(int shards, boolean forgets)
            throws Exception {
        validationFindsThatASideOfADecisionIsLostAndNothingElse(shards, forgets);
    }

    /** A job that forgets may have forgotten one side of a decision. */
    @ParameterizedTest
    @CsvSource("3, true")
    void validationFindsThatASideOfADecisionIsLostAndNothingElse(int shards, boolean forgets)
            throws Exception {
        CombinedHistories histories =
                CombinedHistories.generate(
                        shards,
                        List.of(
                                RandomOptions.MIXED
                                        .withSizes(30, 200)
                                        .withDecisionsErasuresAndRetention()));
        List<String> lines = histories.unordered().stream().map(RecordJson::line).toList();
        TestJob job =
                new TestJob(folder.resolve("job"), OntologyText.of(histories.ontology()))
                        .with("shards", shards)
                        .with("now", CombinedHistories.NOW)
                        .lines("in.jsonl", lines)
                        .records("in.jsonl");
        if (forgets) {
            job.with("forget_deleted_after", "P30D");
        }
        SavedState state =
                SavedState.open(
                        SavedJob.stop(
                                job,
                                lines.size(),
                                SavepointFormatType.NATIVE,
                                folder.resolve("savepoints")));

        assertThat(findings(state, task -> task)).isEmpty();
        if (shards > 1) {
            assertThat(findings(state, LostDecisions::new))
                    .anySatisfy(line -> assertThat(line).contains("decisions"));
        }
    }

    /** Shows the registrations without decisions. */
    private record LostDecisions(ValidateTask task) implements ShardTask, KeyTask {

        @Override
        public void run(OfflineShard shard, Consumer<byte[]> rows) {
            task.run(shard, rows);
        }

        @Override
        public boolean wants(Part part) {
            return task.wants(part);
        }

        @Override
        public Visitor visit(Part part, Consumer<byte[]> rows) {
            return new BreakingVisitor(Set.of(), part, task.visit(part, rows));
        }
    }

    private TestJob colliding(int shards) throws Exception {
        return new TestJob(folder.resolve("job"), CollidingPeople.ONTOLOGY)
                .with("shards", shards)
                .lines(
                        "in.jsonl",
                        CollidingPeople.versions(shards, VERSIONS).stream()
                                .map(RecordJson::line)
                                .toList())
                .records("in.jsonl");
    }

    private SavedState saved(TestJob job) throws Exception {
        return SavedState.open(
                SavedJob.stop(
                        job, VERSIONS, SavepointFormatType.NATIVE, folder.resolve("savepoints")));
    }

    private List<String> findings(SavedState state, Function<ValidateTask, ShardTask> breaking)
            throws Exception {
        List<String> lines = new ArrayList<>();
        ValidateTask.Report report = new ValidateTask.Report(ALL, lines::add);
        run(state, breaking.apply(new ValidateTask(ALL)), report);
        Optional<ValidateTask> second = report.second();
        if (second.isPresent()) {
            run(state, breaking.apply(second.get()), report);
        }
        report.end();
        assertThat(report.findings()).isGreaterThanOrEqualTo(lines.size());
        assertThat(report.shards()).isPositive();
        return lines;
    }

    /** What may be wrong with a state. */
    private enum Breakage {
        LOST_RECORD(false, "record-ids"),
        LOST_ENTITY_ID(false, "entity-ids"),
        LOST_VALUES(false, "value-postings"),
        LOST_IN_RECONCILE(true, "reconcile: "),
        OTHER_CHANGE(true, "registry: "),
        OTHER_COUNT(true, "directory: "),
        STRAY_CLAIM(true, "uniqueness: "),
        OTHER_ASSIGNMENT(false, "publish: ASSIGNMENTS/"),
        UNREADABLE_OUTPUT(false, "state: "),
        LOST_COUNTS(false, "shard-meta: RECORDS"),
        LOST_DECLARATION(true, "shard 0: shard-meta: declaration");

        final boolean isBetweenShards;
        final String named;

        Breakage(boolean isBetweenShards, String named) {
            this.isBetweenShards = isBetweenShards;
            this.named = named;
        }
    }

    /** Breaks each shard of the copy before it is looked at. */
    private record BrokenState(Set<Breakage> broken, ValidateTask task)
            implements ShardTask, KeyTask {

        @Override
        public void run(OfflineShard shard, Consumer<byte[]> rows) {
            broken.forEach(each -> damage(shard, each));
            task.run(shard, rows);
        }

        private static void damage(OfflineShard shard, Breakage breakage) {
            switch (breakage) {
                case LOST_RECORD -> removeFirst(shard, Name.RECORDS);
                case LOST_ENTITY_ID -> removeFirst(shard, Name.ENTITY_IDS);
                case LOST_VALUES -> {
                    List<byte[]> terms = new ArrayList<>();
                    Iterator<byte[]> all = shard.terms().scanTerms(TermName.VALUE_POSTINGS);
                    all.forEachRemaining(terms::add);
                    for (byte[] term : terms) {
                        TermTable table = shard.tables().terms(TermName.VALUE_POSTINGS);
                        List<TermTable.Entry> entries = new ArrayList<>();
                        table.scan(term).forEachRemaining(entries::add);
                        entries.forEach(entry -> table.remove(term, entry.key()));
                    }
                }
                case LOST_IN_RECONCILE -> {
                    if (shard.place() == OfflineShard.Place.RECONCILE) {
                        removeFirst(shard, Name.RECORDS);
                    }
                }
                case LOST_DECLARATION -> loseDeclaration(shard);
                case LOST_COUNTS ->
                        shard.tables()
                                .bytes(Name.META)
                                .remove("meta".getBytes(StandardCharsets.UTF_8));
                default -> {}
            }
        }

        private static void loseDeclaration(OfflineShard shard) {
            if (shard.place() == OfflineShard.Place.SHARD && shard.number() == 0) {
                shard.tables()
                        .bytes(Name.META)
                        .put(
                                "declaration".getBytes(StandardCharsets.UTF_8),
                                "{".getBytes(StandardCharsets.UTF_8));
            }
        }

        private static void removeFirst(OfflineShard shard, Name name) {
            Iterator<TermTable.Entry> entries = shard.tables().bytes(name).scan();
            if (entries.hasNext()) {
                shard.tables().bytes(name).remove(entries.next().key());
            }
        }

        @Override
        public boolean wants(Part part) {
            return task.wants(part);
        }

        @Override
        public Visitor visit(Part part, Consumer<byte[]> rows) {
            return new BreakingVisitor(broken, part, task.visit(part, rows));
        }
    }

    /** Shows something else than what is stored. */
    private record BreakingVisitor(Set<Breakage> broken, KeyTask.Part part, KeyTask.Visitor sound)
            implements KeyTask.Visitor {

        @Override
        public void visit(Object key, KeyTask.Stored stored) {
            switch (part) {
                case REGISTRY -> visitRecord((String) key, stored);
                case DIRECTORY -> visitCounts(key, stored);
                case UNIQUENESS -> visitClaims(key, stored);
                default -> visitOutput((String) key, stored);
            }
        }

        private void visitRecord(String identity, KeyTask.Stored stored) {
            Registration registered = Registration.FORMAT.read(stored.value().orElseThrow());
            long later = broken.contains(Breakage.OTHER_CHANGE) ? 1 : 0;
            Registration shown =
                    new Registration(
                            registered.present(),
                            registered.version(),
                            registered.change() + later,
                            registered.descriptors());
            sound.visit(identity, showing(Registration.FORMAT.write(shown)));
        }

        private void visitCounts(Object key, KeyTask.Stored stored) {
            KeyCounts counts = KeyCounts.FORMAT.read(stored.value().orElseThrow());
            SortedMap<Integer, Long> records = new TreeMap<>(counts.records());
            if (broken.contains(Breakage.OTHER_COUNT)) {
                records.merge(records.firstKey(), 1L, Long::sum);
            }
            KeyCounts shown = new KeyCounts(records, counts.scope(), counts.generic());
            sound.visit(key, showing(KeyCounts.FORMAT.write(shown)));
        }

        private void visitClaims(Object key, KeyTask.Stored stored) {
            sound.visit(key, stored);
            if (broken.contains(Breakage.STRAY_CLAIM)) {
                sound.visit(new ByteKey(new byte[16]), stored);
            }
        }

        private void visitOutput(String key, KeyTask.Stored stored) {
            if (broken.contains(Breakage.UNREADABLE_OUTPUT) && key.startsWith("ENTITIES/")) {
                throw new CorruptStateException(key, "cannot be read");
            }
            boolean isOther =
                    broken.contains(Breakage.OTHER_ASSIGNMENT) && key.startsWith("ASSIGNMENTS/");
            sound.visit(isOther ? key + "2" : key, stored);
        }

        private static KeyTask.Stored showing(byte[] value) {
            return new KeyTask.Stored(Optional.of(value), List.of(), false, Optional.empty());
        }

        @Override
        public void begin(boolean forgets) {
            sound.begin(forgets);
        }

        @Override
        public void erased(byte[] digest, byte[] stored) {
            sound.erased(digest, stored);
        }

        @Override
        public void broken(Object key, RuntimeException cause) {
            sound.broken(key, cause);
        }

        @Override
        public void end() {
            sound.end();
        }
    }

    private void run(SavedState state, ShardTask task, Consumer<byte[]> rows) throws Exception {
        state.run(task, Files.createTempDirectory(folder, "scratch"), rows);
    }
}
