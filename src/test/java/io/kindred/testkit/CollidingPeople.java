package io.kindred.testkit;

import io.kindred.codec.OntologyReader;
import io.kindred.model.Descriptor;
import io.kindred.model.RecordIdentity;
import io.kindred.model.SourceRecord;
import io.kindred.oracle.Oracle;
import io.kindred.temporal.Interval;
import io.kindred.temporal.Timeline;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.OptionalLong;
import java.util.Random;

/**
 * Versions of many records about people who share addresses and numbers, in random order: updates,
 * deletes, replays, contested keys, key values around their limit. Unlike the {@link
 * RandomHistories}, many small components side by side.
 */
public final class CollidingPeople {

    /** The declarations that make these records collide. */
    public static final String ONTOLOGY =
            """
            entity_types:
              person:
                identity_keys:
                  - {name: email, attributes: [email]}
                  - {name: phone, attributes: [phone], max_records: 5}
                  - {name: name_city, attributes: [name, city], max_records: 8}
                strong_identifiers:
                  - {attribute: ssn, scope: global}
                constraints:
                  - {name: one_owner, attribute: ssn, kind: unique, scope: global}
                  - {name: one_email, attribute: email, kind: single_valued}
                attributes:
                  email: {normalize: [trim, lowercase], prefer: [majority]}
                  phone: {normalize: [digits], cardinality: many}
            perspectives:
              crm: {weight: 200, authoritative: [email]}
            """;

    private static final List<String> PERSPECTIVES = List.of("crm", "erp", "web");
    private static final int PEOPLE_TO_RECORDS = 3;

    private final Random random;
    private final int people;

    private CollidingPeople(long seed, int people) {
        this.random = new Random(seed);
        this.people = people;
    }

    /** What must come of records, on the timeline {@code integer}. */
    public static Oracle oracle(List<SourceRecord> records) {
        return new Oracle(
                OntologyReader.read("ontology.yaml", ONTOLOGY), Timeline.INTEGER, records);
    }

    /** So many versions, all with a version number, of about a third as many records. */
    public static List<SourceRecord> versions(long seed, int count) {
        int records = count / PEOPLE_TO_RECORDS;
        CollidingPeople generator = new CollidingPeople(seed, records / PEOPLE_TO_RECORDS);
        List<SourceRecord> versions = new ArrayList<>();
        for (int i = 0; versions.size() < count; i++) {
            versions.add(generator.version(i % records, i / records));
            if (generator.random.nextInt(20) == 0) {
                versions.add(versions.get(generator.random.nextInt(versions.size())));
            }
        }
        List<SourceRecord> taken = new ArrayList<>(versions.subList(0, count));
        // Mostly in order, so that every record lives through its versions.
        for (int i = 0; i < count; i++) {
            Collections.swap(taken, i, Math.min(count - 1, i + generator.random.nextInt(50)));
        }
        return taken;
    }

    private SourceRecord version(int record, int version) {
        RecordIdentity identity =
                new RecordIdentity("person", PERSPECTIVES.get(record % 3), "r" + record);
        OptionalLong number = OptionalLong.of(version);
        if (version > 0 && random.nextInt(5) == 0) {
            return SourceRecord.delete(identity, number);
        }
        int person = (record / PEOPLE_TO_RECORDS) % people;
        List<Descriptor> descriptors = new ArrayList<>();
        add(descriptors, 0.7, "email", "P" + neighbour(person, 0.1) + "@x.org ");
        add(descriptors, 0.2, "email", "p" + person + "@y.org");
        add(descriptors, 0.6, "phone", "555-" + neighbour(person, 0.2) / 2);
        add(descriptors, 0.5, "name", "name" + person % 40);
        add(descriptors, 0.5, "city", "city" + person % 7);
        add(descriptors, 0.5, "ssn", "s" + neighbour(person, 0.05));
        return SourceRecord.upsert(identity, number, descriptors);
    }

    private int neighbour(int person, double chance) {
        return random.nextDouble() < chance ? (person + 1) % people : person;
    }

    private void add(List<Descriptor> descriptors, double chance, String attribute, String value) {
        if (random.nextDouble() < chance) {
            descriptors.add(new Descriptor(attribute, value, interval()));
        }
    }

    private Interval interval() {
        long start = random.nextInt(3) == 0 ? Interval.MIN : random.nextInt(10);
        long end =
                random.nextInt(3) == 0 ? Interval.MAX : Math.max(0, start) + 1 + random.nextInt(10);
        return new Interval(start, end);
    }
}
