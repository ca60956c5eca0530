package io.kindred.offline;

import io.kindred.model.Answer.Found;
import io.kindred.storage.ByteReader;
import io.kindred.storage.ByteWriter;
import io.kindred.storage.keyed.Owners;
import io.kindred.storage.wire.AnswerMessage.Part;
import io.kindred.storage.wire.AnswerMessageFormat;

/**
 * A shard's part of an answer, as a row between operators; never stored.
 *
 * @param declaration of the shard
 */
record PartRow(String declaration, Part part) {

    /** What a shard has found. */
    static PartRow of(OfflineShard shard, String declaration, Found found) {
        int owner =
                shard.place() == OfflineShard.Place.RECONCILE
                        ? Owners.RECONCILE + shard.number()
                        : shard.number();
        return new PartRow(declaration, new Part("", owner, found));
    }

    static PartRow read(byte[] row) {
        ByteReader reader = new ByteReader("part of an answer of a shard", row);
        PartRow read =
                new PartRow(
                        reader.string(), (Part) AnswerMessageFormat.INSTANCE.read(reader.bytes()));
        reader.end();
        return read;
    }

    byte[] toBytes() {
        return new ByteWriter()
                .string(declaration)
                .bytes(AnswerMessageFormat.INSTANCE.write(part))
                .toBytes();
    }
}
