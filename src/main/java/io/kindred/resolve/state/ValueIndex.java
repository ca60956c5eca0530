package io.kindred.resolve.state;

import io.kindred.ontology.Constraint;
import io.kindred.ontology.EntityTypeRules;
import io.kindred.ontology.IdentityKey;
import io.kindred.resolve.record.RecordTerms.ValueTerm;
import io.kindred.resolve.record.Signature;
import io.kindred.storage.ByteKey;
import io.kindred.storage.ShardTables;
import io.kindred.storage.shard.Posting;
import io.kindred.storage.shard.PostingLists;
import io.kindred.storage.shard.ValuePostings;
import org.jspecify.annotations.Nullable;

import java.util.Iterator;
import java.util.List;
import java.util.Spliterators;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * An index of records by the values they assert, with as few entries per record as the ontology
 * allows:
 *
 * <ul>
 *   <li>A value of a {@code unique} attribute is in a counted list, since each claim may be a
 *       violation. A new value costs one lookup of a missing head.
 *   <li>A value that is an identity key by itself is found through the key's posting list.
 *   <li>Any other value is a blind entry: written without a read.
 * </ul>
 */
public final class ValueIndex {

    private final PostingLists keys;
    private final PostingLists claims;
    private final ValuePostings values;

    ValueIndex(ShardTables tables, PostingLists keys) {
        this.keys = keys;
        this.claims = PostingLists.ofClaims(tables);
        this.values = new ValuePostings(tables);
    }

    /** Whether the attribute has a {@code unique} constraint. */
    public static boolean isUnique(EntityTypeRules rules, String attribute) {
        for (Constraint constraint : rules.constraints()) {
            if (constraint.kind() == Constraint.Kind.UNIQUE
                    && constraint.attribute().equals(attribute)) {
                return true;
            }
        }
        return false;
    }

    /** Reads ahead for values whose claims will be added soon. */
    void prefetchClaims(List<byte[]> signatures) {
        claims.prefetch(signatures);
    }

    /**
     * Adds a record's value.
     *
     * @return how many records claim it now; 0 if the attribute is not {@code unique}
     */
    public long add(EntityTypeRules rules, ByteKey signature, long recordId, ValueTerm term) {
        Posting posting = new Posting(recordId, term.times());
        if (isUnique(rules, term.attribute())) {
            return claims.add(signature.bytes(), posting);
        }
        if (!isFoundByKey(rules, term)) {
            values.put(signature.bytes(), posting);
        }
        return 0;
    }

    /** Sets the times of a record's value. */
    public void replace(EntityTypeRules rules, ByteKey signature, long recordId, ValueTerm term) {
        Posting posting = new Posting(recordId, term.times());
        if (isUnique(rules, term.attribute())) {
            claims.replace(signature.bytes(), posting);
        } else if (!isFoundByKey(rules, term)) {
            values.put(signature.bytes(), posting);
        }
    }

    /**
     * Removes a record's value.
     *
     * @return how many records still claim it; 0 if the attribute is not {@code unique}
     */
    public long remove(EntityTypeRules rules, ByteKey signature, long recordId, ValueTerm term) {
        if (isUnique(rules, term.attribute())) {
            return claims.remove(signature.bytes(), recordId);
        }
        if (!isFoundByKey(rules, term)) {
            values.remove(signature.bytes(), recordId);
        }
        return 0;
    }

    /**
     * Moves a record's value from its place in layout 1, which had a blind entry for every value.
     * Idempotent.
     */
    void upgrade(EntityTypeRules rules, ByteKey signature, long recordId, ValueTerm term) {
        boolean isClaim = isUnique(rules, term.attribute());
        if (isClaim) {
            claims.put(signature.bytes(), new Posting(recordId, term.times()));
        }
        if (isClaim || isFoundByKey(rules, term)) {
            values.remove(signature.bytes(), recordId);
        }
    }

    /** How many records claim a value of a {@code unique} attribute. */
    public long claims(ByteKey signature) {
        return claims.count(signature.bytes());
    }

    /** Iterates over these records by cursor. The list must not change meanwhile. */
    public Iterator<Posting> claimants(ByteKey signature) {
        return claims.scan(signature.bytes());
    }

    /** The claims on values of {@code unique} attributes. */
    public PostingLists claims() {
        return claims;
    }

    /** The blind entries: all other values that are not found through a key. */
    public ValuePostings blind() {
        return values;
    }

    /**
     * Iterates over the records that assert a value, by cursor. The list must not change meanwhile.
     */
    public Iterator<Posting> scan(
            String entityType, EntityTypeRules rules, String attribute, String value) {
        byte[] signature = Signature.ofValue(entityType, attribute, value);
        if (isUnique(rules, attribute)) {
            return claims.scan(signature);
        }
        IdentityKey key = keyOf(rules, attribute);
        return key == null
                ? values.scan(signature)
                : Stream.concat(
                                stream(
                                        keys.scan(
                                                Signature.ofKey(
                                                        entityType, key.name(), List.of(value)))),
                                stream(values.scan(signature)))
                        .iterator();
    }

    private static Stream<Posting> stream(Iterator<Posting> postings) {
        return StreamSupport.stream(Spliterators.spliteratorUnknownSize(postings, 0), false);
    }

    /** Whether a record with the value is found through a key; if not, it has a blind entry. */
    public static boolean isFoundByKey(EntityTypeRules rules, ValueTerm term) {
        return !term.isOfMany() && keyOf(rules, term.attribute()) != null;
    }

    /** The identity key that consists of this attribute's unchanged values, or null. */
    public static @Nullable IdentityKey keyOf(EntityTypeRules rules, String attribute) {
        for (IdentityKey key : rules.identityKeys()) {
            if (key.isValueOf(attribute)) {
                return key;
            }
        }
        return null;
    }
}
