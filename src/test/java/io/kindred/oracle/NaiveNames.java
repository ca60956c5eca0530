package io.kindred.oracle;

import io.kindred.model.Conflict;
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
        String start = shown(timeline, conflict.interval().start());
        List<String> parts = new ArrayList<>();
        if (conflict instanceof Conflict.Direct direct) {
            parts.addAll(List.of("direct", direct.entityId(), direct.attribute()));
        } else if (conflict instanceof Conflict.Indirect indirect) {
            parts.addAll(List.of("indirect", indirect.entityType(), indirect.key()));
            parts.addAll(indirect.keyValues());
        } else if (conflict instanceof Conflict.Uniqueness unique) {
            parts.addAll(
                    List.of(
                            "constraint",
                            unique.entityType(),
                            unique.constraint(),
                            unique.perspective().orElse(""),
                            unique.value()));
        }
        parts.add(start);
        if (isOfTestedKey && conflict instanceof Conflict.Indirect indirect) {
            indirect.sides().stream()
                    .flatMap(side -> side.records().stream())
                    .sorted(NaiveOrder.IDENTITIES)
                    .limit(indirect.score().isPresent() ? 2 : 1)
                    .forEach(record -> parts.addAll(List.of(record.perspective(), record.uid())));
        }
        return hash(parts);
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
