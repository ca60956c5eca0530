package io.kindred.resolve;

import io.kindred.codec.OntologyReader;
import io.kindred.model.Answer;
import io.kindred.model.Answer.Found;
import io.kindred.model.Descriptor;
import io.kindred.model.EntityId;
import io.kindred.model.MatchResult;
import io.kindred.model.Neighborhood;
import io.kindred.model.Question;
import io.kindred.model.RecordIdentity;
import io.kindred.model.SourceRecord;
import io.kindred.temporal.Interval;
import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;

/** How a record would be resolved if it arrived in one of several shards. */
class ManyShardsMatchTest {

    private static final int SHARDS = 7;

    private static final String ONTOLOGY =
            """
            entity_types:
              person:
                identity_keys:
                  - {name: phone, attributes: [phone]}
                  - {name: email, attributes: [email], max_records: 2}
            """;

    private final ShardNetwork network =
            new ShardNetwork(OntologyReader.read("ontology.yaml", ONTOLOGY), SHARDS, new Random(1));

    private static SourceRecord record(String uid, String... values) {
        List<Descriptor> descriptors = new ArrayList<>();
        for (int i = 0; i < values.length; i += 2) {
            descriptors.add(new Descriptor(values[i], values[i + 1], Interval.ALWAYS));
        }
        return SourceRecord.upsert(crm(uid), OptionalLong.empty(), descriptors);
    }

    private static RecordIdentity crm(String uid) {
        return new RecordIdentity("person", "crm", uid);
    }

    private void arrive(SourceRecord... records) {
        Stream.of(records).forEach(network::accept);
        network.settle();
    }

    private Found ask(SourceRecord record) {
        return network.answer(new Question.Match(record));
    }

    private MatchResult match(SourceRecord record) {
        return ((Answer.Matched) ask(record)).result();
    }

    @Test
    void mergesEntitiesOfSeveralShards() {
        arrive(
                record("1", "phone", "1", "email", "a"),
                record("2", "phone", "2", "email", "b"),
                record("3", "phone", "3"),
                record("4", "phone", "4"));

        MatchResult found = match(record("9", "phone", "3", "email", "a", "email", "b"));

        assertThat(found.members()).containsExactly(crm("1"), crm("2"), crm("3"));
        assertThat(found.joined())
                .containsExactlyInAnyOrder(
                        EntityId.of(crm("1")), EntityId.of(crm("2")), EntityId.of(crm("3")));
    }

    /** One record more than the key may have makes an address of two shards generic. */
    @Test
    void makesAValueGeneric() {
        arrive(record("1", "phone", "1", "email", "a"), record("2", "phone", "2", "email", "a"));

        MatchResult found = match(record("9", "phone", "1", "email", "a"));

        assertThat(found.members()).containsExactly(crm("1"));
        assertThat(found.joined()).hasSize(1);
        assertThat(found.seen().orElseThrow().entries())
                .anyMatch(entry -> entry.key().equals("email") && entry.isGeneric());
    }

    /** Without the record's own former address two records are left with it, which it links. */
    @Test
    void makesAValueLinkAgainThatItNoLongerHas() {
        arrive(
                record("1", "phone", "1", "email", "a"),
                record("2", "phone", "2", "email", "a"),
                record("3", "phone", "3", "email", "a"));

        MatchResult found = match(record("3", "phone", "1"));

        assertThat(found.isReplacement()).isTrue();
        assertThat(found.members()).containsExactly(crm("1"), crm("2"));
        assertThat(found.joined()).hasSize(2);
    }

    @Test
    void changesNothing() {
        arrive(record("1", "phone", "1", "email", "a"), record("2", "email", "a"));
        SortedMap<Integer, Map<String, String>> before = new TreeMap<>();
        network.tables().forEach((shard, tables) -> before.put(shard, TableDump.of(tables)));

        match(
                SourceRecord.upsert(
                        new RecordIdentity("person", "unknown", "1"),
                        OptionalLong.empty(),
                        record("1", "phone", "1", "email", "a").descriptors()));

        network.tables()
                .forEach(
                        (shard, tables) ->
                                assertThat(TableDump.of(tables))
                                        .as("shard %s", shard)
                                        .isEqualTo(before.get(shard)));
    }

    /** In one shard too large, and in no shard but in all together. */
    @Test
    void saysThatItWouldMeetTooMuch() {
        String large = "x".repeat(1_000_000);
        long records = Neighborhood.MAX_BYTES / large.length() + 1;
        String[] own = new String[2 * (int) records];
        for (int i = 0; i < records; i++) {
            arrive(
                    record("same " + i, "phone", "1", "note", large),
                    record("other " + i, "phone", "of " + i, "note", large));
            own[2 * i] = "phone";
            own[2 * i + 1] = "of " + i;
        }

        assertThat(ask(record("9", "phone", "1"))).isEqualTo(new Answer.TooLarge());
        assertThat(ask(record("9", own))).isEqualTo(new Answer.TooLarge());
        assertThat(match(record("9", "phone", "of 1")).members()).containsExactly(crm("other 1"));
    }
}
