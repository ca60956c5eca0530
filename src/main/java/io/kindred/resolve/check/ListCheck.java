package io.kindred.resolve.check;

import io.kindred.model.RecordIdentity;
import io.kindred.ontology.IdentityKey;
import io.kindred.resolve.cluster.Run;
import io.kindred.resolve.record.KeyEntry;
import io.kindred.resolve.record.RecordTerms;
import io.kindred.resolve.state.ShardState;
import io.kindred.resolve.state.ValueIndex;
import io.kindred.storage.ByteKey;
import io.kindred.storage.KeyScope;
import io.kindred.storage.ShardTables.TermName;
import io.kindred.storage.TermScan;
import io.kindred.storage.shard.Posting;
import io.kindred.storage.shard.PostingLists;
import io.kindred.storage.shard.StoredRecord;
import io.kindred.temporal.IntervalSet;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PrimitiveIterator;
import java.util.Set;

/**
 * Checks that lists hold nothing but what records say, that heads and tails agree, and that who
 * shares a group is in one component. Holds one list of a key or of claims at a time.
 */
final class ListCheck {

    private static final String KEYS = "key-postings";
    private static final String CLAIMS = "unique-claims";

    private final ShardState state;
    private final TermScan terms;
    private final Findings listener;
    private final Walk walk;
    private long generic;

    ListCheck(ShardState state, TermScan terms, Findings listener) {
        this.state = state;
        this.terms = terms;
        this.listener = listener;
        this.walk = new Walk(state, listener);
    }

    void run() {
        walk.over(KEYS, state.keys().terms(), term -> checkList(KEYS, state.keys(), term));
        PostingLists claims = state.values().claims();
        walk.over(CLAIMS, claims.terms(), term -> checkList(CLAIMS, claims, term));
        checkTails(TermName.KEY_POSTINGS_TAIL, state.keys());
        checkTails(TermName.UNIQUE_CLAIMS_TAIL, claims);
        walk.over(
                TermName.VALUE_POSTINGS.id(),
                terms.scanTerms(TermName.VALUE_POSTINGS),
                this::checkBlind);
        for (TermName sets :
                List.of(
                        TermName.TYPE_POSTINGS,
                        TermName.PERSPECTIVE_POSTINGS,
                        TermName.EXPIRY_BUCKETS)) {
            walk.over(sets.id(), terms.scanTerms(sets), term -> checkSet(sets, term));
        }
    }

    /** How many key values of this shard alone are generic. */
    long generic() {
        return generic;
    }

    private void checkList(String table, PostingLists lists, byte[] term) {
        String key = new ByteKey(term).toString();
        Map<Long, IntervalSet> postings = new HashMap<>();
        long walked = 0;
        Iterator<Posting> all = lists.scan(term);
        while (all.hasNext()) {
            Posting posting = all.next();
            postings.put(posting.recordId(), posting.times());
            walked++;
        }
        if (walked != lists.count(term) || walked == 0) {
            listener.found(
                    table, key, "counts " + lists.count(term) + " postings and has " + walked);
        }
        if (postings.size() != walked) {
            listener.found(table, key, "has a record twice");
        }
        if (!lists.knowsItsRuns(term)) {
            listener.found(table, key, "has other runs than its head says");
        }
        boolean isKey = table.equals(KEYS);
        postings.forEach(
                (id, times) ->
                        checkPosting(
                                table,
                                term,
                                new Posting(id, times),
                                isKey ? Kind.KEY : Kind.CLAIM));
        if (isKey) {
            checkLinks(term, key, postings);
        }
    }

    private enum Kind {
        KEY,
        CLAIM,
        BLIND
    }

    private void checkPosting(String table, byte[] term, Posting posting, Kind kind) {
        ByteKey signature = new ByteKey(term);
        Optional<StoredRecord> record = state.records().find(posting.recordId());
        if (record.isEmpty()) {
            listener.found(
                    table,
                    signature.toString(),
                    "has record " + posting.recordId() + ", which is not there");
            return;
        }
        RecordTerms said = terms(record.get());
        Optional<IntervalSet> times =
                kind == Kind.KEY
                        ? Optional.ofNullable(said.keys().get(signature)).map(KeyEntry::times)
                        : Optional.ofNullable(said.values().get(signature))
                                .filter(value -> isIn(record.get(), value, kind))
                                .map(RecordTerms.ValueTerm::times);
        // Other times than the record's are found with the record.
        if (times.isEmpty()) {
            listener.found(
                    table,
                    signature.toString(),
                    "has record " + posting.recordId() + ", which does not belong to it");
        }
    }

    private boolean isIn(StoredRecord record, RecordTerms.ValueTerm value, Kind kind) {
        ValueIndex.Place place =
                state.values()
                        .placeOf(state.rules(record.identity().entityType()), value.attribute());
        return place == (kind == Kind.CLAIM ? ValueIndex.Place.CLAIMS : ValueIndex.Place.BLIND);
    }

    private RecordTerms terms(StoredRecord record) {
        return RecordTerms.of(state.normalize(record), state.rules(record.identity().entityType()));
    }

    private void checkLinks(byte[] term, String key, Map<Long, IntervalSet> postings) {
        ByteKey signature = new ByteKey(term);
        Optional<StoredRecord> any =
                postings.keySet().stream()
                        .flatMap(id -> state.records().find(id).stream())
                        .filter(record -> terms(record).keys().containsKey(signature))
                        .findFirst();
        if (any.isEmpty()) {
            return;
        }
        IdentityKey identityKey = keyOf(any.get(), signature);
        boolean isOpen = state.isOpen(identityKey, signature, postings.size());
        if (!isOpen) {
            generic++;
            return;
        }
        boolean isSpanning =
                !state.isOnlyShard() && state.scopes().get(signature) == KeyScope.SPANNING;
        for (Run<Long> run : Run.of(postings)) {
            Set<Long> components = new HashSet<>();
            run.members()
                    .forEach(
                            id ->
                                    state.records()
                                            .find(id)
                                            .map(StoredRecord::component)
                                            .ifPresent(components::add));
            if (components.size() > 1) {
                listener.found(
                        "components",
                        components.stream().sorted().toList().toString(),
                        "are linked by " + KEYS + " " + key + " and not one");
            }
            if (isSpanning
                    && components.stream()
                            .anyMatch(each -> !state.components().isEscalated(each))) {
                listener.found(
                        "components",
                        components.toString(),
                        "has the spanning values " + key + " and is not resolved elsewhere");
            }
        }
    }

    private IdentityKey keyOf(StoredRecord record, ByteKey signature) {
        RecordIdentity identity = record.identity();
        KeyEntry entry = terms(record).keys().get(signature);
        return state.rules(identity.entityType()).identityKeys().get(entry.keyPosition());
    }

    private void checkTails(TermName tails, PostingLists lists) {
        walk.over(
                tails.id(),
                terms.scanTerms(tails),
                term -> {
                    if (!lists.hasTail(term)) {
                        listener.found(
                                tails.id(),
                                new ByteKey(term).toString(),
                                "is the tail of a list that has none");
                    }
                });
    }

    private void checkBlind(byte[] term) {
        Iterator<Posting> postings = state.values().blind().scan(term);
        while (postings.hasNext()) {
            checkPosting(TermName.VALUE_POSTINGS.id(), term, postings.next(), Kind.BLIND);
        }
    }

    private void checkSet(TermName sets, byte[] term) {
        PrimitiveIterator.OfLong ids = state.sets().inSet(sets, term);
        while (ids.hasNext()) {
            long id = ids.nextLong();
            Optional<StoredRecord> record = state.records().find(id);
            if (!record.map(each -> state.belongsTo(each, sets, term)).orElse(false)) {
                listener.found(
                        sets.id(),
                        new ByteKey(term).toString(),
                        "has record " + id + ", which does not belong to it or is not there");
            }
        }
    }
}
