package io.kindred.oracle;

import io.kindred.model.Descriptor;
import io.kindred.model.RecordIdentity;
import io.kindred.model.SourceRecord;
import io.kindred.model.SourceRecord.Op;

import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/** Which version of each record counts. */
final class CurrentVersions {

    private static final Comparator<Descriptor> DESCRIPTORS =
            Comparator.comparing(Descriptor::attribute, NaiveOrder.STRINGS)
                    .thenComparing(Descriptor::value, NaiveOrder.STRINGS)
                    .thenComparing(Descriptor::interval, NaiveOrder.INTERVALS);

    private CurrentVersions() {}

    /** The current versions that are upserts, as received, by identity. */
    static List<SourceRecord> of(List<SourceRecord> arrivals) {
        Map<RecordIdentity, SourceRecord> current = new HashMap<>();
        for (SourceRecord next : arrivals) {
            SourceRecord old = current.get(next.identity());
            if (old == null) {
                current.put(next.identity(), next);
            } else if (next.isCarried() && !bothHaveVersions(next, old)) {
                // Nothing shows that it is the later, so what is known stays.
                continue;
            } else if (next.version().isEmpty()) {
                current.put(
                        next.identity(),
                        new SourceRecord(
                                next.identity(), old.version(), next.op(), next.descriptors()));
            } else if (replaces(next, old)) {
                current.put(next.identity(), next);
            }
        }
        return current.values().stream()
                .filter(record -> record.op() == Op.UPSERT)
                .sorted(Comparator.comparing(SourceRecord::identity, NaiveOrder.IDENTITIES))
                .toList();
    }

    private static boolean bothHaveVersions(SourceRecord a, SourceRecord b) {
        return a.version().isPresent() && b.version().isPresent();
    }

    private static boolean replaces(SourceRecord next, SourceRecord old) {
        OptionalLong version = old.version();
        if (version.isEmpty() || next.version().getAsLong() > version.getAsLong()) {
            return true;
        }
        return next.version().getAsLong() == version.getAsLong() && hasGreaterContent(next, old);
    }

    private static boolean hasGreaterContent(SourceRecord a, SourceRecord b) {
        if (a.op() != b.op()) {
            return Op.UPSERT.equals(b.op()) || Op.ERASE.equals(a.op());
        }
        return NaiveOrder.lists(DESCRIPTORS).compare(content(a), content(b)) > 0;
    }

    private static List<Descriptor> content(SourceRecord record) {
        return record.descriptors().stream().sorted(DESCRIPTORS).toList();
    }
}
