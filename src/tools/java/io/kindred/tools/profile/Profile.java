package io.kindred.tools.profile;

import io.kindred.tools.input.RecordFiles;
import io.kindred.tools.profile.HotValues.HotValue;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * What the records of a job look like, before there are rules for them.
 *
 * @param entityType of the records that were looked at
 * @param read the inputs, records of other types included
 * @param records upserts of the entity type; a record with several versions counts several times
 * @param otherTypes records of other entity types, by type
 * @param attributes the most complete first
 * @param keys single attributes, then combinations; in either those with fewer pairs first
 * @param maxRecords the limit that the sizes of blocks are compared with
 */
public record Profile(
        String entityType,
        RecordFiles.Summary read,
        long records,
        Map<String, Long> otherTypes,
        List<Attribute> attributes,
        List<Key> keys,
        long maxRecords) {

    public Profile {
        otherTypes = Map.copyOf(otherTypes);
        attributes = List.copyOf(attributes);
        keys = List.copyOf(keys);
    }

    /**
     * How complete an attribute is, and which values it has.
     *
     * @param records that have a value
     * @param share of all records, 0 to 1
     * @param distinct number of different values, as received
     * @param isExact whether that is exact; otherwise it is an estimate
     * @param hottest the commonest values
     * @param placeholders common values that mean that there is no value
     * @param agreement the probability that two records that have a value have the same
     * @param repeats another attribute whose words it has nearly always
     */
    record Attribute(
            String name,
            ValueKind kind,
            long records,
            double share,
            long distinct,
            boolean isExact,
            List<HotValue> hottest,
            List<String> placeholders,
            double agreement,
            Optional<String> repeats) {

        private static final double VAGUE = 0.02;

        Attribute {
            hottest = List.copyOf(hottest);
            placeholders = List.copyOf(placeholders);
        }

        Attribute repeating(Optional<String> other) {
            return new Attribute(
                    name,
                    kind,
                    records,
                    share,
                    distinct,
                    isExact,
                    hottest,
                    placeholders,
                    agreement,
                    other);
        }

        /** Whether it says little that two records have the same value, such as the same city. */
        boolean isVague() {
            return agreement > VAGUE;
        }

        /** Whether it is about somebody, not about a place: so it is called. */
        boolean isCalledName() {
            return name.toLowerCase(Locale.ROOT).contains("name");
        }

        /** Whether it says something that no other attribute says. */
        boolean isOfItsOwn() {
            return repeats.isEmpty();
        }
    }

    /**
     * A possible key. The values of its attributes are normalised as the ontology does it.
     *
     * @param records that have values for it
     * @param share of all records, 0 to 1
     * @param distinct number of different values
     * @param isExact whether what is counted is exact; otherwise it is an estimate
     * @param pairs of records that have a value in common, without generic values. Some may never
     *     have it at the same time
     * @param generic values that more records have than {@code maxRecords}
     * @param genericRecords records of these values
     * @param largest the values with the most records
     */
    record Key(
            KeyProposal proposal,
            long records,
            double share,
            long distinct,
            boolean isExact,
            long pairs,
            long generic,
            long genericRecords,
            List<HotValue> largest) {

        Key {
            largest = List.copyOf(largest);
        }

        double pairsPerRecord(long all) {
            return all == 0 ? 0 : (double) pairs / all;
        }
    }
}
