package io.kindred.flink.operator;

import io.kindred.model.Descriptor;
import io.kindred.model.Input;
import io.kindred.model.RecordIdentity;
import io.kindred.model.RecordInput;
import io.kindred.model.SourceRecord;

import java.util.List;

/**
 * Estimates the heap size of a record in bytes: its objects, and one byte per character, which is
 * right for Latin text. Costs a few additions per value.
 */
final class RecordBytes {

    /** The record, its identity, three strings, version and list. */
    private static final int RECORD = 256;

    /** The descriptor, its interval and two strings. */
    private static final int DESCRIPTOR = 144;

    /** A scope change of a key value: its objects and 16 bytes of signature. */
    static final long OF_SCOPE_CHANGE = 160;

    private RecordBytes() {}

    static long of(Input input) {
        if (!(input instanceof RecordInput about)) {
            return RECORD;
        }
        RecordIdentity identity = about.identity();
        long bytes =
                RECORD
                        + identity.entityType().length()
                        + identity.perspective().length()
                        + identity.uid().length();
        if (!(input instanceof SourceRecord record)) {
            return bytes;
        }
        List<Descriptor> descriptors = record.descriptors();
        for (int i = 0; i < descriptors.size(); i++) {
            Descriptor descriptor = descriptors.get(i);
            bytes += DESCRIPTOR + descriptor.attribute().length() + descriptor.value().length();
        }
        return bytes;
    }
}
