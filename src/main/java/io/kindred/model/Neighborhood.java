package io.kindred.model;

import java.util.Collection;
import java.util.List;

/**
 * What one of several shards knows of the records that a record would meet if it arrived now: the
 * components of all records that share a key value with it.
 *
 * <p>Example: a record with {@code ann@x.org} is asked about. Crm 1 of this shard has that address,
 * and its phone number links it to crm 2: both are sent, and that one other record has the address.
 *
 * @param records of whole components, each with the number of its last change and the decisions
 *     about it
 * @param counts of each key value of the record, before or after it arrives, how many other records
 *     of the shard have it; none with 0
 * @param generic the key values of these records that are generic
 * @param isTooLarge whether there are too many records, or too many bytes of them: then it has none
 */
public record Neighborhood(
        List<SourceRecord> records,
        List<Count> counts,
        List<KeyValue> generic,
        boolean isTooLarge) {

    /** The most records of all shards together. */
    public static final long MAX_RECORDS = 10_000;

    /** The most {@linkplain #bytes() bytes} of all shards together, as estimated. */
    public static final long MAX_BYTES = 8L << 20;

    /** Of a shard that has too many records to send. */
    public static final Neighborhood TOO_LARGE =
            new Neighborhood(List.of(), List.of(), List.of(), true);

    /** Besides the texts of a value or decision. */
    private static final long BYTES_EACH = 32;

    public Neighborhood {
        records = List.copyOf(records);
        counts = List.copyOf(counts);
        generic = List.copyOf(generic);
    }

    /**
     * Values of an identity key.
     *
     * @param key the key's name
     * @param values the value of each key attribute, in the key's order
     */
    public record KeyValue(String key, List<String> values) {

        public KeyValue {
            values = List.copyOf(values);
        }
    }

    /** How many records have values of a key. */
    public record Count(KeyValue value, long records) {}

    /** Whether these have too many records or bytes together. */
    public static boolean areTooLarge(Collection<Neighborhood> parts) {
        return parts.stream().anyMatch(Neighborhood::isTooLarge)
                || parts.stream().mapToLong(part -> part.records().size()).sum() > MAX_RECORDS
                || parts.stream().mapToLong(Neighborhood::bytes).sum() > MAX_BYTES;
    }

    /** How many bytes it has, estimated: the characters, and 32 for each value and decision. */
    private long bytes() {
        return records.stream().mapToLong(Neighborhood::bytes).sum()
                + counts.stream().mapToLong(count -> bytes(count.value())).sum()
                + generic.stream().mapToLong(Neighborhood::bytes).sum();
    }

    /** Estimates the bytes of a record. */
    public static long bytes(SourceRecord record) {
        RecordIdentity identity = record.identity();
        long bytes =
                identity.entityType().length()
                        + identity.perspective().length()
                        + identity.uid().length()
                        + BYTES_EACH * (1 + record.decisions().all().size());
        for (Descriptor descriptor : record.descriptors()) {
            bytes += BYTES_EACH + descriptor.attribute().length() + descriptor.value().length();
        }
        return bytes;
    }

    /** Estimates the bytes of a key value. */
    public static long bytes(KeyValue value) {
        return value.key().length()
                + value.values().stream().mapToLong(each -> BYTES_EACH + each.length()).sum();
    }
}
