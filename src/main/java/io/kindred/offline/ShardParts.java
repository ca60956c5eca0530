package io.kindred.offline;

import io.kindred.model.Answer.Found;
import io.kindred.resolve.ColdShard;
import io.kindred.storage.ByteReader;
import io.kindred.storage.ByteWriter;
import io.kindred.storage.keyed.Owners;
import io.kindred.storage.shard.ShardMeta;
import io.kindred.storage.wire.AnswerMessage.Part;
import io.kindred.storage.wire.AnswerMessageFormat;

import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.BiFunction;
import java.util.function.Consumer;

/**
 * The parts of an answer that the shards of a saved state have found, from rows that {@link #emit}
 * has made of them.
 */
abstract class ShardParts implements Consumer<byte[]> {

    private SortedMap<Integer, Found> parts = new TreeMap<>();
    private Optional<Declaration> declaration = Optional.empty();

    /**
     * Emits what a shard finds as a row, which is never stored; nothing if the shard has no
     * records.
     *
     * @param find what is asked of the shard
     */
    static void emit(
            OfflineShard shard,
            BiFunction<ColdShard, Declaration, Found> find,
            Consumer<byte[]> rows) {
        ShardMeta.declaration(shard.tables())
                .ifPresent(
                        text -> {
                            Declaration read = Declaration.read(text);
                            rows.accept(
                                    row(text, owner(shard), find.apply(shard.results(read), read)));
                        });
    }

    /**
     * The owner of a shard's part. Each lane of reconcile counts as an owner of its own here:
     * {@link Owners#RECONCILE} plus its number. In a running job those numbers are other
     * operators', so they must not leave these rows.
     */
    static int owner(OfflineShard shard) {
        return shard.place() == OfflineShard.Place.RECONCILE
                ? Owners.RECONCILE + shard.number()
                : shard.number();
    }

    static byte[] row(String declaration, int owner, Found found) {
        return new ByteWriter()
                .string(declaration)
                .bytes(AnswerMessageFormat.INSTANCE.write(new Part("", owner, found)))
                .toBytes();
    }

    @Override
    public final void accept(byte[] row) {
        ByteReader reader = new ByteReader("part of an answer of a shard", row);
        String text = reader.string();
        Part part = (Part) AnswerMessageFormat.INSTANCE.read(reader.bytes());
        reader.end();
        if (declaration.isEmpty()) {
            declaration = Optional.of(Declaration.read(text));
        }
        parts.put(part.owner(), part.found());
        parts = bounded(parts);
    }

    /** The parts to keep after one more. */
    SortedMap<Integer, Found> bounded(SortedMap<Integer, Found> all) {
        return all;
    }

    /** By owner; the lanes of reconcile from {@link Owners#RECONCILE} on. */
    final SortedMap<Integer, Found> parts() {
        return parts;
    }

    /** What the shards were resolved with; empty if none has records. */
    final Optional<Declaration> declaration() {
        return declaration;
    }
}
