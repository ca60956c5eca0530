package io.kindred.storage.shard;

import io.kindred.storage.ByteReader;
import io.kindred.storage.ByteTable;
import io.kindred.storage.ByteWriter;
import io.kindred.storage.CorruptStateException;
import io.kindred.storage.EmittedDigests;
import io.kindred.storage.ShardTables;
import io.kindred.storage.TermTable;
import io.kindred.temporal.IntervalSet;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.PrimitiveIterator;
import java.util.function.LongConsumer;

/**
 * The components of a shard: the records and the last emitted digests of each.
 *
 * <p>A record without links {@linkplain StoredRecord#isAlone is alone}; its component has no entry
 * here but is stored with the record. Any other component has one entry, which contains all of a
 * small component. Further members and digests have an entry each. So the cost of adding a record
 * or changing a digest does not depend on the size of the component. Components that are read or
 * changed are cached until {@link #save()}, up to {@value #MAX_CACHED}.
 *
 * <p>The format is that of {@link Component}. Format of further members, key the unsigned component
 * id: {@link PostingEntry} without times. Format of further digests, key the unsigned component id:
 * as {@link FurtherDigests} says.
 */
public final class ComponentStore {

    private static final byte[] NO_TIMES = PostingEntry.value(IntervalSet.EMPTY);
    private static final int MAX_CACHED = 16_384;

    private final ByteTable entries;
    private final TermTable furtherMembers;
    private final FurtherDigests furtherDigests;
    private final WaitingIndex waiting;
    private final ByteTable membersOfVersion1;
    private final RecordStore records;
    private final Interner interner;
    private final ShardMeta meta;
    private final int maxCached;
    private final Map<Long, Component> cached = new HashMap<>();

    public ComponentStore(
            ShardTables tables, ShardMeta meta, Interner interner, RecordStore records) {
        this(tables, meta, interner, records, MAX_CACHED);
    }

    /**
     * Creates a store with another cache size.
     *
     * @param maxCached the number of components that are cached, at least 1
     */
    ComponentStore(
            ShardTables tables,
            ShardMeta meta,
            Interner interner,
            RecordStore records,
            int maxCached) {
        this.maxCached = maxCached;
        this.entries = tables.bytes(ShardTables.Name.COMPONENTS);
        this.furtherMembers = tables.terms(ShardTables.TermName.COMPONENT_MEMBERS_TAIL);
        this.furtherDigests =
                new FurtherDigests(tables.terms(ShardTables.TermName.COMPONENTS_STATED));
        this.waiting = new WaitingIndex(tables.terms(ShardTables.TermName.COMPONENTS_DUE));
        this.membersOfVersion1 = tables.bytes(ShardTables.Name.COMPONENT_MEMBERS);
        this.records = records;
        this.interner = interner;
        this.meta = meta;
    }

    /**
     * A component whose emission is delayed.
     *
     * @param until the due time in milliseconds
     */
    public record Waiting(long component, long until) {}

    /** Creates a component without records and returns its new id. */
    public long create(String entityType) {
        long id = meta.nextComponentId();
        cache(id, Component.create(entityType));
        return id;
    }

    public long size(long component) {
        if (StoredRecord.isAlone(component)) {
            return records.find(StoredRecord.onlyMember(component)).isPresent() ? 1 : 0;
        }
        return load(component).size();
    }

    /**
     * The entity type of the component's records.
     *
     * @throws CorruptStateException if there is no such component
     */
    public String entityType(long component) {
        return StoredRecord.isAlone(component)
                ? records.get(StoredRecord.onlyMember(component)).identity().entityType()
                : load(component).entityType;
    }

    /** Adds a record, which must not be in the component. The component must have an entry. */
    public void add(long component, long recordId) {
        Component entry = load(component);
        if (entry.members.size() < Component.INLINE) {
            entry.members.add(recordId);
        } else {
            furtherMembers.put(key(component), PostingEntry.key(recordId), NO_TIMES);
            entry.furtherMembers++;
        }
        entry.isChanged = true;
    }

    /** Removes a record, which must be in the component. The component must have an entry. */
    public void remove(long component, long recordId) {
        Component entry = load(component);
        if (!entry.members.remove((Long) recordId)) {
            if (entry.furtherMembers == 0) {
                throw new CorruptStateException(
                        "components",
                        "record " + recordId + " is not in the component to remove it from");
            }
            furtherMembers.remove(key(component), PostingEntry.key(recordId));
            entry.furtherMembers--;
        }
        entry.isChanged = true;
    }

    /**
     * Iterates over the component's records with a cursor; the component must not change meanwhile.
     */
    public void forEachMember(long component, LongConsumer listener) {
        if (StoredRecord.isAlone(component)) {
            records.find(StoredRecord.onlyMember(component))
                    .ifPresent(record -> listener.accept(record.id()));
            return;
        }
        Component entry = load(component);
        entry.members.forEach(listener::accept);
        if (entry.furtherMembers > 0) {
            Iterator<TermTable.Entry> further = furtherMembers.scan(key(component));
            while (further.hasNext()) {
                listener.accept(
                        PostingEntry.read("component-members-tail", further.next()).recordId());
            }
        }
    }

    /** Whether the component exists, with an entry or as a single record. */
    public boolean exists(long component) {
        return StoredRecord.isAlone(component)
                ? size(component) > 0
                : cached.containsKey(component) || entries.get(key(component)) != null;
    }

    /** Whether a term of {@code components-due} lists delayed components. */
    public static boolean isTermOfWaiting(byte[] term) {
        return WaitingIndex.isTerm(term);
    }

    /**
     * Whether the component has further entries.
     *
     * @param ofDigests whether to look for further digests rather than further members
     */
    public boolean hasFurther(long component, boolean ofDigests) {
        Component entry = load(component);
        return ofDigests ? entry.hasFurtherDigests : entry.furtherMembers > 0;
    }

    /** The component's records as a list in memory. */
    public List<Long> memberIds(long component) {
        List<Long> ids = new ArrayList<>();
        forEachMember(component, ids::add);
        return ids;
    }

    /**
     * Removes all records and digests of the component and returns the records. Costs as much as it
     * has records.
     */
    public List<Long> dissolve(long component) {
        List<Long> members = memberIds(component);
        if (!StoredRecord.isAlone(component)) {
            Component entry = load(component);
            for (long id : members.subList(entry.members.size(), members.size())) {
                furtherMembers.remove(key(component), PostingEntry.key(id));
            }
            entry.members.clear();
            entry.furtherMembers = 0;
            entry.isDissolved = true;
            setEmitted(component, EmittedDigests.NONE);
            endWait(component);
        }
        return members;
    }

    /** The last emitted digests of the component. */
    public EmittedDigests emitted(long component) {
        if (StoredRecord.isAlone(component)) {
            return records.find(StoredRecord.onlyMember(component))
                    .map(StoredRecord::emitted)
                    .orElse(EmittedDigests.NONE);
        }
        Component entry = load(component);
        return entry.hasFurtherDigests ? furtherDigests.all(key(component)) : entry.emitted;
    }

    /** Sets the emitted digests of the component; of many, only the changed ones are written. */
    public void setEmitted(long component, EmittedDigests now) {
        if (StoredRecord.isAlone(component)) {
            records.find(StoredRecord.onlyMember(component))
                    .ifPresent(record -> records.put(record.withEmitted(now)));
            return;
        }
        Component entry = load(component);
        boolean isFurther = now.size() > Component.INLINE;
        if (entry.hasFurtherDigests || isFurther) {
            EmittedDigests before =
                    entry.hasFurtherDigests
                            ? furtherDigests.all(key(component))
                            : EmittedDigests.NONE;
            furtherDigests.replace(key(component), before, isFurther ? now : EmittedDigests.NONE);
        }
        entry.hasFurtherDigests = isFurther;
        entry.emitted = isFurther ? EmittedDigests.NONE : now;
        entry.isChanged = true;
    }

    /** Adds emitted digests; existing further ones are not read. */
    public void addEmitted(long component, EmittedDigests added) {
        Component entry = load(component);
        if (entry.hasFurtherDigests) {
            furtherDigests.replace(key(component), EmittedDigests.NONE, added);
        } else {
            setEmitted(component, entry.emitted.and(added));
        }
    }

    /** Whether the component is escalated to reconcile, so that this shard emits nothing of it. */
    public boolean isEscalated(long component) {
        if (StoredRecord.isAlone(component)) {
            return records.find(StoredRecord.onlyMember(component))
                    .map(StoredRecord::isEscalated)
                    .orElse(false);
        }
        return load(component).isEscalated;
    }

    /** Sets whether the component is escalated. */
    public void setEscalated(long component, boolean escalated) {
        if (StoredRecord.isAlone(component)) {
            records.find(StoredRecord.onlyMember(component))
                    .ifPresent(record -> records.put(record.escalated(escalated)));
            return;
        }
        Component entry = load(component);
        entry.isEscalated = escalated;
        entry.isChanged = true;
    }

    /** The time of the component's last emission in milliseconds; 0 if unknown. */
    public long emittedAt(long component) {
        return load(component).emittedAt;
    }

    /** Sets the time of the component's last emission in milliseconds. */
    public void setEmittedAt(long component, long millis) {
        Component entry = load(component);
        entry.emittedAt = millis;
        entry.isChanged = true;
    }

    /** Whether the component's emission is delayed. */
    public boolean waits(long component) {
        return !StoredRecord.isAlone(component) && load(component).waits;
    }

    /**
     * Delays the component's emission until a time in milliseconds; an earlier delay is not
     * changed.
     */
    public void delayUntil(long component, long until) {
        Component entry = load(component);
        if (!entry.waits) {
            waiting.put(key(component), until);
            entry.waits = true;
            entry.isChanged = true;
        }
    }

    /** Ends the delay of the component's emission. */
    public void endWait(long component) {
        Component entry = load(component);
        if (entry.waits) {
            waiting.remove(key(component));
            entry.waits = false;
            entry.isChanged = true;
        }
    }

    /** Iterates over the delayed components with a cursor; no delay may begin or end meanwhile. */
    public Iterator<Waiting> waiting() {
        return waiting.all();
    }

    /**
     * Iterates over the components that have an entry with a cursor, in no particular order. Saves
     * first; none may change meanwhile.
     */
    public PrimitiveIterator.OfLong all() {
        save();
        Iterator<TermTable.Entry> stored = entries.scan();
        return new PrimitiveIterator.OfLong() {
            @Override
            public boolean hasNext() {
                return stored.hasNext();
            }

            @Override
            public long nextLong() {
                ByteReader key = new ByteReader("components", stored.next().key());
                long id = key.unsigned();
                key.end();
                return id;
            }
        };
    }

    /**
     * Writes the changed components and clears the cache; must be called before every checkpoint.
     */
    public void save() {
        cached.forEach((id, component) -> write(id, component, component.isEmpty()));
        cached.clear();
    }

    /**
     * Writes the changed components and clears the cache within a batch. Unlike {@link #save} it
     * keeps empty components, because the batch may still use them.
     */
    private void evictAll() {
        cached.forEach((id, component) -> write(id, component, component.isDissolved));
        cached.clear();
    }

    private void write(long id, Component component, boolean isGone) {
        if (!component.isChanged) {
            return;
        }
        if (component.isOfVersion1) {
            membersOfVersion1.remove(key(id));
        }
        if (isGone) {
            entries.remove(key(id));
        } else {
            entries.put(key(id), component.toBytes(interner));
        }
    }

    private Component load(long id) {
        Component component = cached.get(id);
        if (component == null) {
            byte[] stored = entries.get(key(id));
            if (stored == null) {
                throw new CorruptStateException("components", "no component with id " + id);
            }
            component = read(id, stored);
            component.isChanged = component.isEmpty();
            cache(id, component);
        }
        return component;
    }

    private Component read(long id, byte[] stored) {
        ByteReader reader = new ByteReader("component " + id, stored);
        int version = reader.version(Component.VERSION);
        if (version == 1) {
            return Component.ofVersion1(
                    id,
                    EmittedDigests.fromBytes("component " + id, stored),
                    membersOfVersion1.get(key(id)),
                    () -> anyFurtherMember(id),
                    member -> records.get(member).identity().entityType());
        }
        return Component.read(reader, version, interner);
    }

    private long anyFurtherMember(long id) {
        Iterator<TermTable.Entry> further = furtherMembers.scan(key(id));
        if (!further.hasNext()) {
            throw new CorruptStateException(
                    "component-members", "the members of component " + id + " are missing");
        }
        return PostingEntry.read("component-members-tail", further.next()).recordId();
    }

    private void cache(long id, Component component) {
        if (cached.size() >= maxCached) {
            evictAll();
        }
        cached.put(id, component);
    }

    private static byte[] key(long component) {
        return new ByteWriter().unsigned(component).toBytes();
    }
}
