package io.kindred.storage.keyed;

import io.kindred.model.HeldDecisions;
import io.kindred.storage.BinaryFormat;
import io.kindred.storage.ByteReader;
import io.kindred.storage.ByteWriter;
import io.kindred.storage.keyed.Registration.Status;

import java.util.List;
import java.util.OptionalLong;

/**
 * What the registry keeps of an erased record, under the keyed digest of its identity.
 *
 * <p>Format, version 1: version byte; flags (1 it has a version, 2 there are decisions); the
 * version, signed, if it has one; the number of the last change, unsigned; the decisions, if there
 * are any, see {@link HeldDecisionsFormat}.
 *
 * @param version the greatest accepted version, if any
 * @param change the number of the last emitted change; 0 if none was emitted
 * @param decisions what people decided about the record, without reasons
 */
public record ErasedIdentity(OptionalLong version, long change, HeldDecisions decisions) {

    public static final BinaryFormat<ErasedIdentity> FORMAT = new Format();

    /**
     * What is kept of a registration.
     *
     * @throws IllegalArgumentException if it is not erased
     */
    public static ErasedIdentity of(Registration registration) {
        if (registration.status() != Status.ERASED) {
            throw new IllegalArgumentException(registration.status() + " instead of erased");
        }
        return new ErasedIdentity(
                registration.version(),
                registration.change(),
                registration.decisions().withoutReasons());
    }

    /** The registration of the identity. */
    public Registration registration() {
        return new Registration(Status.ERASED, version, change, List.of(), List.of(), decisions);
    }

    private static final class Format implements BinaryFormat<ErasedIdentity> {
        private static final int VERSION = 1;
        private static final int VERSIONED = 1;
        private static final int DECIDED = 2;

        @Override
        public byte[] write(ErasedIdentity erased) {
            boolean isDecided = !erased.decisions().isEmpty();
            ByteWriter writer =
                    new ByteWriter()
                            .raw(VERSION)
                            .raw(
                                    (erased.version().isPresent() ? VERSIONED : 0)
                                            | (isDecided ? DECIDED : 0));
            erased.version().ifPresent(writer::signed);
            writer.unsigned(erased.change());
            if (isDecided) {
                HeldDecisionsFormat.write(writer, erased.decisions());
            }
            return writer.toBytes();
        }

        @Override
        public ErasedIdentity read(byte[] bytes) {
            ByteReader reader = new ByteReader("erased identity", bytes);
            reader.version(VERSION);
            int flags = reader.flags(VERSIONED | DECIDED);
            OptionalLong version =
                    (flags & VERSIONED) != 0
                            ? OptionalLong.of(reader.signed())
                            : OptionalLong.empty();
            ErasedIdentity erased =
                    new ErasedIdentity(
                            version,
                            reader.unsigned(),
                            (flags & DECIDED) != 0
                                    ? HeldDecisionsFormat.read(reader)
                                    : HeldDecisions.NONE);
            reader.end();
            return erased;
        }
    }
}
