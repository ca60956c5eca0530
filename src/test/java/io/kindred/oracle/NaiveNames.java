package io.kindred.oracle;

import io.kindred.model.Conflict;
import io.kindred.model.RecordIdentity;
import io.kindred.temporal.Interval;
import io.kindred.temporal.Timeline;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/** Names made of digests. */
final class NaiveNames {

    private NaiveNames() {}

    /**
     * The first 32 hex digits of SHA-256 over the parts joined by U+001F; where a part has U+001F,
     * over U+001F and then each part's length, U+001F and the part.
     */
    static String hash(List<String> parts) {
        try {
            String text = String.join("\u001f", parts);
            if (text.chars().filter(c -> c == 0x1f).count() != parts.size() - 1) {
                text = "\u001f";
                for (String part : parts) {
                    text += part.length() + "\u001f" + part;
                }
            }
            byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(bytes);
            return HexFormat.of().formatHex(digest).substring(0, 32);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    /**
     * The name of a conflict.
     *
     * @param isOfTestedKey whether several groups may have the same values and start, so that the
     *     least record tells them apart
     */
    static String conflictId(Timeline timeline, Conflict conflict, boolean isOfTestedKey) {
        List<String> parts = new ArrayList<>();
        if (conflict instanceof Conflict.Direct direct) {
            parts.addAll(List.of("direct", direct.entityId(), direct.attribute()));
        } else if (conflict instanceof Conflict.Indirect indirect) {
            List<RecordIdentity> records =
                    indirect.sides().stream()
                            .flatMap(side -> side.records().stream())
                            .sorted(NaiveOrder.IDENTITIES)
                            .toList();
            if (indirect.score().isPresent()) {
                parts.addAll(List.of("link", indirect.entityType()));
                records.forEach(record -> add(record, parts));
                return hash(parts);
            }
            parts.addAll(List.of("indirect", indirect.entityType(), indirect.key()));
            parts.addAll(indirect.keyValues());
            parts.add(shown(timeline, conflict.interval().start()));
            if (isOfTestedKey) {
                add(records.get(0), parts);
            }
            return hash(parts);
        } else if (conflict instanceof Conflict.Uniqueness unique) {
            parts.addAll(
                    List.of(
                            "constraint",
                            unique.entityType(),
                            unique.constraint(),
                            unique.perspective().orElse(""),
                            unique.value()));
        }
        parts.add(shown(timeline, conflict.interval().start()));
        return hash(parts);
    }

    /** The name of a golden value. */
    static String goldenId(Timeline timeline, String entityId, NaiveGolden.Row row) {
        return hash(
                List.of(
                        entityId,
                        row.attribute(),
                        row.value(),
                        shown(timeline, row.interval().start())));
    }

    private static void add(RecordIdentity record, List<String> parts) {
        parts.add(record.perspective());
        parts.add(record.uid());
    }

    private static String shown(Timeline timeline, long start) {
        if (start == Interval.MIN) {
            return "";
        }
        return timeline == Timeline.INTEGER
                ? Long.toString(start)
                : Instant.ofEpochMilli(start).toString();
    }
}
