package io.kindred.tools.answer;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kindred.flink.config.SinksConfig.Output;
import io.kindred.tools.store.StoreView;
import io.kindred.tools.store.StoredRow;

import java.util.HexFormat;
import java.util.Optional;
import java.util.function.BiPredicate;

/** Open conflicts, the worst first, with the questions that may resolve them. */
final class ConflictsAnswer {

    /** The most conflicts of an answer. */
    static final int MOST = 200;

    /** How many conflicts are looked at for an answer; the rest is left to the next one. */
    private static final int MOST_SEEN = 5_000;

    private final StoreView view;
    private final ConflictQuestions questions;

    ConflictsAnswer(StoreView view, ConflictQuestions questions) {
        this.view = view;
        this.questions = questions;
    }

    /**
     * Which conflicts are wanted.
     *
     * @param after the token of an answer, to go on after it
     */
    record Wanted(
            Optional<String> type,
            Optional<String> kind,
            Optional<String> entity,
            int limit,
            Optional<String> after) {

        private boolean includes(JsonNode row) {
            return type.map(each -> each.equals(row.path("entity_type").asText())).orElse(true)
                    && kind.map(each -> each.equals(row.path("kind").asText())).orElse(true);
        }
    }

    ObjectNode answer(Wanted wanted) throws AnswerException {
        ObjectNode answer = StoredRow.JSON.createObjectNode();
        ArrayNode conflicts = answer.putArray("conflicts");
        byte[][] last = {new byte[0]};
        int[] seen = {0};
        boolean[] isMore = {false};
        BiPredicate<byte[], String> visitor =
                (key, id) -> {
                    if (conflicts.size() == wanted.limit() || seen[0] == MOST_SEEN) {
                        isMore[0] = true;
                        return false;
                    }
                    add(conflicts, id, wanted);
                    last[0] = key;
                    seen[0]++;
                    return true;
                };
        Optional<byte[]> after = after(wanted);
        if (wanted.entity().isPresent()) {
            view.conflictsOf(wanted.entity().get(), after, visitor);
        } else {
            view.worstConflicts(after, visitor);
        }
        if (isMore[0]) {
            answer.put("next", HexFormat.of().formatHex(last[0]));
        } else {
            answer.putNull("next");
        }
        return answer;
    }

    private static Optional<byte[]> after(Wanted wanted) throws AnswerException {
        if (wanted.after().isEmpty()) {
            return Optional.empty();
        }
        try {
            byte[] key = HexFormat.of().parseHex(wanted.after().get());
            if (key.length > 0 && key[0] == (wanted.entity().isPresent() ? 'e' : 'w')) {
                return Optional.of(key);
            }
        } catch (IllegalArgumentException e) {
            // Answered below.
        }
        throw AnswerException.invalid(
                "after is not the field next of an answer of /conflicts; leave it out to begin");
    }

    private void add(ArrayNode conflicts, String id, Wanted wanted) {
        view.current(Output.CONFLICTS, id)
                .filter(wanted::includes)
                .ifPresent(
                        row -> {
                            row.remove("status");
                            row.set("questions", questions.of(row));
                            conflicts.add(row);
                        });
    }
}
