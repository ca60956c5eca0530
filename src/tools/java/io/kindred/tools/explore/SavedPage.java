package io.kindred.tools.explore;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kindred.tools.answer.AnswerException;
import io.kindred.tools.answer.Answers;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** The explorer as a file, with all that it asks about one entity. */
public final class SavedPage {

    private final Answers answers;
    private final Instant asOf;
    private final Map<String, JsonNode> saved = new LinkedHashMap<>();

    private SavedPage(Answers answers, Instant asOf) {
        this.answers = answers;
        this.asOf = asOf;
    }

    private interface Asked {
        ObjectNode answer() throws AnswerException;
    }

    /**
     * The page of an entity.
     *
     * @param asOf when the store was filled
     * @throws AnswerException if there was never such an entity
     */
    public static String of(Answers answers, String entityId, Instant asOf) throws AnswerException {
        SavedPage page = new SavedPage(answers, asOf);
        page.save(entityId);
        return ExplorerPage.load().with(page.saved);
    }

    private void save(String entityId) throws AnswerException {
        put("/info", answers.info());
        ObjectNode entity = answers.entity(entityId);
        put(path("entities", entityId), entity);
        saveIfAny(path("entities", entityId, "records"), () -> answers.entityRecords(entityId));
        saveIfAny(path("history", entityId), () -> answers.history(entityId));
        saveIfAny(path("evidence", entityId), () -> answers.evidence(entityId));
        saveIfAny(
                "/conflicts?entity=" + encoded(entityId),
                () ->
                        answers.conflicts(
                                Optional.empty(),
                                Optional.empty(),
                                Optional.of(entityId),
                                Answers.MOST_CONFLICTS,
                                Optional.empty()));
    }

    private void saveIfAny(String path, Asked asked) throws AnswerException {
        try {
            put(path, asked.answer());
        } catch (AnswerException failure) {
            if (failure.reason() == AnswerException.Reason.INVALID) {
                throw failure;
            }
            // The page then shows nothing of it.
        }
    }

    private void put(String path, ObjectNode answer) {
        answer.putObject("freshness").put("as_of", asOf.toString()).put("is_behind", false);
        saved.put("GET " + path, answer);
    }

    private static String path(String... parts) {
        StringBuilder path = new StringBuilder();
        for (String part : parts) {
            path.append('/').append(encoded(part));
        }
        return path.toString();
    }

    /** As JavaScript's {@code encodeURIComponent} does. */
    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8)
                .replace("+", "%20")
                .replace("%21", "!")
                .replace("%27", "'")
                .replace("%28", "(")
                .replace("%29", ")")
                .replace("%7E", "~");
    }
}
