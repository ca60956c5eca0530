package io.kindred.storage.wire;

import io.kindred.model.Answer.Found;
import io.kindred.model.Answer.Gathered;
import io.kindred.model.Question;
import io.kindred.storage.BinaryFormat;
import io.kindred.storage.ByteReader;
import io.kindred.storage.ByteWriter;
import io.kindred.storage.keyed.Owners;
import io.kindred.storage.wire.AnswerMessage.Opened;
import io.kindred.storage.wire.AnswerMessage.Part;
import io.kindred.storage.wire.AnswerMessage.Shown;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The parts of an answer that have arrived so far. Parts may arrive before the question itself.
 *
 * <p>Format, version 2: version byte; the messages as a list, each the length and the bytes of
 * {@link AnswerMessageFormat}; the number of late parts, unsigned. Version 1 is the same with
 * messages of version 1.
 *
 * @param opened the question, once it has arrived
 * @param parts the results by owner
 * @param shown the published row, once it has arrived
 * @param late after an incomplete answer, the number of parts that are still to arrive and will be
 *     dropped; else 0
 */
public record OpenAnswer(
        Optional<Opened> opened,
        SortedMap<Integer, Found> parts,
        Optional<Shown> shown,
        long late) {

    /** Nothing has arrived. */
    public static final OpenAnswer NONE = onlyLate(0);

    public static final BinaryFormat<OpenAnswer> FORMAT = new Format();

    public OpenAnswer {
        parts = Collections.unmodifiableSortedMap(new TreeMap<>(parts));
    }

    /** Returns a copy with one more message; a late one is only counted. */
    public OpenAnswer with(AnswerMessage message) {
        if (late > 0) {
            return new OpenAnswer(opened, parts, shown, late - 1);
        }
        if (message instanceof Opened asked) {
            return new OpenAnswer(Optional.of(asked), parts, shown, 0);
        }
        if (message instanceof Shown row) {
            return new OpenAnswer(opened, parts, Optional.of(row), 0);
        }
        Part part = (Part) message;
        SortedMap<Integer, Found> all = new TreeMap<>(parts);
        all.put(part.owner(), part.found());
        return new OpenAnswer(
                opened, part.found() instanceof Gathered ? Gathered.bounded(all) : all, shown, 0);
    }

    /** Returns the state after an incomplete answer. */
    public OpenAnswer givenUp() {
        return onlyLate(missing().size());
    }

    /** Whether the question and all parts have arrived. */
    public boolean isComplete() {
        return opened.isPresent() && missing().isEmpty();
    }

    /** Whether nothing has arrived or is expected, as after the last late part. */
    public boolean isOver() {
        return opened.isEmpty() && parts.isEmpty() && shown.isEmpty() && late == 0;
    }

    /**
     * The owners whose parts are missing, see {@link Owners}.
     *
     * @throws java.util.NoSuchElementException if the question has not arrived
     */
    public List<Integer> missing() {
        Opened asked = opened.orElseThrow();
        List<Integer> missing = new ArrayList<>();
        for (int shard = 0; shard < asked.shards(); shard++) {
            if (!parts.containsKey(shard)) {
                missing.add(shard);
            }
        }
        if (asked.shards() > 1 && !parts.containsKey(Owners.RECONCILE)) {
            missing.add(Owners.RECONCILE);
        }
        if (asked.shards() > 1
                && asked.question().subject() instanceof Question.Match
                && !parts.containsKey(Owners.REGISTRY)) {
            missing.add(Owners.REGISTRY);
        }
        if (asked.asksRow() && shown.isEmpty()) {
            missing.add(Owners.PUBLISH);
        }
        return missing;
    }

    private static OpenAnswer onlyLate(long late) {
        return new OpenAnswer(
                Optional.empty(), Collections.emptySortedMap(), Optional.empty(), late);
    }

    private static final class Format implements BinaryFormat<OpenAnswer> {
        private static final String WHAT = "open answer";
        private static final int VERSION = 2;

        /** Empty, because the state's key is the token. */
        private static final String TOKEN = "";

        @Override
        public byte[] write(OpenAnswer answer) {
            List<AnswerMessage> messages = new ArrayList<>();
            answer.opened().ifPresent(messages::add);
            answer.parts().forEach((owner, found) -> messages.add(new Part(TOKEN, owner, found)));
            answer.shown().ifPresent(messages::add);
            return new ByteWriter(512)
                    .raw(VERSION)
                    .list(
                            messages,
                            (each, message) ->
                                    each.bytes(AnswerMessageFormat.INSTANCE.write(message)))
                    .unsigned(answer.late())
                    .toBytes();
        }

        @Override
        public OpenAnswer read(byte[] bytes) {
            ByteReader reader = new ByteReader(WHAT, bytes);
            reader.version(VERSION);
            Optional<Opened> opened = Optional.empty();
            SortedMap<Integer, Found> parts = new TreeMap<>();
            Optional<Shown> shown = Optional.empty();
            // Not by with(): what is stored is bounded already.
            for (byte[] bytesOfOne : reader.list(ByteReader::bytes)) {
                AnswerMessage message = AnswerMessageFormat.INSTANCE.read(bytesOfOne);
                if (message instanceof Opened asked) {
                    opened = Optional.of(asked);
                } else if (message instanceof Shown row) {
                    shown = Optional.of(row);
                } else {
                    Part part = (Part) message;
                    parts.put(part.owner(), part.found());
                }
            }
            OpenAnswer read = new OpenAnswer(opened, parts, shown, reader.unsigned());
            reader.end();
            return read;
        }
    }
}
