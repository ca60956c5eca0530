package io.kindred.resolve;

import io.kindred.model.Answer;
import io.kindred.model.Answer.Found;
import io.kindred.model.Answer.Gathered;
import io.kindred.model.Answer.Matched;
import io.kindred.model.DigestKey;
import io.kindred.model.MatchResult;
import io.kindred.model.Neighborhood;
import io.kindred.model.Neighborhood.KeyValue;
import io.kindred.model.Question.Neighbors;
import io.kindred.model.RecordIdentity;
import io.kindred.model.SourceRecord;
import io.kindred.ontology.EntityTypeRules;
import io.kindred.ontology.Ontology;
import io.kindred.resolve.emit.EmissionLimit;
import io.kindred.resolve.emit.ShardOutput;
import io.kindred.resolve.record.KeyEntry;
import io.kindred.resolve.record.RecordTerms;
import io.kindred.resolve.record.Signature;
import io.kindred.resolve.state.ShardState;
import io.kindred.storage.ByteKey;
import io.kindred.storage.KeyScope;
import io.kindred.storage.keyed.Owners;
import io.kindred.storage.memory.InMemoryShardTables;
import io.kindred.storage.wire.KeyScopeChange;
import io.kindred.temporal.Timeline;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Says how a record would be resolved if it arrived now, from what several shards have of the
 * records that it would meet. These are resolved in heap, first without the record, then with it.
 *
 * <p>Example: a key has {@code max_records: 2}. Shard 3 and shard 5 have one record each with
 * {@code ann@x.org}, which links them. A third record with that address would make it generic: it
 * would be alone, and the two would come apart.
 */
public final class GatheredMatch {

    private final Ontology ontology;
    private final Timeline timeline;
    private final Neighbors asked;
    private final EntityTypeRules rules;
    private final SortedMap<Integer, Neighborhood> parts;

    private GatheredMatch(
            Ontology ontology,
            Timeline timeline,
            Neighbors asked,
            SortedMap<Integer, Neighborhood> parts) {
        this.ontology = ontology;
        this.timeline = timeline;
        this.asked = asked;
        this.rules = ontology.rules(asked.entityType()).orElseThrow();
        this.parts = parts;
    }

    /**
     * The answer.
     *
     * @param asked what the registry has asked shards and reconcile
     * @param byOwner their parts; others are left out
     */
    public static Found of(
            Ontology ontology,
            Timeline timeline,
            Neighbors asked,
            SortedMap<Integer, Found> byOwner) {
        SortedMap<Integer, Neighborhood> gathered = new TreeMap<>();
        byOwner.forEach(
                (owner, part) -> {
                    if (part instanceof Gathered one) {
                        gathered.put(owner, one.neighborhood());
                    }
                });
        return Neighborhood.areTooLarge(gathered.values())
                ? new Answer.TooLarge()
                : new Matched(new GatheredMatch(ontology, timeline, asked, gathered).result());
    }

    private MatchResult result() {
        ShardEngine engine =
                ShardEngine.ofReconcile(
                        new ShardState(ontology, new InMemoryShardTables(), false),
                        timeline,
                        EmissionLimit.NONE,
                        () -> 0,
                        DigestKey.random(),
                        false);
        Map<ByteKey, KeyEntry> before =
                asked.current().map(current -> RecordTerms.keys(current, rules)).orElse(Map.of());
        Map<ByteKey, KeyEntry> after = RecordTerms.keys(asked.arriving(), rules);
        Map<ByteKey, KeyScope> scopes = new HashMap<>();
        for (Neighborhood part : parts.values()) {
            part.generic().forEach(value -> scopes.put(signature(value), KeyScope.GENERIC));
        }
        List<KeyScopeChange> changes = new ArrayList<>();
        others().forEach(
                        (value, others) -> {
                            ByteKey signature = signature(value);
                            long now = others + (before.containsKey(signature) ? 1 : 0);
                            long then = others + (after.containsKey(signature) ? 1 : 0);
                            scopes.put(signature, scope(value, now));
                            changes.add(change(signature, scope(value, then)));
                        });
        scopes.forEach((signature, scope) -> engine.accept(change(signature, scope)));
        records().forEach(engine::accept);
        engine.flushAll(ShardOutput.NO_OP);
        return engine.match(asked.arriving(), changes);
    }

    /** Of each key value of the record, how many other records have it. */
    private Map<KeyValue, Long> others() {
        Map<KeyValue, Long> others = new HashMap<>();
        // Reconcile counts records that shards have counted.
        for (Neighborhood part : parts.headMap(Owners.RECONCILE).values()) {
            part.counts().forEach(each -> others.merge(each.value(), each.records(), Long::sum));
        }
        return others;
    }

    /**
     * The records, each once. A record that moves between shards may be in two parts: the greater
     * version counts. For the record itself, what the registry says counts.
     */
    private Collection<SourceRecord> records() {
        Map<RecordIdentity, SourceRecord> records = new HashMap<>();
        for (Neighborhood part : parts.values()) {
            for (SourceRecord record : part.records()) {
                records.merge(
                        record.identity(),
                        record,
                        (one, other) ->
                                one.version().orElseThrow() < other.version().orElseThrow()
                                        ? other
                                        : one);
            }
        }
        records.remove(asked.arriving().identity());
        asked.current().ifPresent(current -> records.put(current.identity(), current));
        return records.values();
    }

    private ByteKey signature(KeyValue value) {
        return new ByteKey(Signature.ofKey(asked.entityType(), value.key(), value.values()));
    }

    private KeyScope scope(KeyValue value, long records) {
        return rules.identityKeys().stream()
                        .filter(key -> key.name().equals(value.key()))
                        .anyMatch(key -> key.isGeneric(records))
                ? KeyScope.GENERIC
                : KeyScope.LOCAL;
    }

    private KeyScopeChange change(ByteKey signature, KeyScope scope) {
        return new KeyScopeChange(asked.entityType(), signature, scope);
    }
}
