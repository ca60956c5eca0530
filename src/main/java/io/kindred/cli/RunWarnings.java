package io.kindred.cli;

import io.kindred.codec.Notice;
import io.kindred.codec.Notices;
import io.kindred.flink.operator.InputCount.Topic;
import io.kindred.flink.operator.JobCounts;
import io.kindred.flink.operator.Tally;
import io.kindred.model.RecordIdentity;
import io.kindred.ontology.IdentityKey;
import io.kindred.ontology.Ontology;
import io.kindred.storage.shard.ShardMeta.Count;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** What the counts of a finished run say about its input that is probably not meant. */
final class RunWarnings {

    private static final int NOTICES = 10;

    private final JobCounts counts;
    private final Map<String, Tally.Counted> inputs;
    private final List<String> warnings = new ArrayList<>();

    private RunWarnings(JobCounts counts) {
        this.counts = counts;
        this.inputs = counts.tally(Topic.INPUTS_READ);
    }

    /** A sentence for each warning. */
    static List<String> of(JobCounts counts, Ontology ontology) {
        RunWarnings found = new RunWarnings(counts);
        found.alone();
        counts.replaced().values().forEach(found::replaced);
        Map<String, Tally.Counted> noticed = new TreeMap<>(counts.tally(Topic.INPUT_NOTICES));
        noticed.values().removeIf(found::isUsual);
        Tally.commonest(noticed, NOTICES).forEach(found::notice);
        found.warnings.addAll(counts.rulesWithoutValues(ontology));
        Tally.commonest(counts.tally(Topic.OVERFULL_KEYS), NOTICES).forEach(found::overfull);
        return found.warnings;
    }

    private void alone() {
        long records = counts.get(Count.RECORDS);
        if (records > 1 && records == counts.get(Count.ENTITIES)) {
            warnings.add(
                    "no two records are one entity: are values spelt differently (normalize), or"
                            + " several in a cell (split)? See \"Nothing merges\" in"
                            + " docs/troubleshooting.md");
        }
    }

    private void replaced(Tally.Counted replaced) {
        List<String> parts = parts(replaced.name());
        if (parts.size() != 2) {
            return;
        }
        String what = "perspective " + parts.get(1) + " of " + parts.get(0);
        List<String> sources =
                counts.tally(Topic.RECORDS_WRITTEN).keySet().stream()
                        .map(RunWarnings::parts)
                        .filter(written -> written.subList(1, written.size()).equals(parts))
                        .map(written -> written.get(0))
                        .toList();
        String records =
                count(replaced.count(), "record was", "records were")
                        + " replaced, such as "
                        + replaced.example();
        warnings.add(
                sources.size() > 1
                        ? String.format(
                                "sources %s both write %s: %s; give each table a perspective of"
                                        + " its own",
                                String.join(" and ", sources), what, records)
                        : String.format(
                                "%s: %s; a later row had the same uid, and no version",
                                what, records));
    }

    /** Optional fields are often left out. A field that no input had is probably misspelt. */
    private boolean isUsual(Tally.Counted noticed) {
        List<String> parts = parts(noticed.name());
        return parts.size() == 3
                && parts.get(1).equals(Notice.MISSING_FIELD.name())
                && !parts.get(2).contains(Notices.BUT_HAD)
                && noticed.count() + counts.deadLetters() < read(parts.get(0));
    }

    private void notice(Tally.Counted noticed) {
        List<String> parts = parts(noticed.name());
        if (parts.size() != 3) {
            return;
        }
        String source = parts.get(0);
        String detail = parts.get(2);
        String such = "; the first in " + noticed.example();
        warnings.add(
                "source "
                        + source
                        + ": "
                        + switch (Notice.valueOf(parts.get(1))) {
                            case DROPPED_VALUE ->
                                    count(noticed.count(), "value", "values")
                                            + " dropped, because the time cannot be read: "
                                            + detail;
                            case UNKNOWN_BEFORE ->
                                    count(noticed.count(), "event lacks", "events lack")
                                            + " the row before the change, and may have changed"
                                            + " the identity: "
                                            + detail;
                            case MISSING_FIELD ->
                                    String.format(
                                            Locale.ROOT,
                                            "%,d of %s lacked the mapped field %s",
                                            noticed.count(),
                                            count(read(source), "input", "inputs"),
                                            detail);
                        }
                        + such);
    }

    private void overfull(Tally.Counted overfull) {
        List<String> parts = parts(overfull.name());
        if (parts.size() != 2) {
            return;
        }
        warnings.add(
                String.format(
                        Locale.ROOT,
                        "identity key %s of %s: %s more than %,d combinations of values, so no entry"
                                + " for it; the first in %s",
                        parts.get(1),
                        parts.get(0),
                        count(overfull.count(), "record has", "records have"),
                        IdentityKey.MAX_COMBINATIONS,
                        overfull.example()));
    }

    private long read(String source) {
        Tally.Counted read = inputs.get(source);
        return read == null ? counts.read() : read.count();
    }

    private static List<String> parts(String name) {
        return List.of(name.split(String.valueOf(RecordIdentity.SEPARATOR), -1));
    }

    private static String count(long number, String one, String several) {
        return String.format(Locale.ROOT, "%,d %s", number, number == 1 ? one : several);
    }
}
