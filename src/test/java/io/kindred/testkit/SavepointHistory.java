package io.kindred.testkit;

import io.kindred.model.Decision;
import io.kindred.model.Descriptor;
import io.kindred.model.RecordIdentity;
import io.kindred.model.SourceRecord;
import io.kindred.model.SourceRecord.Op;
import io.kindred.model.Verdict;
import io.kindred.oracle.Arrival;
import io.kindred.temporal.Interval;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.function.IntConsumer;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/**
 * What jobs take whose savepoints are stored, and what comes after, such that all that state may
 * hold is in it: next to {@link CollidingPeople} there are companies with entities, components, key
 * lists and claims of more than fit into one entry of a table, lists with several runs, key values
 * that become generic and recover, more record ids than a chunk of a set has, decisions, erased
 * records and such as are gone because their values have expired.
 */
public final class SavepointHistory {

    /** The time of the job, at which some values have expired, and some records are gone. */
    public static final long NOW = 100;

    /** Of people and companies. */
    public static final String ONTOLOGY =
            CollidingPeople.ONTOLOGY
                    .replace("cardinality: many}\n", "cardinality: many, retention: 85}\n")
                    .replace(
                            "perspectives:\n",
                            """
                      company:
                        retention: 90
                        identity_keys:
                          - {name: site, attributes: [site], max_records: 100}
                          - {name: group, attributes: [group], max_records: 20}
                        strong_identifiers:
                          - {attribute: vat, scope: perspective}
                        constraints:
                          - {name: one_company, attribute: vat, kind: unique, scope: perspective}
                        attributes:
                          site: {normalize: [trim, lowercase], cardinality: many}
                    perspectives:
                    """);

    /** The same of which nothing expires. */
    public static final String LASTING_ONTOLOGY = ONTOLOGY.replaceAll(",? *retention: \\d+", "");

    /** What the jobs write. */
    public static final List<String> OUTPUTS =
            List.of("entities", "assignments", "conflicts", "generic_keys");

    private static final int SEED = 61;
    private static final int PEOPLE = 1300;
    private static final int PEOPLE_BEFORE = 850;

    /** Not all of the rest, so that some people stay as they are. */
    private static final int PEOPLE_AFTER = 300;

    private static final String NOT_A_RECORD = "{\"uid\": \"not a record\"}";

    private final List<Arrival> steps = new ArrayList<>();

    private SavepointHistory() {}

    /**
     * The sinks of the jobs. None for dead letters: it would end with the sources, and Flink lets
     * nothing that has ended be fed by a source that was added later.
     */
    public static Map<String, Object> sinks() {
        Map<String, Object> sinks = new LinkedHashMap<>();
        for (String output : OUTPUTS) {
            sinks.put(output, Map.of("type", "files", "path", "out/" + output));
        }
        return sinks;
    }

    /** The lines that the job has read when the savepoint is taken, two of which are no records. */
    public static List<String> before() {
        SavepointHistory history = new SavepointHistory();
        history.found();
        return history.lines(CollidingPeople.versions(SEED, PEOPLE).subList(0, PEOPLE_BEFORE));
    }

    /** The lines that come when the job goes on, two of which are no records. */
    public static List<String> after() {
        SavepointHistory history = new SavepointHistory();
        history.change();
        return history.lines(
                CollidingPeople.versions(SEED, PEOPLE)
                        .subList(PEOPLE_BEFORE, PEOPLE_BEFORE + PEOPLE_AFTER));
    }

    private List<String> lines(List<SourceRecord> people) {
        List<String> lines = new ArrayList<>();
        lines.add(NOT_A_RECORD);
        int company = 0;
        for (int person = 0; person < people.size(); person++) {
            // Dealt out evenly, so that both are in the first half and in the second.
            while ((long) company * people.size() < (long) (person + 1) * steps.size()) {
                lines.add(RecordJson.line(steps.get(company++)));
            }
            lines.add(RecordJson.line(people.get(person)));
        }
        lines.add(NOT_A_RECORD);
        return lines;
    }

    private void found() {
        each(60, i -> at("big" + i, 1, "site=HQ ", "vat=big", "name=Big " + i % 3));
        each(40, i -> at("port" + i, 1, "site=port", "vat=port" + i % 2));
        each(36, i -> during(10L * (i % 3), "fair" + i, "site=fair", "name=Fair"));
        each(20, i -> at("claim" + i, 1, "site=claim" + i, "vat=claimed"));
        each(25, i -> at("any" + i, 1, "site=any" + i, "group=any"));
        each(23, i -> at("stays" + i, 1, "group=stays"));
        each(22, i -> at("was" + i, 1, "site=was" + i, "group=was"));
        each(5, i -> delete("was" + i, 2));
        each(480, i -> at("bare" + i, 1));
        each(3, i -> add(unversioned("name=said " + i)));
        each(12, i -> decide(Verdict.SAME, 1, "bare" + i, "bare" + (i + 1), "seen " + i));
        each(6, i -> decide(Verdict.DIFFERENT, 1, "big" + i, "big" + (i + 6), "other hq"));
        each(3, i -> decide(Verdict.SAME, 1, "bare" + i, "unheard" + i, ""));
        decide(Verdict.DIFFERENT, 2, "bare4", "bare5", "no");
        steps.add(
                new Arrival.OfDecision(decision(Verdict.SAME, 2, "bare7", "bare8", Op.DELETE, "")));
        each(2, i -> erase("stays" + i, 2));
        each(6, i -> erase("bare" + (20 + i), 2));
        erase("bare9", 2);
        erase("never", 1);
        at("bare25", 3, "name=Back");
        for (int round = 0; round < 46; round++) {
            int version = 2 * round;
            each(90, i -> at("churn" + i, version, "site=churn" + i % 3));
            each(90, i -> delete("churn" + i, version + 1));
        }
    }

    private void change() {
        each(60, i -> i % 5 == 0, i -> delete("big" + i, 2));
        at("bridge", 1, "site=hq", "site=port");
        each(3, i -> decide(Verdict.SAME, 2, "big" + i, "big" + (i + 6), "one hq"));
        each(2, i -> at("unheard" + i, 1, "name=Heard"));
        at("stays0", 1, "group=stays");
        at("bare21", 4, "name=Back");
        at("bare9", 3);
        each(4, i -> erase("big" + (i + 1), 3));
        each(30, i -> at("port" + i, 2, "site=port", "vat=port0"));
        each(90, i -> i % 3 > 0, i -> at("churn" + i, 100, "site=churn" + i % 3));
        at("fairs", 1, "site=fair", "group=was");
        each(19, i -> delete("claim" + i, 2));
        each(10, i -> delete("any" + i, 2));
        each(8, i -> at("again" + i, 1, "group=was", "vat=again" + i % 2));
        at("bare7", 2, "site=claim19", "vat=claimed");
        at("claim3", 3, "site=elsewhere", "vat=claimed");
        add(unversioned("name=said 2"));
        add(unversioned("name=said again"));
        each(30, i -> i % 2 == 1, i -> at("port" + i, 3, "site=harbour", "vat=port" + i % 4));
        delete("bridge", 2);
        each(50, i -> at("late" + i, 1, "site=hq", "vat=big"));
    }

    private static void each(int count, IntConsumer step) {
        each(count, i -> true, step);
    }

    private static void each(int count, IntPredicate which, IntConsumer step) {
        IntStream.range(0, count).filter(which).forEach(step);
    }

    private void at(String uid, int version, String... values) {
        add(
                SourceRecord.upsert(
                        identity(uid),
                        OptionalLong.of(version),
                        descriptors(Interval.ALWAYS, values)));
    }

    private void during(long start, String uid, String... values) {
        add(
                SourceRecord.upsert(
                        identity(uid),
                        OptionalLong.of(1),
                        descriptors(new Interval(start, start + 5), values)));
    }

    private void delete(String uid, int version) {
        add(SourceRecord.delete(identity(uid), OptionalLong.of(version)));
    }

    private void erase(String uid, int version) {
        add(SourceRecord.erase(identity(uid), OptionalLong.of(version)));
    }

    private void add(SourceRecord step) {
        steps.add(new Arrival.OfRecord(step));
    }

    private void decide(Verdict verdict, int version, String left, String right, String reason) {
        steps.add(
                new Arrival.OfDecision(decision(verdict, version, left, right, Op.UPSERT, reason)));
    }

    private static Decision decision(
            Verdict verdict, int version, String left, String right, Op op, String reason) {
        return Decision.about(
                identity(left), identity(right), OptionalLong.of(version), op, verdict, reason);
    }

    private static SourceRecord unversioned(String value) {
        return SourceRecord.upsert(
                identity("unversioned"),
                OptionalLong.empty(),
                descriptors(Interval.ALWAYS, value, "site=hq"));
    }

    private static RecordIdentity identity(String uid) {
        return new RecordIdentity("company", "crm", uid);
    }

    private static List<Descriptor> descriptors(Interval interval, String... values) {
        List<Descriptor> descriptors = new ArrayList<>();
        for (String value : values) {
            int sign = value.indexOf('=');
            descriptors.add(
                    new Descriptor(value.substring(0, sign), value.substring(sign + 1), interval));
        }
        return descriptors;
    }
}
