package io.kindred.resolve.check;

import io.kindred.codec.OntologyReader;
import io.kindred.model.Decision;
import io.kindred.model.Descriptor;
import io.kindred.model.DigestKey;
import io.kindred.model.RecordIdentity;
import io.kindred.model.SourceRecord;
import io.kindred.model.SourceRecord.Op;
import io.kindred.model.Verdict;
import io.kindred.ontology.EntityTypeRules;
import io.kindred.ontology.Ontology;
import io.kindred.ontology.Retention;
import io.kindred.resolve.ShardEngine;
import io.kindred.resolve.emit.EmissionLimit;
import io.kindred.storage.ByteKey;
import io.kindred.storage.ShardTables.Name;
import io.kindred.storage.ShardTables.TermName;
import io.kindred.storage.TermTable;
import io.kindred.storage.memory.InMemoryShardTables;
import io.kindred.temporal.Interval;
import io.kindred.temporal.Timeline;
import io.kindred.testkit.FoldedUpdates;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;

import static org.assertj.core.api.Assertions.assertThat;

/** The check of what is kept for decisions, erasures and retention. */
class MemoryCheckTest {

    private static final DigestKey KEY = DigestKey.random();
    private static final Ontology ONTOLOGY = withRetention();

    private static Ontology withRetention() {
        Ontology plain =
                OntologyReader.read(
                        "ontology",
                        "entity_types: {person: {identity_keys: [{name: email, attributes: [email]}]}}");
        EntityTypeRules person = plain.rules("person").orElseThrow();
        return new Ontology(
                Map.of(
                        "person",
                        new EntityTypeRules(
                                person.identityKeys(),
                                person.strongIdentifiers(),
                                person.constraints(),
                                person.attributes(),
                                new Retention(10))),
                plain.perspectives());
    }

    private static final class Shard {
        final InMemoryShardTables tables = new InMemoryShardTables();
        final FoldedUpdates emitted = new FoldedUpdates();

        Shard(boolean forgets) {
            ShardEngine engine =
                    new ShardEngine(
                            ONTOLOGY,
                            Timeline.INTEGER,
                            tables,
                            EmissionLimit.NONE,
                            () -> 0,
                            KEY,
                            forgets);
            engine.advance(100);
            engine.accept(record("stays", Interval.MAX));
            engine.accept(record("expires soon", 200));
            engine.accept(record("expires late", 1L << 40));
            engine.accept(record("gone", 50));
            engine.accept(record("erased", Interval.MAX));
            engine.accept(record("deleted", Interval.MAX));
            long order = 0;
            for (String other : List.of("gone", "erased", "deleted", "never there")) {
                Decision.about(
                                identity("stays"),
                                identity(other),
                                OptionalLong.of(1),
                                Op.UPSERT,
                                Verdict.DIFFERENT,
                                "")
                        .sides(++order)
                        .forEach(engine::accept);
            }
            engine.accept(SourceRecord.erase(identity("erased"), OptionalLong.of(2)));
            engine.accept(SourceRecord.delete(identity("deleted"), OptionalLong.of(2)));
            engine.flush(emitted);
        }

        List<String> findings() {
            return ShardChecks.findings(ONTOLOGY, tables, emitted);
        }
    }

    private static RecordIdentity identity(String uid) {
        return new RecordIdentity("person", "crm", uid);
    }

    private static SourceRecord record(String uid, long end) {
        return SourceRecord.upsert(
                identity(uid),
                OptionalLong.of(1),
                List.of(
                        new Descriptor("name", uid, new Interval(0, end)),
                        new Descriptor("city", uid, new Interval(0, 40 < end ? end : 40))));
    }

    @Test
    void findsNothingWrongWithAWholeShard() {
        assertThat(new Shard(false).findings()).isEmpty();
        assertThat(new Shard(true).findings()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(
            value = Name.class,
            names = {"META", "RECORDS", "RECORD_IDS", "ERASED_RECORDS"})
    void findsEveryEntryThatIsMissingOrBroken(Name name) {
        List<TermTable.Entry> entries = entries(new Shard(false).tables.bytes(name).scan());
        assertThat(entries).isNotEmpty();
        for (TermTable.Entry entry : entries) {
            Shard lacking = new Shard(false);
            lacking.tables.bytes(name).remove(entry.key());
            assertThat(lacking.findings())
                    .as("without %s", new String(entry.key(), StandardCharsets.UTF_8))
                    .isNotEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = Name.class,
            names = {"RECORDS", "RECORD_IDS", "ERASED_RECORDS", "GONE_RECORDS"})
    void findsEveryEntryThatIsTooLong(Name name) {
        boolean forgets = name == Name.GONE_RECORDS;
        List<TermTable.Entry> entries = entries(new Shard(forgets).tables.bytes(name).scan());
        assertThat(entries).isNotEmpty();
        for (TermTable.Entry entry : entries) {
            Shard broken = new Shard(forgets);
            byte[] longer = Arrays.copyOf(entry.value(), entry.value().length + 1);
            broken.tables.bytes(name).put(entry.key(), longer);
            assertThat(broken.findings())
                    .as("%s", new String(entry.key(), StandardCharsets.UTF_8))
                    .isNotEmpty();
        }
    }

    @Test
    void findsEveryEntryOfTheIndexThatIsMissingBrokenOrTooMany() {
        InMemoryShardTables whole = new Shard(false).tables;
        Set<ByteKey> terms = new HashSet<>();
        whole.scanTerms(TermName.EXPIRY_BUCKETS)
                .forEachRemaining(term -> terms.add(new ByteKey(term)));
        assertThat(terms).hasSizeGreaterThan(4);
        for (ByteKey term : terms) {
            for (TermTable.Entry entry :
                    entries(whole.terms(TermName.EXPIRY_BUCKETS).scan(term.bytes()))) {
                Shard lacking = new Shard(false);
                lacking.tables.terms(TermName.EXPIRY_BUCKETS).remove(term.bytes(), entry.key());
                assertThat(lacking.findings()).as("%s", term).isNotEmpty();

                Shard broken = new Shard(false);
                broken.tables
                        .terms(TermName.EXPIRY_BUCKETS)
                        .put(term.bytes(), entry.key(), new byte[] {1});
                assertThat(broken.findings()).as("%s", term).isNotEmpty();

                if (term.bytes()[2] == 3) {
                    Shard more = new Shard(false);
                    byte[] other = entry.key().clone();
                    other[other.length - 1]++;
                    more.tables
                            .terms(TermName.EXPIRY_BUCKETS)
                            .put(term.bytes(), other, entry.value());
                    assertThat(more.findings()).as("%s", term).isNotEmpty();
                }
            }
        }
    }

    private static List<TermTable.Entry> entries(Iterator<TermTable.Entry> all) {
        List<TermTable.Entry> entries = new ArrayList<>();
        all.forEachRemaining(entries::add);
        return entries;
    }
}
