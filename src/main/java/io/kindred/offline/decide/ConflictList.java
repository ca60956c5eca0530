package io.kindred.offline.decide;

import io.kindred.codec.ConflictListJson;
import io.kindred.offline.Declaration;
import io.kindred.temporal.Timeline;

import java.util.List;

/** Lists conflicts, the worst first, as text or as JSON lines. */
public final class ConflictList {

    private ConflictList() {}

    /** Two lines or more for each conflict: what it is, and how many questions are open. */
    public static String text(Declaration declaration, List<OpenConflict> conflicts) {
        ConflictText text = new ConflictText(new TimeText(declaration.timeline()));
        StringBuilder list = new StringBuilder();
        int number = 0;
        for (OpenConflict each : conflicts) {
            number++;
            list.append(
                    ConflictText.lines(
                            String.format(
                                    "%d. %s, %s, id %s",
                                    number,
                                    ConflictKind.of(each.conflict()).text(),
                                    each.conflict().entityType(),
                                    each.id()),
                            ""));
            list.append(text.of(each.conflict(), "   "));
            list.append(ConflictText.lines(questions(each), "   "));
        }
        return list.toString();
    }

    private static String questions(OpenConflict open) {
        if (open.questions().isEmpty()) {
            return "No decision about two records can resolve it: correct the record.";
        }
        long answered = open.questions().stream().filter(PairQuestion::isAnswered).count();
        String questions = ConflictText.count(open.questions().size(), "question");
        if (answered == open.questions().size()) {
            return questions + ", answered.";
        }
        return answered == 0 ? questions + "." : questions + ", " + answered + " of them answered.";
    }

    /** A JSON object a line: the row of the {@code conflicts} output, and the questions. */
    public static String json(Timeline timeline, List<OpenConflict> conflicts) {
        ConflictListJson json = new ConflictListJson(timeline);
        StringBuilder list = new StringBuilder();
        for (OpenConflict each : conflicts) {
            list.append(
                            json.line(
                                    each.id(),
                                    each.conflict(),
                                    each.questions().stream()
                                            .map(
                                                    question ->
                                                            new ConflictListJson.Question(
                                                                    question.left(),
                                                                    question.right(),
                                                                    question.isAnswered()))
                                            .toList()))
                    .append('\n');
        }
        return list.toString();
    }
}
