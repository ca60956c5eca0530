package io.kindred.resolve.link;

import io.kindred.ontology.EntityTypeRules;
import io.kindred.ontology.IdentityKey;
import io.kindred.resolve.record.KeyEntry;
import io.kindred.resolve.record.RecordTerms;
import io.kindred.resolve.record.RecordTerms.ValueTerm;
import io.kindred.resolve.state.ChangeSet;
import io.kindred.resolve.state.ShardState;
import io.kindred.resolve.state.ValueIndex;
import io.kindred.storage.ByteKey;
import io.kindred.storage.shard.Posting;
import io.kindred.storage.shard.PostingLists;
import io.kindred.storage.shard.StoredRecord;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * Keeps posting lists and claims up to date with the terms of one record. Notes in the change set
 * which key values crossed their limit, and which claims on unique values changed.
 *
 * <p>Example: a record changes its email from a to b and keeps its phone. The posting under a is
 * removed, one under b is added, and the phone's list is not read.
 */
final class TermUpdates {

    private final ShardState state;
    private final ChangeSet changes;

    TermUpdates(ShardState state, ChangeSet changes) {
        this.state = state;
        this.changes = changes;
    }

    /** Adds the new terms; returns the components that new key entries link to. */
    Set<Long> add(String entityType, long recordId, RecordTerms terms, RecordTerms before) {
        Set<Long> linked = new TreeSet<>();
        terms.keys()
                .forEach(
                        (signature, entry) -> {
                            KeyEntry old = before.keys().get(signature);
                            if (old == null) {
                                addPosting(entityType, signature, entry, recordId, linked);
                            } else if (!old.times().equals(entry.times())) {
                                replacePosting(entityType, signature, entry, recordId, linked);
                            }
                        });
        EntityTypeRules rules = state.rules(entityType);
        terms.values()
                .forEach(
                        (signature, term) -> {
                            ValueTerm old = before.values().get(signature);
                            if (old == null) {
                                long claims = state.values().add(rules, signature, recordId, term);
                                if (claims > 1) {
                                    claim(entityType, signature, term, recordId);
                                }
                            } else if (!old.times().equals(term.times())) {
                                state.values().replace(rules, signature, recordId, term);
                                claim(entityType, signature, term, recordId);
                            }
                        });
        return linked;
    }

    private void addPosting(
            String entityType, ByteKey signature, KeyEntry entry, long recordId, Set<Long> linked) {
        IdentityKey key = state.rules(entityType).key(entry.keyPosition());
        PostingLists.Added added =
                state.keys()
                        .add(
                                signature.bytes(),
                                new Posting(recordId, entry.times()),
                                count -> state.isOpen(key, signature, count));
        watchLimit(entityType, signature, entry, added.count() - 1, added.count());
        addComponents(added.overlapped(), linked);
    }

    private void replacePosting(
            String entityType, ByteKey signature, KeyEntry entry, long recordId, Set<Long> linked) {
        IdentityKey key = state.rules(entityType).key(entry.keyPosition());
        state.keys().replace(signature.bytes(), new Posting(recordId, entry.times()));
        addComponents(
                state.keys()
                        .overlapping(
                                signature.bytes(),
                                entry.times(),
                                recordId,
                                count -> state.isOpen(key, signature, count)),
                linked);
    }

    /**
     * Adds the component of each run. All records of a run are in one component, so any one will
     * do.
     */
    private void addComponents(List<Long> ofEachRun, Set<Long> linked) {
        for (long representative : ofEachRun) {
            linked.add(state.records().get(representative).component());
        }
    }

    /** Removes the terms that the record no longer has. */
    void remove(StoredRecord record, RecordTerms terms, RecordTerms after) {
        String entityType = record.identity().entityType();
        long recordId = record.id();
        terms.keys()
                .forEach(
                        (signature, entry) -> {
                            if (!after.keys().containsKey(signature)) {
                                long count = state.keys().remove(signature.bytes(), recordId);
                                watchLimit(entityType, signature, entry, count + 1, count);
                            }
                        });
        EntityTypeRules rules = state.rules(entityType);
        terms.values()
                .forEach(
                        (signature, term) -> {
                            if (!after.values().containsKey(signature)) {
                                long left = state.values().remove(rules, signature, recordId, term);
                                if (left > 0 && state.isOnlyShard()) {
                                    changes.unclaim(signature, unique(entityType, term), left);
                                }
                                if (!state.isOnlyShard()
                                        && record.entity().isPresent()
                                        && ValueIndex.isUnique(rules, term.attribute())) {
                                    changes.dropClaim(
                                            signature,
                                            term.attribute(),
                                            term.value(),
                                            record.identity());
                                }
                            }
                        });
    }

    private void claim(String entityType, ByteKey signature, ValueTerm term, long recordId) {
        if (state.isOnlyShard() && ValueIndex.isUnique(state.rules(entityType), term.attribute())) {
            changes.claim(signature, unique(entityType, term), recordId);
        }
    }

    private static ChangeSet.UniqueValue unique(String entityType, ValueTerm term) {
        return new ChangeSet.UniqueValue(entityType, term.attribute(), term.value());
    }

    private void watchLimit(
            String entityType, ByteKey signature, KeyEntry entry, long before, long now) {
        if (!state.isOnlyShard()) {
            return;
        }
        IdentityKey key = state.rules(entityType).key(entry.keyPosition());
        boolean wasGeneric = key.isGeneric(before);
        boolean isGeneric = key.isGeneric(now);
        if (wasGeneric || isGeneric) {
            changes.watchLimit(
                    signature, entityType, entry.keyValues(), before, wasGeneric, isGeneric);
        }
    }
}
