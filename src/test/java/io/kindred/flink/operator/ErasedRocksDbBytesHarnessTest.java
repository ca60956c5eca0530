package io.kindred.flink.operator;

import io.kindred.codec.OntologyDocument;
import io.kindred.codec.StrictYaml;
import io.kindred.flink.config.Now;
import io.kindred.flink.config.RetentionConfig;
import io.kindred.flink.operator.HarnessedJob.Checkpoint;
import io.kindred.flink.operator.SearchableRocksDb.Manifest;
import io.kindred.model.Decision;
import io.kindred.model.DecisionSide;
import io.kindred.model.Descriptor;
import io.kindred.model.Input;
import io.kindred.model.RecordIdentity;
import io.kindred.model.SourceRecord;
import io.kindred.model.SourceRecord.Op;
import io.kindred.model.Verdict;
import io.kindred.temporal.Interval;
import io.kindred.temporal.Timeline;
import io.kindred.testkit.SecretSearch;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What was erased is in no file of a native checkpoint that was taken after RocksDB had compacted
 * all states.
 */
class ErasedRocksDbBytesHarnessTest {

    /** Values that ended at 900 or before have expired. */
    private static final Now NOW = new Now.Fixed(1_000, Timeline.INTEGER);

    private static final Interval EXPIRED = new Interval(0, 50);
    private static final Interval EXPIRES_LATER = new Interval(0, 5_000);

    private static final OntologyDocument ONTOLOGY =
            OntologyDocument.of(
                    StrictYaml.read(
                            "ontology.yaml",
                            """
                            entity_types:
                              person:
                                retention: 100
                                identity_keys:
                                  - {name: email, attributes: [email]}
                                  - {name: phone, attributes: [phone], max_records: 1}
                                  - {name: name_city, attributes: [name, city]}
                                strong_identifiers:
                                  - {attribute: ssn, scope: global}
                                constraints:
                                  - {name: one_owner, attribute: ssn, kind: unique, scope: global}
                                  - {name: one_email, attribute: email, kind: single_valued}
                                attributes:
                                  email: {normalize: [trim, lowercase], prefer: [majority]}
                                  phone: {normalize: [digits], cardinality: many}
                            """));

    private static final int OTHERS = 6;

    private static final String SST = "sst";
    private static final String OPERATOR = "operator";

    /** The list of files, with the least and the greatest key of each that there ever was. */
    private static final String MANIFEST = "MANIFEST";

    /** What others still have. */
    private static final String KEPT = "rome";

    /** A number and an id that several records had, of which none is left. */
    private static final String SHARED_PHONE = "5550007771234";

    private static final String SHARED_SSN = "zq7 ssn of all that were erased";

    private final Map<String, Kind> secrets = new HashMap<>();

    /** What there is of a record that nobody may find later. */
    private enum Kind {
        UID,
        REPLACED,
        OWN,
        EXPIRED,
        EXPIRING,
        REASON,
        SHARED
    }

    /** What became of a record before it was erased. */
    private enum Fate {
        CURRENT,
        DELETED,
        GONE,
        RETURNED,
        WITHOUT_VERSION,
        ONLY_DECIDED;

        String text(Kind kind) {
            return ("zq7 " + kind + " of " + this).toLowerCase(Locale.ROOT);
        }

        OptionalLong version(long number) {
            return this == WITHOUT_VERSION ? OptionalLong.empty() : OptionalLong.of(number);
        }

        RecordIdentity identity() {
            return new RecordIdentity("person", "crm", text(Kind.UID));
        }
    }

    /** But for the list of files, see below. */
    @ParameterizedTest
    @CsvSource({"1, false", "1, true", "3, false", "3, true"})
    void noFileHasTheUidOrWhatOnlyErasedRecordsHad(int shards, boolean forgets) throws Exception {
        try (HarnessedJob job = job(shards, forgets).start(Manifest.AS_IN_JOBS)) {
            List<Checkpoint> before = run(job);
            Map<String, Set<String>> found = found(before);
            assertThat(kinds(found)).isEqualTo(kindsBefore(shards));
            assertThat(all(found)).isEqualTo(new TreeSet<>(secrets.keySet()));
            assertThat(filesWithSecrets(before.get(1))).containsExactly(MANIFEST, OPERATOR, SST);

            erase(job);
            assertThat(filesWithSecrets(job.checkpoint())).as("not compacted").contains(SST);
            job.compact();
            Checkpoint compacted = job.checkpoint();

            assertThat(filesWithSecrets(compacted)).isSubsetOf(MANIFEST);
            assertThat(kinds(found(List.of(compacted))).values())
                    .allMatch(Set.of(Kind.UID)::containsAll);
            assertThat(new SecretSearch(List.of(KEPT)).in(compacted.files("shard").values()))
                    .containsExactly(KEPT);
        }
    }

    @Test
    void theListOfFilesHasUidsUntilARestart() throws Exception {
        Checkpoint compacted;
        try (HarnessedJob job = job(1, false).start(Manifest.AS_IN_JOBS)) {
            run(job);
            erase(job);
            job.compact();
            compacted = job.checkpoint();
            assertThat(filesWithSecrets(compacted)).containsExactly(MANIFEST);
        }
        try (HarnessedJob job = job(1, false).restore(compacted, Manifest.AS_IN_JOBS)) {
            assertThat(filesWithSecrets(job.checkpoint())).isEmpty();
        }
    }

    /** Each new list is written to disk at once, which takes its time. */
    @Tag("nightly")
    @Test
    void aNewListOfFilesHasNoUid() throws Exception {
        try (HarnessedJob job = job(1, false).start(Manifest.ALWAYS_NEW)) {
            run(job);
            erase(job);
            job.compact();
            // A new list begins with what there was before the change, here the last compaction.
            job.take(List.of(other(OTHERS)));
            assertThat(filesWithSecrets(job.checkpoint())).isEmpty();
        }
    }

    private static HarnessedJob job(int shards, boolean forgets) throws Exception {
        Optional<Duration> after = forgets ? Optional.of(Duration.ofDays(90)) : Optional.empty();
        return HarnessedJob.of(ONTOLOGY, new RetentionConfig(NOW, after), shards);
    }

    /** Which kinds of secrets each operator has while the records are there. */
    private static Map<String, Set<Kind>> kindsBefore(int shards) {
        Set<Kind> all = EnumSet.allOf(Kind.class);
        if (shards == 1) {
            return Map.of("shard", all, "publish", EnumSet.of(Kind.UID));
        }
        Set<Kind> counted = EnumSet.complementOf(EnumSet.of(Kind.EXPIRED));
        return Map.of(
                "registry",
                all,
                "directory",
                EnumSet.of(Kind.SHARED),
                "shard",
                counted,
                "reconcile",
                counted,
                "uniqueness",
                EnumSet.of(Kind.UID, Kind.REPLACED, Kind.OWN, Kind.SHARED),
                "publish assignments",
                counted,
                "publish",
                EnumSet.of(Kind.UID, Kind.REPLACED, Kind.OWN, Kind.EXPIRING, Kind.SHARED));
    }

    /** Takes all records, in which each shares something with others. */
    private List<Checkpoint> run(HarnessedJob job) throws Exception {
        List<Input> inputs = new ArrayList<>();
        for (int i = 0; i < OTHERS; i++) {
            inputs.add(other(i));
        }
        for (Fate fate : EnumSet.complementOf(EnumSet.of(Fate.ONLY_DECIDED))) {
            inputs.add(first(fate));
        }
        job.take(inputs);
        Checkpoint first = job.checkpoint();

        job.take(List.of(second(Fate.CURRENT), second(Fate.DELETED)));
        // The state of the operator has the record as an example of one that was replaced.
        job.take(List.of(second(Fate.WITHOUT_VERSION)));
        job.take(
                List.of(
                        record(
                                Fate.GONE.identity(),
                                Fate.GONE.version(2),
                                value(Fate.GONE, "city", Kind.EXPIRED, EXPIRED))));
        job.take(List.of(erasure(Fate.RETURNED, 1), second(Fate.RETURNED)));
        for (Fate fate : Fate.values()) {
            job.take(decided(fate, 0, Verdict.DIFFERENT, 1));
            job.take(decided(fate, 1, Verdict.SAME, 1));
        }
        job.at(1_000);
        Checkpoint second = job.checkpoint();
        job.take(List.of(SourceRecord.delete(Fate.DELETED.identity(), OptionalLong.of(3))));
        return List.of(first, second, job.checkpoint());
    }

    /** Of what comes later for these records nothing may stay either. */
    private void erase(HarnessedJob job) throws Exception {
        for (Fate fate : Fate.values()) {
            job.take(List.of(erasure(fate, 4)));
        }
        job.take(List.of(second(Fate.CURRENT)));
        job.take(List.of(SourceRecord.delete(Fate.GONE.identity(), OptionalLong.of(5))));
        job.take(decided(Fate.CURRENT, 0, Verdict.SAME, 2));
        job.take(decided(Fate.ONLY_DECIDED, 2, Verdict.DIFFERENT, 1));
        for (int time = 2_000; time < 6_000; time += 1_000) {
            job.at(time);
        }
    }

    private static SourceRecord other(int number) {
        return record(
                otherIdentity(number),
                OptionalLong.of(1),
                descriptor("email", "other" + number + "@x.org"),
                descriptor("phone", "555-9"),
                descriptor("ssn", "s" + number % 2),
                descriptor("name", "ann"),
                descriptor("city", KEPT));
    }

    private static RecordIdentity otherIdentity(int number) {
        return new RecordIdentity("person", "erp", "other" + number);
    }

    /** Like all others it is of Rome, and so in reconcile if there are several shards. */
    private SourceRecord first(Fate fate) {
        return record(
                fate.identity(),
                fate.version(1),
                descriptor("name", "ann"),
                descriptor("city", KEPT),
                value(fate, "email", Kind.REPLACED, Interval.ALWAYS),
                value(fate, "ssn", Kind.REPLACED, Interval.ALWAYS),
                value(fate, "name", Kind.REPLACED, Interval.ALWAYS));
    }

    private SourceRecord second(Fate fate) {
        secrets.put(SHARED_PHONE, Kind.SHARED);
        secrets.put(SHARED_SSN, Kind.SHARED);
        return record(
                fate.identity(),
                fate.version(2),
                descriptor("email", "other0@x.org"),
                descriptor("phone", "555-9"),
                descriptor("phone", SHARED_PHONE),
                descriptor("ssn", SHARED_SSN),
                descriptor("name", "ann"),
                descriptor("city", KEPT),
                value(fate, "email", Kind.OWN, Interval.ALWAYS),
                value(fate, "ssn", Kind.OWN, Interval.ALWAYS),
                value(fate, "name", Kind.OWN, Interval.ALWAYS),
                value(fate, "city", Kind.OWN, Interval.ALWAYS),
                value(fate, "address", Kind.EXPIRED, EXPIRED),
                value(fate, "address", Kind.EXPIRING, EXPIRES_LATER));
    }

    /** Both sides of a decision about an other record; the half of the reason is a secret. */
    private List<DecisionSide> decided(Fate fate, int other, Verdict verdict, long version) {
        secrets.put(fate.text(Kind.UID), Kind.UID);
        List<DecisionSide> sides =
                Decision.about(
                                fate.identity(),
                                otherIdentity(other),
                                OptionalLong.of(version),
                                Op.UPSERT,
                                verdict,
                                fate.text(Kind.REASON))
                        .sides(version);
        for (DecisionSide side : sides) {
            if (side.identity().equals(fate.identity())) {
                secrets.put(side.reasonHalf(), Kind.REASON);
            }
        }
        return sides;
    }

    private static SourceRecord erasure(Fate fate, long version) {
        return SourceRecord.erase(fate.identity(), fate.version(version));
    }

    private Descriptor value(Fate fate, String attribute, Kind kind, Interval interval) {
        secrets.put(fate.text(kind), kind);
        return new Descriptor(attribute, fate.text(kind), interval);
    }

    private static Descriptor descriptor(String attribute, String value) {
        return new Descriptor(attribute, value, Interval.ALWAYS);
    }

    private static SourceRecord record(
            RecordIdentity identity, OptionalLong version, Descriptor... descriptors) {
        return SourceRecord.upsert(identity, version, List.of(descriptors));
    }

    private SecretSearch search() {
        return new SecretSearch(List.copyOf(secrets.keySet()));
    }

    /** The secrets in all files of checkpoints, by operator. */
    private Map<String, Set<String>> found(List<Checkpoint> checkpoints) throws Exception {
        Map<String, Set<String>> found = new TreeMap<>();
        for (Checkpoint checkpoint : checkpoints) {
            for (String operator : checkpoint.operators().keySet()) {
                found.computeIfAbsent(operator, unused -> new TreeSet<>())
                        .addAll(search().in(checkpoint.files(operator).values()));
            }
        }
        return found;
    }

    /** Of which kinds the files are that have any secret. */
    private Set<String> filesWithSecrets(Checkpoint checkpoint) throws Exception {
        Set<String> kinds = new TreeSet<>();
        for (String operator : checkpoint.operators().keySet()) {
            checkpoint
                    .files(operator)
                    .forEach(
                            (name, bytes) -> {
                                if (!search().in(bytes).isEmpty()) {
                                    kinds.add(name.endsWith(SST) ? SST : name.split("-", 2)[0]);
                                }
                            });
        }
        return kinds;
    }

    private Map<String, Set<Kind>> kinds(Map<String, Set<String>> found) {
        Map<String, Set<Kind>> kinds = new TreeMap<>();
        found.forEach(
                (operator, texts) -> {
                    Set<Kind> those = EnumSet.noneOf(Kind.class);
                    texts.forEach(text -> those.add(secrets.get(text)));
                    kinds.put(operator, those);
                });
        return kinds;
    }

    private static Set<String> all(Map<String, Set<String>> found) {
        Set<String> all = new TreeSet<>();
        found.values().forEach(all::addAll);
        return all;
    }
}
