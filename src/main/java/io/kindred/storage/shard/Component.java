package io.kindred.storage.shard;

import io.kindred.storage.ByteReader;
import io.kindred.storage.ByteWriter;
import io.kindred.storage.CorruptStateException;
import io.kindred.storage.EmittedDigests;
import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.LongFunction;
import java.util.function.LongSupplier;

/**
 * A component, loaded from its entry.
 *
 * <p>Format, version 4: version byte; flags (1 the emitted digests have entries of their own, 2 its
 * emission is delayed, 4 it is escalated, 8 there are digests of golden values); interned entity
 * type; when it was last emitted, in milliseconds, signed; number of members with entries of their
 * own, unsigned; the other members as a list of unsigned record ids, at most {@link #INLINE};
 * unless flag 1 is set, the digests of entities as a list of 16 bytes of id and 16 bytes of digest
 * and those of conflicts likewise, at most {@link #INLINE} in all unless version 1 had more; with
 * flag 8 those of golden values, by entity id. Without flag 8 it is written as version 3, which did
 * not have it.
 *
 * <p>Version 2 had no flag 4. Version 1 was the format of {@link EmittedDigests}, and the members
 * had an entry in {@code component-members}: a byte 1; number of members with entries of their own,
 * unsigned; the others as a list of unsigned record id and an empty list of intervals.
 */
final class Component {

    static final int VERSION = 4;

    /** The number of members and of digests that the entry contains; few components are larger. */
    static final int INLINE = 16;

    private static final int PLAIN_VERSION = 3;
    private static final int MEMBERS_VERSION = 1;
    private static final int FURTHER_DIGESTS = 1;
    private static final int WAITS = 2;
    private static final int ESCALATED = 4;
    private static final int GOLDEN = 8;

    final String entityType;
    final List<Long> members = new ArrayList<>(4);
    final boolean isOfVersion1;
    long furtherMembers;
    long emittedAt;
    boolean hasFurtherDigests;
    EmittedDigests emitted = EmittedDigests.NONE;
    boolean waits;
    boolean isEscalated;
    boolean isChanged;

    /** It was merged into another component and is not used any more. */
    boolean isDissolved;

    private Component(String entityType, boolean isOfVersion1) {
        this.entityType = entityType;
        this.isOfVersion1 = isOfVersion1;
    }

    static Component create(String entityType) {
        return new Component(entityType, false);
    }

    /**
     * Reads a component of version 1.
     *
     * @param members the entry of its members
     * @param anyFurther one of the members with an entry of its own
     * @param entityTypeOf the entity type of a record
     */
    static Component ofVersion1(
            long id,
            EmittedDigests emitted,
            byte @Nullable [] members,
            LongSupplier anyFurther,
            LongFunction<String> entityTypeOf) {
        if (members == null) {
            throw new CorruptStateException(
                    "component-members", "component " + id + " was emitted without records");
        }
        ByteReader reader = new ByteReader("component-members of " + id, members);
        reader.version(MEMBERS_VERSION);
        long further = reader.unsigned();
        List<Long> inline =
                reader.list(
                        each -> {
                            long member = each.unsigned();
                            each.intervals();
                            return member;
                        });
        reader.end();
        // Lists whose first members were removed were not refilled from the others.
        long any = inline.isEmpty() ? anyFurther.getAsLong() : inline.get(0);
        Component component = new Component(entityTypeOf.apply(any), true);
        component.furtherMembers = further;
        component.members.addAll(inline);
        component.emitted = emitted;
        component.hasFurtherDigests = false;
        return component;
    }

    /** Reads a component of version 2 or later. */
    static Component read(ByteReader reader, int version, Interner interner) {
        int flags =
                reader.flags(
                        FURTHER_DIGESTS
                                | WAITS
                                | (version == 2 ? 0 : ESCALATED)
                                | (version > PLAIN_VERSION ? GOLDEN : 0));
        Component component =
                new Component(reader.checked(() -> interner.string(reader.unsigned())), false);
        component.hasFurtherDigests = (flags & FURTHER_DIGESTS) != 0;
        component.waits = (flags & WAITS) != 0;
        component.isEscalated = (flags & ESCALATED) != 0;
        component.emittedAt = reader.signed();
        component.furtherMembers = reader.unsigned();
        component.members.addAll(reader.list(ByteReader::unsigned));
        if (!component.hasFurtherDigests) {
            component.emitted =
                    EmittedDigests.of(
                            EmittedDigests.read(reader),
                            EmittedDigests.read(reader),
                            (flags & GOLDEN) != 0 ? EmittedDigests.read(reader) : Map.of());
        }
        reader.end();
        return component;
    }

    byte[] toBytes(Interner interner) {
        boolean hasGolden = !hasFurtherDigests && !emitted.golden().isEmpty();
        ByteWriter writer =
                new ByteWriter()
                        .raw(hasGolden ? VERSION : PLAIN_VERSION)
                        .raw(
                                (hasFurtherDigests ? FURTHER_DIGESTS : 0)
                                        | (waits ? WAITS : 0)
                                        | (isEscalated ? ESCALATED : 0)
                                        | (hasGolden ? GOLDEN : 0))
                        .unsigned(interner.id(entityType))
                        .signed(emittedAt)
                        .unsigned(furtherMembers)
                        .list(members, ByteWriter::unsigned);
        if (!hasFurtherDigests) {
            EmittedDigests.write(writer, emitted.entities());
            EmittedDigests.write(writer, emitted.conflicts());
        }
        if (hasGolden) {
            EmittedDigests.write(writer, emitted.golden());
        }
        return writer.toBytes();
    }

    long size() {
        return members.size() + furtherMembers;
    }

    /** Whether it has no records and no emitted rows to retract. */
    boolean isEmpty() {
        return size() == 0 && emitted.isEmpty() && !hasFurtherDigests;
    }
}
