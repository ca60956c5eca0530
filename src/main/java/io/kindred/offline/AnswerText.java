package io.kindred.offline;

import io.kindred.codec.AnswerJson;
import io.kindred.codec.AnswerRowJson;
import io.kindred.codec.ExplanationText;
import io.kindred.model.Descriptor;
import io.kindred.model.Entity;
import io.kindred.model.Explanation;
import io.kindred.model.GoldenValue;
import io.kindred.model.MatchResult;
import io.kindred.model.QueryAnswer;
import io.kindred.model.QueryAnswer.Match;
import io.kindred.resolve.ColdShard.Placed;
import io.kindred.temporal.Interval;
import io.kindred.temporal.Timeline;

import java.nio.charset.StandardCharsets;
import java.util.List;

/** Formats answers as text or as one JSON object on a line. */
final class AnswerText {

    private final Timeline timeline;
    private final boolean isJson;
    private final AnswerJson json;
    private final AnswerRowJson rows;
    private final ExplanationText explanations;

    AnswerText(Timeline timeline, boolean isJson) {
        this.timeline = timeline;
        this.isJson = isJson;
        this.json = new AnswerJson(timeline);
        this.rows = new AnswerRowJson(timeline);
        this.explanations = new ExplanationText(timeline);
    }

    String of(QueryAnswer answer) {
        if (isJson) {
            return json.of(answer) + '\n';
        }
        StringBuilder text = new StringBuilder();
        if (answer.matches().isEmpty()) {
            return text.append("no entity matches\n").toString();
        }
        for (Match match : answer.matches()) {
            text.append(match.entityId()).append("  ").append(formatted(match.interval()));
            text.append('\n');
            golden(text, match.golden());
        }
        answer.conflict()
                .ifPresent(
                        overlap ->
                                text.append("conflict  ")
                                        .append(formatted(overlap.interval()))
                                        .append(": ")
                                        .append(String.join(" and ", overlap.entities()))
                                        .append(" match at the same time\n"));
        return text.toString();
    }

    String of(Placed placed) {
        if (isJson) {
            return json.of(placed.identity(), placed.entityId(), placed.descriptors()) + '\n';
        }
        StringBuilder text = new StringBuilder();
        text.append(placed.identity()).append("  in ").append(placed.entityId()).append('\n');
        for (Descriptor descriptor : placed.descriptors()) {
            value(text, descriptor.attribute(), descriptor.value(), descriptor.interval());
        }
        return text.toString();
    }

    String of(Entity entity) {
        if (isJson) {
            return json.of(entity) + '\n';
        }
        StringBuilder text = new StringBuilder(entity.id()).append('\n');
        golden(text, entity.golden());
        entity.records().forEach(record -> text.append("  record ").append(record).append('\n'));
        return text.toString();
    }

    String of(Explanation explanation) {
        return isJson ? line(rows.row(explanation)) : explanations.of(explanation);
    }

    String of(MatchResult result) {
        return isJson ? line(rows.row(result)) : explanations.of(result);
    }

    private static String line(byte[] row) {
        return new String(row, StandardCharsets.UTF_8) + '\n';
    }

    private void golden(StringBuilder text, List<GoldenValue> golden) {
        golden.forEach(each -> value(text, each.attribute(), each.value(), each.interval()));
    }

    private void value(StringBuilder text, String attribute, String value, Interval interval) {
        text.append("  ").append(attribute).append(": ").append(value);
        text.append("  ").append(formatted(interval)).append('\n');
    }

    /** Formats an interval; an infinite bound is left out. */
    private String formatted(Interval interval) {
        return '['
                + timeline.formatBound(interval.start())
                + " .. "
                + timeline.formatBound(interval.end())
                + ')';
    }
}
