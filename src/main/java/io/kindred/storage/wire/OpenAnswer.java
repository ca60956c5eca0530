package io.kindred.storage.wire;

import io.kindred.model.Answer.Found;
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
 * What has come of an answer so far. Parts may come before the word that the question was asked.
 *
 * <p>Format, version 2: version byte; what was told as a list of messages, each the bytes of {@link
 * AnswerMessageFormat} after their length; how many parts are late, unsigned. Version 1 is the
 * same; its messages are of version 1.
 *
 * @param opened the question, once it is known
 * @param parts what was found, by owner
 * @param shown what is shown, once that has come
 * @param late if the answer was given without them, how many parts are still to come and to be
 *     dropped; else 0
 */
public record OpenAnswer(
        Optional<Opened> opened,
        SortedMap<Integer, Found> parts,
        Optional<Shown> shown,
        long late) {

    /** Nothing has come. */
    public static final OpenAnswer NONE = onlyLate(0);

    /** The one format. */
    public static final BinaryFormat<OpenAnswer> FORMAT = new Format();

    /** Copies the parts. */
    public OpenAnswer {
        parts = Collections.unmodifiableSortedMap(new TreeMap<>(parts));
    }

    /** The same with one more message; of one that is late, only that it came. */
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
        return new OpenAnswer(opened, all, shown, 0);
    }

    /** The same after an answer was given without the parts that are missing. */
    public OpenAnswer givenUp() {
        return onlyLate(missing().size());
    }

    /** Whether the question and all parts are here. */
    public boolean isComplete() {
        return opened.isPresent() && missing().isEmpty();
    }

    /** Whether nothing is here or to come, as after the last that was late. */
    public boolean isOver() {
        return opened.isEmpty() && parts.isEmpty() && shown.isEmpty() && late == 0;
    }

    /**
     * Who has not answered; see {@link Owners}.
     *
     * @throws java.util.NoSuchElementException if the question is not known
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

        /** Which question it is, the key says. */
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
            OpenAnswer answer = NONE;
            for (byte[] message : reader.list(ByteReader::bytes)) {
                answer = answer.with(AnswerMessageFormat.INSTANCE.read(message));
            }
            OpenAnswer read =
                    new OpenAnswer(
                            answer.opened(), answer.parts(), answer.shown(), reader.unsigned());
            reader.end();
            return read;
        }
    }
}
