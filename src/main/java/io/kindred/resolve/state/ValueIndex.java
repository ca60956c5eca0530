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

/**
 * Finds records by the values they assert, with as few entries a record as the ontology allows.
 *
 * <p>A value whose attribute has to be unique is counted, since each of its claims may be a breach:
 * a new value then costs one look-up of a head that is not there. A value that is an identity key
 * all by itself is found through the key's list, which says the same. Any other is a blind entry.
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

    /** Whether entities are not to share values of the attribute. */
    public static boolean isUnique(EntityTypeRules rules, String attribute) {
        for (Constraint constraint : rules.constraints()) {
            if (constraint.kind() == Constraint.Kind.UNIQUE
                    && constraint.attribute().equals(attribute)) {
                return true;
            }
        }
        return false;
    }

    /** Tells that claims on the values will be added soon. */
    void prefetchClaims(List<byte[]> signatures) {
        claims.prefetch(signatures);
    }

    /**
     * Adds a record's value.
     *
     * @return how many records assert it now, as far as that is known: 0 if nobody counts
     */
    public long add(EntityTypeRules rules, ByteKey signature, long recordId, ValueTerm term) {
        Posting posting = new Posting(recordId, term.times());
        if (isUnique(rules, term.attribute())) {
            return claims.add(signature.bytes(), posting);
        }
        if (keyOf(rules, term.attribute()) == null) {
            values.put(signature.bytes(), posting);
        }
        return 0;
    }

    /** Sets the times of a record's value. */
    public void replace(EntityTypeRules rules, ByteKey signature, long recordId, ValueTerm term) {
        Posting posting = new Posting(recordId, term.times());
        if (isUnique(rules, term.attribute())) {
            claims.replace(signature.bytes(), posting);
        } else if (keyOf(rules, term.attribute()) == null) {
            values.put(signature.bytes(), posting);
        }
    }

    /**
     * Removes a record's value.
     *
     * @return how many records assert it now, as far as that is known: 0 if nobody counts
     */
    public long remove(EntityTypeRules rules, ByteKey signature, long recordId, ValueTerm term) {
        if (isUnique(rules, term.attribute())) {
            return claims.remove(signature.bytes(), recordId);
        }
        if (keyOf(rules, term.attribute()) == null) {
            values.remove(signature.bytes(), recordId);
        }
        return 0;
    }

    /**
     * Moves a record's value to where it is now from where layout 1 had it, which had a blind entry
     * for every value. Does nothing if it is there already.
     */
    void upgrade(EntityTypeRules rules, ByteKey signature, long recordId, ValueTerm term) {
        boolean isClaim = isUnique(rules, term.attribute());
        if (isClaim) {
            claims.put(signature.bytes(), new Posting(recordId, term.times()));
        }
        if (isClaim || keyOf(rules, term.attribute()) != null) {
            values.remove(signature.bytes(), recordId);
        }
    }

    /** How many records claim a value of an attribute that has to be unique. */
    public long claims(ByteKey signature) {
        return claims.count(signature.bytes());
    }

    /** Walks over those records, by cursor; the list must not change meanwhile. */
    public Iterator<Posting> claimants(ByteKey signature) {
        return claims.scan(signature.bytes());
    }

    /** The claims on values of attributes that have to be unique. */
    public PostingLists claims() {
        return claims;
    }

    /** The blind entries of all other values that no key has. */
    public ValuePostings blind() {
        return values;
    }

    /**
     * Walks over the records that assert a value, by cursor; the list must not change meanwhile.
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
                : keys.scan(Signature.ofKey(entityType, key.name(), List.of(value)));
    }

    /** The identity key that is this attribute's values as they are, or null. */
    public static @Nullable IdentityKey keyOf(EntityTypeRules rules, String attribute) {
        for (IdentityKey key : rules.identityKeys()) {
            if (key.isValueOf(attribute)) {
                return key;
            }
        }
        return null;
    }
}
