package io.kindred.resolve;

import io.kindred.model.Answer;
import io.kindred.model.DecisionSide;
import io.kindred.model.DigestKey;
import io.kindred.model.GoldenRow;
import io.kindred.model.OutputKey;
import io.kindred.model.Question;
import io.kindred.model.RecordIdentity;
import io.kindred.model.RecordInput;
import io.kindred.model.SourceRecord;
import io.kindred.model.SourceRecord.Op;
import io.kindred.model.Update;
import io.kindred.ontology.Constraint;
import io.kindred.ontology.Ontology;
import io.kindred.oracle.Arrival;
import io.kindred.oracle.OracleResult;
import io.kindred.oracle.RecordRow;
import io.kindred.resolve.check.Account;
import io.kindred.resolve.check.Ledger;
import io.kindred.resolve.check.Ledgers;
import io.kindred.resolve.check.NeighborCheck;
import io.kindred.resolve.check.ShardCheck;
import io.kindred.resolve.emit.EmissionLimit;
import io.kindred.resolve.emit.LargeEntityBudget;
import io.kindred.resolve.emit.ShardOutput;
import io.kindred.resolve.entity.ConflictIds;
import io.kindred.resolve.entity.UniquenessWatch;
import io.kindred.resolve.shards.Directory;
import io.kindred.resolve.shards.Registry;
import io.kindred.resolve.state.OptionalOutputs;
import io.kindred.resolve.state.ShardState;
import io.kindred.storage.ByteKey;
import io.kindred.storage.keyed.Claim;
import io.kindred.storage.keyed.EncodedUpdate;
import io.kindred.storage.keyed.ErasedIdentity;
import io.kindred.storage.keyed.KeyCounts;
import io.kindred.storage.keyed.Owners;
import io.kindred.storage.keyed.Registration;
import io.kindred.storage.keyed.Registration.Status;
import io.kindred.storage.memory.InMemoryShardTables;
import io.kindred.storage.shard.DeclarationRule;
import io.kindred.storage.shard.RecordStore;
import io.kindred.storage.shard.ShardMeta.Count;
import io.kindred.storage.wire.KeyChange;
import io.kindred.storage.wire.ShardMessage;
import io.kindred.storage.wire.ShardMessage.RecordChange;
import io.kindred.storage.wire.ShardMessage.ScopeChange;
import io.kindred.temporal.Timeline;
import io.kindred.testkit.FoldedUpdates;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.LongSupplier;

/**
 * Registry, directory, shards and the place where what spans them is resolved, joined by channels
 * that keep the order of what is in them and nothing else: which of them is emptied next is left to
 * chance. A picture of the job without Flink.
 */
public final class ShardNetwork {

    /** So many subtasks have registry and directory each. */
    private static final int SUBTASKS = 3;

    private final Ontology ontology;
    private final Random dice;
    private final Registry registry;
    private final Directory directory;
    private final Map<RecordIdentity, Registration> registrations = new HashMap<>();
    private final Map<ByteKey, KeyCounts> counts = new HashMap<>();
    private final Map<Integer, Shard> shards = new TreeMap<>();

    /** As if all shards were in one subtask. */
    private final LargeEntityBudget budget = new LargeEntityBudget(10_000);

    private final Map<String, Deque<Runnable>> channels = new TreeMap<>();
    private final SortedMap<Integer, FoldedUpdates> emitted = new TreeMap<>();
    private final Map<ClaimKey, SortedMap<Integer, Claim>> claims = new HashMap<>();
    private final DigestKey key = DigestKey.random();
    private int escalated;
    private long decisions;
    private long now = Long.MIN_VALUE;

    record ClaimKey(ByteKey signature, RecordIdentity record) {}

    private final class Shard implements ShardOutput {
        final int number;
        final InMemoryShardTables tables = new InMemoryShardTables();
        ShardEngine engine;

        Shard(int number) {
            this.number = number;
            open();
        }

        void open() {
            EmissionLimit limit =
                    number % 2 == 0
                            ? EmissionLimit.NONE
                            : new EmissionLimit(3, Duration.ofMillis(1), budget);
            LongSupplier clock = () -> dice.nextInt(20);
            engine =
                    number == Owners.RECONCILE
                            ? ShardEngine.ofReconcile(
                                    state(number, tables),
                                    Timeline.INTEGER,
                                    limit,
                                    clock,
                                    key,
                                    false)
                            : ShardEngine.ofSeveral(
                                    state(number, tables),
                                    Timeline.INTEGER,
                                    limit,
                                    clock,
                                    key,
                                    false);
            engine.tieTo("declaration", DeclarationRule.SAME);
        }

        void take(ShardMessage message) {
            if (message instanceof RecordChange change) {
                engine.accept(change.record());
            } else if (message instanceof ScopeChange scopeChange) {
                engine.accept(scopeChange.change());
            }
            if (dice.nextInt(3) == 0) {
                engine.flush(this);
                checkEntities();
                if (dice.nextInt(3) == 0) {
                    open();
                }
            }
        }

        private void checkEntities() {
            FoldedUpdates none = new FoldedUpdates();
            ListedEntities.check(tables, emitted.getOrDefault(number, none), "shard " + number);
        }

        @Override
        public void update(EncodedUpdate update) {
            ShardNetwork.this.state(number, update.update());
        }

        @Override
        public void escalate(SourceRecord change) {
            if (number == Owners.RECONCILE) {
                throw new AssertionError("escalated twice: " + change);
            }
            // Reconcile may have had a record before, and is sent every erasure.
            escalated += change.op() == Op.ERASE ? 0 : 1;
            send(
                    "shard " + number + " > reconcile",
                    () -> reconcile().take(new RecordChange(0, change)));
        }

        @Override
        public void claim(
                ByteKey signature,
                String attribute,
                String value,
                RecordIdentity record,
                Optional<Claim.Made> made) {
            SortedMap<Integer, Claim> ofRecord =
                    claims.computeIfAbsent(
                            new ClaimKey(signature, record), unused -> new TreeMap<>());
            if (made.isPresent()) {
                ofRecord.put(number, new Claim(number, signature, attribute, value, record, made));
            } else {
                ofRecord.remove(number);
            }
        }
    }

    public ShardNetwork(Ontology ontology, int shardCount, Random dice) {
        this.ontology = ontology;
        this.dice = dice;
        this.registry = new Registry(ontology, shardCount);
        this.directory = new Directory(ontology);
        for (int i = 0; i < shardCount; i++) {
            shards.put(i, new Shard(i));
        }
        shards.put(Owners.RECONCILE, new Shard(Owners.RECONCILE));
    }

    /** The tables of all shards and of the place where what spans them is resolved. */
    public SortedMap<Integer, InMemoryShardTables> tables() {
        SortedMap<Integer, InMemoryShardTables> tables = new TreeMap<>();
        shards.forEach((number, shard) -> tables.put(number, shard.tables));
        return tables;
    }

    private Shard reconcile() {
        return shards.get(Owners.RECONCILE);
    }

    /** Something arrives; some of what is under way goes on. */
    public void accept(Arrival arrival) {
        if (arrival instanceof Arrival.OfRecord one) {
            accept(one.record());
        } else if (arrival instanceof Arrival.OfDecision one) {
            decisions++;
            one.decision().sides(decisions).forEach(this::accept);
        } else {
            advance(((Arrival.Clock) arrival).now());
        }
    }

    /** A record or a side of a decision arrives; some of what is under way goes on. */
    public void accept(RecordInput input) {
        Optional<Registration> before = stored(input.identity());
        apply(
                input.identity(),
                input instanceof SourceRecord record
                        ? registry.accept(before, record, now)
                        : registry.accept(before, (DecisionSide) input, key));
        goOnSomewhat();
    }

    /** The time moves on; what has expired is taken out some time. */
    private void advance(long to) {
        now = Math.max(now, to);
        for (RecordIdentity identity : registrations.keySet()) {
            send(
                    "time " + subtask(identity),
                    () ->
                            apply(
                                    identity,
                                    registry.expire(
                                            stored(identity).orElseThrow(), identity, now)));
        }
        goOnSomewhat();
    }

    /** As it is read back. */
    private Optional<Registration> stored(RecordIdentity identity) {
        return Optional.ofNullable(registrations.get(identity))
                .map(
                        known ->
                                known.status() == Status.ERASED
                                        ? ErasedIdentity.FORMAT
                                                .read(
                                                        ErasedIdentity.FORMAT.write(
                                                                ErasedIdentity.of(known)))
                                                .registration()
                                        : Registration.FORMAT.read(
                                                Registration.FORMAT.write(known)));
    }

    private static int subtask(RecordIdentity identity) {
        return Math.floorMod(identity.hashCode(), SUBTASKS);
    }

    private void apply(RecordIdentity identity, Registry.Outcome outcome) {
        registrations.put(identity, outcome.after());
        int from = subtask(identity);
        for (RecordChange change : outcome.changes()) {
            send(
                    "registry " + from + " > shard " + change.shard(),
                    () -> shards.get(change.shard()).take(change));
        }
        for (KeyChange change : outcome.keyChanges()) {
            int to = Math.floorMod(change.signature().hashCode(), SUBTASKS);
            send("registry " + from + " > directory " + to, () -> count(to, change));
        }
    }

    private void goOnSomewhat() {
        for (int i = dice.nextInt(6); i > 0; i--) {
            goOn();
        }
    }

    private void count(int from, KeyChange change) {
        Directory.Outcome outcome =
                directory.accept(Optional.ofNullable(counts.get(change.signature())), change);
        outcome.after()
                .ifPresentOrElse(
                        after -> counts.put(change.signature(), after),
                        () -> counts.remove(change.signature()));
        for (ScopeChange scopeChange : outcome.toShards()) {
            send(
                    "directory " + from + " > shard " + scopeChange.shard(),
                    () -> shards.get(scopeChange.shard()).take(scopeChange));
        }
        outcome.toReconcile()
                .ifPresent(
                        scopeChange ->
                                send(
                                        "directory " + from + " > reconcile",
                                        () -> reconcile().take(new ScopeChange(0, scopeChange))));
        outcome.emitted().ifPresent(update -> state(Owners.DIRECTORY, update));
        if (outcome.emitsLater()) {
            send("restatements", () -> reemit(change.signature()));
        }
    }

    private void reemit(ByteKey signature) {
        Optional.ofNullable(counts.get(signature))
                .flatMap(directory::reemit)
                .ifPresent(
                        reemitted -> {
                            counts.put(signature, reemitted.after());
                            state(Owners.DIRECTORY, reemitted.update());
                        });
    }

    private void send(String channel, Runnable delivery) {
        channels.computeIfAbsent(channel, unused -> new ArrayDeque<>()).add(delivery);
    }

    private boolean goOn() {
        List<Deque<Runnable>> filled =
                channels.values().stream().filter(each -> !each.isEmpty()).toList();
        if (filled.isEmpty()) {
            return false;
        }
        filled.get(dice.nextInt(filled.size())).remove().run();
        return true;
    }

    /** Lets everything under way arrive and be settled. */
    public void settle() {
        do {
            while (goOn()) {
                continue;
            }
            shards.values().forEach(shard -> shard.engine.flushAll(shard));
            shards.values().forEach(Shard::checkEntities);
        } while (channels.values().stream().anyMatch(each -> !each.isEmpty()));
    }

    private ShardState state(int number, InMemoryShardTables tables) {
        boolean hasRecords = number != Owners.RECONCILE;
        return new ShardState(
                ontology, tables, false, new OptionalOutputs(true, hasRecords), RecordStore.HELD);
    }

    private void state(int owner, Update update) {
        emitted.computeIfAbsent(owner, unused -> new FoldedUpdates()).accept(update);
    }

    /** What is shown in the end: of each key what the greatest owner says. */
    OracleResult result() {
        return folded().result();
    }

    /** The rows of golden values that are shown in the end. */
    Set<GoldenRow> goldenValues() {
        return folded().goldenValues();
    }

    /** The rows of records that are shown in the end. */
    Set<RecordRow> records() {
        return folded().records();
    }

    private FoldedUpdates folded() {
        Map<OutputKey, Update> shown = new HashMap<>();
        emitted.values().forEach(folded -> shown.putAll(folded.shown()));
        FoldedUpdates all = new FoldedUpdates();
        shown.values().forEach(all::accept);
        breaches(all::accept);
        return all;
    }

    private void breaches(Consumer<Update> listener) {
        Map<ByteKey, List<Claim>> byValue = new HashMap<>();
        claims.values().stream()
                .filter(ofRecord -> !ofRecord.isEmpty())
                .map(ofRecord -> ofRecord.get(ofRecord.lastKey()))
                .forEach(
                        claim ->
                                byValue.computeIfAbsent(
                                                claim.signature(), unused -> new ArrayList<>())
                                        .add(claim));
        ConflictIds ids = new ConflictIds(Timeline.INTEGER);
        for (List<Claim> ofValue : byValue.values()) {
            Claim any = ofValue.get(0);
            String entityType = any.record().entityType();
            for (Constraint constraint : ontology.rules(entityType).orElseThrow().constraints()) {
                if (constraint.kind() == Constraint.Kind.UNIQUE
                        && constraint.attribute().equals(any.attribute())) {
                    UniquenessWatch.find(
                            entityType,
                            constraint,
                            any.value(),
                            ofValue.stream()
                                    .map(
                                            claim ->
                                                    new UniquenessWatch.Claim(
                                                            claim.record(),
                                                            claim.made().orElseThrow().entityId(),
                                                            claim.made().orElseThrow().times()))
                                    .toList(),
                            breach ->
                                    listener.accept(
                                            new Update.ConflictOpen(ids.of(breach), breach)));
                }
            }
        }
    }

    /** Keys of which more than one owner says something still. */
    List<OutputKey> disputed() {
        Map<OutputKey, Integer> owners = new HashMap<>();
        emitted.values().stream()
                .map(FoldedUpdates::shown)
                .map(Map::keySet)
                .flatMap(Collection::stream)
                .forEach(key -> owners.merge(key, 1, Integer::sum));
        return owners.entrySet().stream()
                .filter(each -> each.getValue() > 1)
                .map(Map.Entry::getKey)
                .toList();
    }

    /** How many of something the shards count, those of the reconciling place aside. */
    long count(Count count) {
        return shards.values().stream()
                .filter(shard -> shard != reconcile())
                .mapToLong(shard -> shard.engine.count(count))
                .sum();
    }

    /** How many of something the reconciling place counts. */
    long reconciled(Count count) {
        return reconcile().engine.count(count);
    }

    /** What all that are settled say to a question. */
    Answer.Found answer(Question.Subject subject) {
        SortedMap<Integer, Answer.Found> parts = new TreeMap<>();
        Question.Subject ofShards = subject;
        if (subject instanceof Question.Match match) {
            SourceRecord record = match.record();
            Question.Neighbors asked = registry.neighbors(stored(record.identity()), record, now);
            parts.put(Owners.REGISTRY, new Answer.Registered(asked));
            ofShards = asked;
        }
        for (Shard shard : shards.values()) {
            parts.put(shard.number, shard.engine.answer(ofShards));
        }
        return new WholeAnswer(ontology, Timeline.INTEGER).of(subject, parts);
    }

    /** How many changes of records were sent to where what spans shards is resolved. */
    public int escalated() {
        return escalated;
    }

    /** What the registry has, to be damaged. */
    public Map<RecordIdentity, Registration> registrations() {
        return registrations;
    }

    /** What the directory has, likewise. */
    public Map<ByteKey, KeyCounts> counts() {
        return counts;
    }

    /** The claims that are there, likewise. */
    public Map<ClaimKey, SortedMap<Integer, Claim>> claims() {
        claims.values().removeIf(SortedMap::isEmpty);
        return claims;
    }

    /** What anybody emitted last, likewise. */
    public Map<Integer, FoldedUpdates> emitted() {
        return emitted;
    }

    /** Two shards are where the other should be. */
    public void exchange(int one, int other) {
        Shard first = shards.get(one);
        shards.put(one, shards.get(other));
        shards.put(other, first);
    }

    /** A record is resolved by reconcile, which nobody handed over. */
    public void reconcileToo(SourceRecord record) {
        reconcile().engine.accept(record);
        reconcile().engine.flushAll(reconcile());
    }

    /** What a check of all that is settled finds wrong. */
    public List<String> findings() {
        return Ledgers.findings(this::check);
    }

    private void check(Function<String, Ledger> ledgers) {
        shards.forEach(
                (number, shard) ->
                        ShardCheck.run(
                                ontology,
                                Timeline.INTEGER,
                                new ShardCheck.Copy(
                                        shard.tables,
                                        shard.tables,
                                        new InMemoryShardTables(),
                                        number,
                                        shards.size() - 1),
                                ledgers.apply(Owners.name(number))));
        Ledger others = ledgers.apply("others");
        registrations.forEach(
                (record, registered) -> NeighborCheck.registration(record, registered, others));
        counts.forEach((signature, each) -> NeighborCheck.counts(signature, each, others));
        claims.forEach(
                (key, byOwner) ->
                        byOwner.forEach(
                                (owner, claim) ->
                                        others.right(
                                                Account.CLAIMS,
                                                key.signature(),
                                                Owners.name(owner),
                                                key.record(),
                                                claim.made().orElseThrow().entityId(),
                                                claim.made().orElseThrow().times())));
        emitted.forEach(
                (owner, folded) ->
                        folded.shown()
                                .forEach(
                                        (key, update) ->
                                                others.shown(
                                                        key.stream() + "/" + key.id(),
                                                        owner,
                                                        EncodedUpdate.of(update)
                                                                .shown()
                                                                .orElseThrow())));
    }
}
