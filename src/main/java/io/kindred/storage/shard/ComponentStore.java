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
 * The components of a shard: who is in each and what was last emitted of it.
 *
 * <p>A record that nothing links to others {@linkplain StoredRecord#isAlone is alone}; its
 * component has no entry here but is kept with the record. Any other component has one entry, which
 * holds all of it while it is small; what a large one has beyond that is an entry each, so that a
 * record that joins and a digest that changes cost the same however large it is. Components that
 * were read or changed are held until {@link #save()}, up to a bounded number.
 *
 * <p>Format is that of {@link Component}. Format of further members, key the unsigned component id:
 * {@link PostingEntry} without times. Format of further digests, key the unsigned component id: a
 * byte 0 and the 16 bytes of an entity id, or a byte 1 and those of a conflict id; value the 16
 * bytes of digest.
 */
public final class ComponentStore {

    private static final byte[] NO_TIMES = PostingEntry.value(IntervalSet.EMPTY);
    private static final int MAX_HELD = 16_384;

    private final ByteTable entries;
    private final TermTable furtherMembers;
    private final FurtherDigests furtherDigests;
    private final WaitingIndex waiting;
    private final ByteTable membersOfVersion1;
    private final RecordStore records;
    private final Interner interner;
    private final ShardMeta meta;
    private final int maxHeld;
    private final Map<Long, Component> held = new HashMap<>();

    /** Over the tables of one shard. */
    public ComponentStore(
            ShardTables tables, ShardMeta meta, Interner interner, RecordStore records) {
        this(tables, meta, interner, records, MAX_HELD);
    }

    /**
     * The same with another bound.
     *
     * @param maxHeld how many components are held; at least 1
     */
    ComponentStore(
            ShardTables tables,
            ShardMeta meta,
            Interner interner,
            RecordStore records,
            int maxHeld) {
        this.maxHeld = maxHeld;
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
     * A component that waits to be emitted anew.
     *
     * @param until until when, in milliseconds
     */
    public record Waiting(long component, long until) {}

    /** A component that never was, without records. */
    public long create(String entityType) {
        long id = meta.nextComponentId();
        hold(id, Component.create(entityType));
        return id;
    }

    /** How many records the component has. */
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

    /** Adds a record that is not in the component, which is not one of a record alone. */
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

    /** Removes a record that is in the component, which is not one of a record alone. */
    public void remove(long component, long recordId) {
        Component entry = load(component);
        if (!entry.members.remove((Long) recordId)) {
            if (entry.furtherMembers == 0) {
                throw new CorruptStateException(
                        "components",
                        "record " + recordId + " is not in the component it is to leave");
            }
            furtherMembers.remove(key(component), PostingEntry.key(recordId));
            entry.furtherMembers--;
        }
        entry.isChanged = true;
    }

    /** Walks over the component's records by cursor; the component must not change meanwhile. */
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

    /** Whether there is such a component, with an entry or as a record that is alone. */
    public boolean exists(long component) {
        return StoredRecord.isAlone(component)
                ? size(component) > 0
                : held.containsKey(component) || entries.get(key(component)) != null;
    }

    /** Whether those that wait are listed under the term of {@code components-due}. */
    public static boolean isTermOfWaiting(byte[] term) {
        return WaitingIndex.isTerm(term);
    }

    /**
     * Whether the component has entries of its own for further members.
     *
     * @param isStated or rather for further digests
     */
    public boolean hasFurther(long component, boolean isStated) {
        Component entry = load(component);
        return isStated ? entry.hasFurtherDigests : entry.furtherMembers > 0;
    }

    /** The component's records, all at hand. */
    public List<Long> memberIds(long component) {
        List<Long> ids = new ArrayList<>();
        forEachMember(component, ids::add);
        return ids;
    }

    /**
     * Takes all records out of the component, forgets all else of it, and gives the records; costs
     * as much as it has.
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

    /** What was last emitted of the component. */
    public EmittedDigests emitted(long component) {
        if (StoredRecord.isAlone(component)) {
            return records.find(StoredRecord.onlyMember(component))
                    .map(StoredRecord::emitted)
                    .orElse(EmittedDigests.NONE);
        }
        Component entry = load(component);
        return entry.hasFurtherDigests ? furtherDigests.all(key(component)) : entry.emitted;
    }

    /**
     * Sets what was emitted of the component; of many digests only what is different is written.
     */
    public void setEmitted(long component, EmittedDigests now) {
        if (StoredRecord.isAlone(component)) {
            records.find(StoredRecord.onlyMember(component))
                    .ifPresent(record -> records.put(record.stating(now)));
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

    /** Adds to what was emitted of the component; what of it is entries of its own is not read. */
    public void addEmitted(long component, EmittedDigests added) {
        Component entry = load(component);
        if (entry.hasFurtherDigests) {
            furtherDigests.replace(key(component), EmittedDigests.NONE, added);
        } else {
            setEmitted(component, entry.emitted.and(added));
        }
    }

    /** Whether the component is resolved elsewhere, and nothing of it is emitted here. */
    public boolean isEscalated(long component) {
        if (StoredRecord.isAlone(component)) {
            return records.find(StoredRecord.onlyMember(component))
                    .map(StoredRecord::isEscalated)
                    .orElse(false);
        }
        return load(component).isEscalated;
    }

    /** Sets whether the component is resolved elsewhere. */
    public void setEscalated(long component, boolean elsewhere) {
        if (StoredRecord.isAlone(component)) {
            records.find(StoredRecord.onlyMember(component))
                    .ifPresent(record -> records.put(record.escalated(elsewhere)));
            return;
        }
        Component entry = load(component);
        entry.isEscalated = elsewhere;
        entry.isChanged = true;
    }

    /** When the component was last emitted, in milliseconds; 0 where nobody noted it. */
    public long emittedAt(long component) {
        return load(component).emittedAt;
    }

    /** Notes when the component was emitted. */
    public void setEmittedAt(long component, long millis) {
        Component entry = load(component);
        entry.emittedAt = millis;
        entry.isChanged = true;
    }

    /** Whether the component waits to be emitted anew. */
    public boolean waits(long component) {
        return !StoredRecord.isAlone(component) && load(component).waits;
    }

    /** Lets the component wait until a time; if it waits already, that time stays. */
    public void letWait(long component, long until) {
        Component entry = load(component);
        if (!entry.waits) {
            waiting.put(key(component), until);
            entry.waits = true;
            entry.isChanged = true;
        }
    }

    /** The component waits no longer. */
    public void endWait(long component) {
        Component entry = load(component);
        if (entry.waits) {
            waiting.remove(key(component));
            entry.waits = false;
            entry.isChanged = true;
        }
    }

    /** Walks over the components that wait, by cursor; none must begin or end to meanwhile. */
    public Iterator<Waiting> waiting() {
        return waiting.all();
    }

    /**
     * Walks by cursor over the components that have an entry, in no particular order. Saves first;
     * none may change meanwhile.
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

    /** Writes what changed and forgets what is held; must come before every checkpoint. */
    public void save() {
        held.forEach((id, component) -> write(id, component, component.isNothing()));
        held.clear();
    }

    /**
     * Makes room in the middle of a batch, which may still ask for a component that has nothing
     * just now: that is kept until it is asked for and saved again.
     */
    private void makeRoom() {
        held.forEach((id, component) -> write(id, component, component.isDissolved));
        held.clear();
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
        Component component = held.get(id);
        if (component == null) {
            byte[] stored = entries.get(key(id));
            if (stored == null) {
                throw new CorruptStateException("components", "no component has the id " + id);
            }
            component = read(id, stored);
            component.isChanged = component.isNothing();
            hold(id, component);
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

    private void hold(long id, Component component) {
        if (held.size() >= maxHeld) {
            makeRoom();
        }
        held.put(id, component);
    }

    private static byte[] key(long component) {
        return new ByteWriter().unsigned(component).toBytes();
    }
}
