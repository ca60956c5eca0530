package io.kindred.offline.decide;

import io.kindred.model.Descriptor;
import io.kindred.model.RecordIdentity;
import io.kindred.offline.Declaration;
import io.kindred.resolve.ColdShard.Placed;
import io.kindred.storage.ByteReader;
import io.kindred.storage.ByteWriter;
import io.kindred.storage.keyed.HeldDecisionsFormat;
import io.kindred.storage.keyed.IdentityBytes;
import io.kindred.storage.keyed.UpdateFormat;

/**
 * The rows that {@link DecideTask} and {@link RecordsTask} emit; never stored.
 *
 * <p>The first byte is the kind. A declaration is its text. A conflict is its id, the conflict as
 * in {@link UpdateFormat}, and the questions as a list of two identities, each with its entity, and
 * whether it is answered. A record is its identity, its entity, and its descriptors as a list of
 * attribute, value and interval, and its decisions as in {@link HeldDecisionsFormat}. A place is an
 * identity and its entity.
 */
final class ConflictRows {

    private static final int DECLARATION = 0;
    private static final int CONFLICT = 1;
    private static final int RECORD = 2;
    private static final int PLACE = 3;

    private ConflictRows() {}

    /** Receives rows. */
    interface Listener {
        void declaration(Declaration declaration);

        void conflict(OpenConflict conflict);

        /** A record of a question. */
        void record(Placed record);

        /** In which entity a record is that somebody has decided about. */
        void place(RecordIdentity record, String entityId);
    }

    static byte[] declaration(String text) {
        return new ByteWriter().raw(DECLARATION).string(text).toBytes();
    }

    static byte[] conflict(OpenConflict open) {
        ByteWriter writer = new ByteWriter().raw(CONFLICT).string(open.id());
        UpdateFormat.write(writer, open.conflict());
        return writer.list(
                        open.questions(),
                        (each, question) -> {
                            IdentityBytes.write(each, question.left())
                                    .string(question.leftEntity());
                            IdentityBytes.write(each, question.right())
                                    .string(question.rightEntity());
                            each.bool(question.isAnswered());
                        })
                .toBytes();
    }

    static byte[] record(Placed record) {
        ByteWriter writer = IdentityBytes.write(new ByteWriter().raw(RECORD), record.identity());
        writer
                .string(record.entityId())
                .list(
                        record.descriptors(),
                        (each, descriptor) ->
                                each.string(descriptor.attribute())
                                        .string(descriptor.value())
                                        .interval(descriptor.interval()));
        HeldDecisionsFormat.write(writer, record.decisions());
        return writer.toBytes();
    }

    static byte[] place(RecordIdentity record, String entityId) {
        return IdentityBytes.write(new ByteWriter().raw(PLACE), record).string(entityId).toBytes();
    }

    static void read(byte[] row, Listener listener) {
        ByteReader reader = new ByteReader("row of decide", row);
        int kind = reader.raw();
        switch (kind) {
            case DECLARATION -> listener.declaration(Declaration.read(reader.string()));
            case CONFLICT ->
                    listener.conflict(
                            new OpenConflict(
                                    reader.string(),
                                    UpdateFormat.readConflict(reader),
                                    reader.list(ConflictRows::question)));
            case RECORD ->
                    listener.record(
                            new Placed(
                                    IdentityBytes.read(reader),
                                    reader.string(),
                                    reader.list(
                                            each ->
                                                    new Descriptor(
                                                            each.string(),
                                                            each.string(),
                                                            each.interval())),
                                    HeldDecisionsFormat.read(reader)));
            case PLACE -> listener.place(IdentityBytes.read(reader), reader.string());
            default -> throw reader.corrupt("unknown kind of row " + kind);
        }
        reader.end();
    }

    private static PairQuestion question(ByteReader reader) {
        return new PairQuestion(
                IdentityBytes.read(reader),
                reader.string(),
                IdentityBytes.read(reader),
                reader.string(),
                reader.bool());
    }
}
