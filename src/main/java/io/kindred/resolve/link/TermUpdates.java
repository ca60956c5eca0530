package io.kindred.resolve.link;

import io.kindred.ontology.EntityTypeRules;
import io.kindred.ontology.IdentityKey;
import io.kindred.resolve.record.KeyEntries;
import io.kindred.resolve.record.KeyEntry;
import io.kindred.resolve.record.NormalizedRecord;
import io.kindred.resolve.record.RecordTerms;
import io.kindred.resolve.record.RecordTerms.ValueTerm;
import io.kindred.resolve.record.Signature;
import io.kindred.resolve.state.ChangeSet;
import io.kindred.resolve.state.ShardState;
import io.kindred.resolve.state.ValueIndex;
import io.kindred.storage.ByteKey;
import io.kindred.storage.shard.Posting;
import io.kindred.storage.shard.PostingLists;
import io.kindred.storage.shard.StoredRecord;

import java.util.List;
import java.util.Set;

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
    private final BlockLinks blocks;

    TermUpdates(ShardState state, ChangeSet changes, BlockLinks blocks) {
        this.state = state;
        this.changes = changes;
        this.blocks = blocks;
    }

    /**
     * Adds the new terms of a record that is stored already.
     *
     * @param linked its own component; receives those that new key entries link to
     */
    void add(
            String entityType,
            long recordId,
            RecordTerms terms,
            RecordTerms before,
            Set<Long> linked) {
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
    }

    private void addPosting(
            String entityType, ByteKey signature, KeyEntry entry, long recordId, Set<Long> linked) {
        IdentityKey key = state.rules(entityType).key(entry.keyPosition());
        if (key.isTested()) {
            long count = state.keys().add(signature.bytes(), new Posting(recordId, entry.times()));
            watchLimit(entityType, signature, entry, count - 1, count);
            addLinked(entityType, signature, entry, recordId, linked);
            return;
        }
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
        if (key.isTested()) {
            addLinked(entityType, signature, entry, recordId, linked);
            return;
        }
        addComponents(
                state.keys()
                        .overlapping(
                                signature.bytes(),
                                entry.times(),
                                recordId,
                                count -> state.isOpen(key, signature, count)),
                linked);
    }

    /** Adds the components of the records of the block that the record is linked with. */
    private void addLinked(
            String entityType, ByteKey signature, KeyEntry entry, long recordId, Set<Long> linked) {
        IdentityKey key = state.rules(entityType).key(entry.keyPosition());
        if (state.isOpen(key, signature, state.keys().count(signature.bytes()))) {
            blocks.add(entityType, entry.keyPosition(), signature, recordId, linked);
        }
    }

    /**
     * Adds the components that a record is linked with through keys whose values it keeps: other
     * values of it have changed, on which their tests or scores depend.
     */
    void addAgain(
            String entityType,
            long recordId,
            RecordTerms terms,
            RecordTerms before,
            Set<Long> linked) {
        EntityTypeRules rules = state.rules(entityType);
        terms.keys()
                .forEach(
                        (signature, entry) -> {
                            if (entry.equals(before.keys().get(signature))
                                    && rules.key(entry.keyPosition()).isTested()) {
                                addLinked(entityType, signature, entry, recordId, linked);
                            }
                        });
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

    /**
     * Removes the entries of keys that a record has too many values for: earlier versions entered
     * such records, too.
     */
    void removeFormer(long recordId, NormalizedRecord record) {
        String entityType = record.identity().entityType();
        EntityTypeRules rules = state.rules(entityType);
        for (IdentityKey key : KeyEntries.overfull(record, rules)) {
            for (KeyEntry entry : KeyEntries.unlimited(record, rules, key)) {
                state.keys()
                        .removeIfThere(
                                Signature.ofKey(entityType, key.name(), entry.values()), recordId);
            }
        }
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
