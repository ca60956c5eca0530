package io.kindred.resolve.record;

import io.kindred.model.Descriptor;
import io.kindred.ontology.EntityTypeRules;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Which descriptors of a record count, and when the others stopped.
 *
 * <p>Example: with a retention of 10, a value that ended at 5 counts until 14, and no longer at 15.
 */
public final class Expiry {

    private Expiry() {}

    /**
     * The descriptors of a record at a time.
     *
     * @param current those that count, sorted
     * @param expired those that no longer do, sorted
     */
    public record Split(List<Descriptor> current, List<Descriptor> expired) {

        /** Whether the record is gone: it had descriptors, and all have expired. */
        public boolean isGone() {
            return current.isEmpty() && !expired.isEmpty();
        }
    }

    /** When a descriptor expires; {@link Long#MAX_VALUE} if never. */
    public static long at(Descriptor descriptor, EntityTypeRules rules) {
        return rules.retention(descriptor.attribute()).expiry(descriptor.interval().end());
    }

    /** Splits the descriptors of a record, sorted. */
    public static Split split(List<Descriptor> descriptors, EntityTypeRules rules, long now) {
        if (!rules.hasRetention()) {
            return new Split(descriptors, List.of());
        }
        List<Descriptor> current = new ArrayList<>(descriptors.size());
        List<Descriptor> expired = new ArrayList<>();
        for (Descriptor descriptor : descriptors) {
            boolean isLimited = rules.retention(descriptor.attribute()).isLimited();
            (isLimited && at(descriptor, rules) <= now ? expired : current).add(descriptor);
        }
        return new Split(current, expired);
    }

    /** All descriptors of a record as it was received, sorted. */
    public static List<Descriptor> joined(List<Descriptor> current, List<Descriptor> expired) {
        if (expired.isEmpty()) {
            return current;
        }
        List<Descriptor> all = new ArrayList<>(current);
        all.addAll(expired);
        all.sort(null);
        return List.copyOf(all);
    }

    /** The times at which descriptors of a record will expire. */
    public static SortedSet<Long> times(List<Descriptor> current, EntityTypeRules rules) {
        SortedSet<Long> times = new TreeSet<>();
        if (rules.hasRetention()) {
            for (Descriptor descriptor : current) {
                long at = at(descriptor, rules);
                if (at != Long.MAX_VALUE) {
                    times.add(at);
                }
            }
        }
        return times;
    }
}
