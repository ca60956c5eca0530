package io.kindred.tools.store;

import io.kindred.flink.config.SinksConfig.Output;
import io.kindred.model.Digest;
import io.kindred.storage.ByteKey;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/**
 * The keys of the store. The first byte says what the entry is. Parts are UTF-8 and end with a zero
 * byte, which no input has in it; the last part has no end.
 *
 * <pre>
 * rows   E entity                      A identity    R identity    C conflict    G generic key
 *        X identity                    F entity       see {@link Erasures}
 * index  t type 0 attribute 0 text 0 record or entity     values, see {@link ValueIndex}
 *        k signature(16) identity                         key values: when the record has them
 *        w rank type 0 conflict                                 open conflicts, the worst first
 *        e entity 0 rank 0 conflict                       open conflicts of an entity, likewise
 *        p successor 0 entity                             entities that ended in another
 *        d digest(32 hex digits) 0 identity               records about which something is decided
 *        a type 0 attribute                               attributes that there are
 *        m identity 0 entity                              entities that a record left
 * log    h entity 0 revision(8)                           see {@link EntityHistory}
 *        l identity 0 revision(8)                         former entities of a record
 * </pre>
 */
final class StoreKeys {

    private StoreKeys() {}

    /** The key of the last row of an output key. */
    static byte[] row(Output output, String key) {
        return new Key(
                        switch (output) {
                            case ENTITIES -> 'E';
                            case ASSIGNMENTS -> 'A';
                            case RECORDS -> 'R';
                            case CONFLICTS -> 'C';
                            case GENERIC_KEYS -> 'G';
                            default ->
                                    throw new IllegalArgumentException(output + " is not stored");
                        })
                .last(key);
    }

    /** The key of a mark: the record was erased, and did not come again. It does not name it. */
    static byte[] erased(String identity) {
        return new Key('X').last(Digest.hex(List.of(identity)));
    }

    /** The key of a mark: the row of the entity has records that were erased. */
    static byte[] forgotten(String entityId) {
        return new Key('F').last(entityId);
    }

    static byte[] attribute(String entityType, String attribute) {
        return new Key('a').part(entityType).last(attribute);
    }

    static byte[] attributes() {
        return new Key('a').bytes();
    }

    /** The beginning of the entries of texts of an attribute. */
    static byte[] texts(String entityType, String attribute, String beginning) {
        return new Key('t').part(entityType).part(attribute).last(beginning);
    }

    static byte[] text(String entityType, String attribute, String text, String target) {
        return new Key('t').part(entityType).part(attribute).part(text).last(target);
    }

    static byte[] postings(ByteKey signature) {
        return new Key('k').raw(signature.bytes()).bytes();
    }

    static byte[] posting(ByteKey signature, String identity) {
        return new Key('k').raw(signature.bytes()).last(identity);
    }

    static byte[] ranks() {
        return new Key('w').bytes();
    }

    static byte[] rank(byte[] rank, String entityType, String conflictId) {
        return new Key('w').raw(rank).part(entityType).last(conflictId);
    }

    static byte[] conflicts(String entityId) {
        return new Key('e').part(entityId).bytes();
    }

    static byte[] conflict(String entityId, byte[] rank, String conflictId) {
        return new Key('e').part(entityId).raw(rank).part("").last(conflictId);
    }

    static byte[] predecessors(String entityId) {
        return new Key('p').part(entityId).bytes();
    }

    static byte[] predecessor(String entityId, String retired) {
        return new Key('p').part(entityId).last(retired);
    }

    static byte[] decided(String digest) {
        return new Key('d').part(digest).bytes();
    }

    static byte[] decided(String digest, String identity) {
        return new Key('d').part(digest).last(identity);
    }

    static byte[] history(String entityId) {
        return new Key('h').part(entityId).bytes();
    }

    static byte[] history(String entityId, long revision) {
        return new Key('h').part(entityId).number(revision).bytes();
    }

    /** Entities that a record was ever in. */
    static byte[] everEntities(String identity) {
        return new Key('m').part(identity).bytes();
    }

    static byte[] everEntity(String identity, String entityId) {
        return new Key('m').part(identity).last(entityId);
    }

    /** The same in order, as long as its revisions go on. */
    static byte[] formerEntities(String identity) {
        return new Key('l').part(identity).bytes();
    }

    static byte[] formerEntity(String identity, long revision) {
        return new Key('l').part(identity).number(revision).bytes();
    }

    /** What follows a beginning, as text. */
    static String rest(byte[] key, int beginning) {
        return new String(key, beginning, key.length - beginning, StandardCharsets.UTF_8);
    }

    /** What follows the last zero byte, as text. */
    static String lastPart(byte[] key) {
        int at = key.length;
        while (at > 0 && key[at - 1] != 0) {
            at--;
        }
        return rest(key, at);
    }

    /** The number at the end. */
    static long number(byte[] key) {
        return ByteBuffer.wrap(key, key.length - Long.BYTES, Long.BYTES).getLong();
    }

    static boolean hasBeginning(byte[] key, byte[] beginning) {
        return key.length >= beginning.length
                && Arrays.equals(key, 0, beginning.length, beginning, 0, beginning.length);
    }

    private static final class Key {
        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream(64);

        Key(char kind) {
            bytes.write(kind);
        }

        Key part(String text) {
            bytes.writeBytes(text.getBytes(StandardCharsets.UTF_8));
            bytes.write(0);
            return this;
        }

        Key raw(byte[] raw) {
            bytes.writeBytes(raw);
            return this;
        }

        Key number(long number) {
            return raw(ByteBuffer.allocate(Long.BYTES).putLong(number).array());
        }

        byte[] last(String text) {
            return raw(text.getBytes(StandardCharsets.UTF_8)).bytes();
        }

        byte[] bytes() {
            return bytes.toByteArray();
        }
    }
}
