package io.kindred.e2e;

import io.kindred.codec.OntologyReader;
import io.kindred.model.Conflict;
import io.kindred.model.Descriptor;
import io.kindred.model.Entity;
import io.kindred.model.GenericKey;
import io.kindred.model.RecordIdentity;
import io.kindred.model.SourceRecord;
import io.kindred.oracle.Oracle;
import io.kindred.oracle.OracleResult;
import io.kindred.temporal.Timeline;
import io.kindred.testkit.CollidingPeople;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.stream.IntStream;

/**
 * Versions of very many records: worlds of a few people each that have no value in common, mixed.
 * What must come of them is known of each world by itself, since the oracle takes the square of the
 * records that it is given.
 */
final class SeparatePeople {

    private final List<List<SourceRecord>> worlds;
    private final List<SourceRecord> versions = new ArrayList<>();

    /**
     * About so many versions.
     *
     * @param ofAWorld how many versions of it; what one takes grows with them, since most records
     *     of a world are in one component
     */
    SeparatePeople(long seed, int versions, int ofAWorld) {
        worlds =
                IntStream.range(0, Math.max(1, versions / ofAWorld))
                        .mapToObj(world -> world(seed, world, ofAWorld))
                        .toList();
        mix(new Random(seed));
    }

    /** All versions in the order of their arrival; it does not matter, as all are numbered. */
    List<SourceRecord> versions() {
        return versions;
    }

    /** What is there in the end. */
    OracleResult expected() {
        List<OracleResult> results =
                worlds.parallelStream()
                        .map(
                                world ->
                                        new Oracle(
                                                        OntologyReader.read(
                                                                "ontology.yaml",
                                                                CollidingPeople.ONTOLOGY),
                                                        Timeline.INTEGER,
                                                        world)
                                                .result())
                        .toList();
        List<Entity> entities = new ArrayList<>();
        List<Conflict> conflicts = new ArrayList<>();
        List<GenericKey> genericKeys = new ArrayList<>();
        for (OracleResult result : results) {
            entities.addAll(result.entities());
            conflicts.addAll(result.conflicts());
            genericKeys.addAll(result.genericKeys());
        }
        return OracleResult.of(entities, conflicts, genericKeys);
    }

    private static List<SourceRecord> world(long seed, int world, int versions) {
        // As many digits for each: where only digits count, none is another's.
        String mark = String.format(Locale.ROOT, "%05d-", world);
        return CollidingPeople.versions(seed * 100_003 + world, versions).stream()
                .map(record -> marked(record, mark))
                .toList();
    }

    private static SourceRecord marked(SourceRecord record, String mark) {
        RecordIdentity identity = record.identity();
        return new SourceRecord(
                new RecordIdentity(
                        identity.entityType(), identity.perspective(), mark + identity.uid()),
                record.version(),
                record.op(),
                record.descriptors().stream()
                        .map(d -> new Descriptor(d.attribute(), mark + d.value(), d.interval()))
                        .toList());
    }

    private void mix(Random random) {
        List<Deque<SourceRecord>> left = new ArrayList<>();
        worlds.forEach(world -> left.add(new ArrayDeque<>(world)));
        while (!left.isEmpty()) {
            int next = random.nextInt(left.size());
            versions.add(left.get(next).remove());
            if (left.get(next).isEmpty()) {
                left.set(next, left.get(left.size() - 1));
                left.remove(left.size() - 1);
            }
        }
    }
}
