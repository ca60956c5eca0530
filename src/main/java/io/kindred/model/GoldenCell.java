package io.kindred.model;

import java.util.List;

/**
 * A golden value with the records that it comes from.
 *
 * @param id 32 hex digits that name entity, attribute, normalised value and start
 * @param records those of the entity that assert the value at some time in its interval; sorted, at
 *     least one
 */
public record GoldenCell(String id, GoldenValue value, List<RecordIdentity> records) {

    public GoldenCell {
        records = List.copyOf(records);
    }

    /** The perspectives of the records; distinct, sorted. */
    public List<String> perspectives() {
        return records.stream()
                .map(RecordIdentity::perspective)
                .distinct()
                .sorted(CodePointOrder.STRINGS)
                .toList();
    }
}
