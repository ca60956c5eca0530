package io.kindred.tools.evaluate;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kindred.model.RecordIdentity;
import io.kindred.tools.evaluate.Evaluation.Mismatch;
import io.kindred.tools.evaluate.Evaluation.Pairs;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Formats an evaluation as text or JSON. */
public final class EvaluationReport {

    private static final int SIZES_SHOWN = 10;

    private final Evaluation evaluation;

    public EvaluationReport(Evaluation evaluation) {
        this.evaluation = evaluation;
    }

    /** The report as lines of text. Measures have six decimals. */
    public String text() {
        Pairs pairs = evaluation.pairs();
        StringBuilder text = new StringBuilder();
        evaluation
                .at()
                .ifPresent(
                        at ->
                                line(
                                        text,
                                        "At         %s; %,d records are not there then (left out)",
                                        at.date(),
                                        at.notThere()));
        line(
                text,
                "Records    %,d in both (compared), %,d only in the truth, %,d only in the output"
                        + " (left out)",
                evaluation.both(),
                evaluation.onlyInTruth(),
                evaluation.onlyInOutput());
        line(
                text,
                "Clusters   %,d entities, %,d true people",
                evaluation.entities(),
                evaluation.people());
        line(
                text,
                "Pairs      %,d right, %,d wrong, %,d missed",
                pairs.right(),
                pairs.wrong(),
                pairs.missed());
        scores(text, "Pairwise", evaluation.pairwise());
        scores(text, "B-cubed", evaluation.bCubed());
        mismatches(text, "Worst over-merged entities", "people", "wrong", evaluation.overMerged());
        mismatches(text, "Worst split people", "entities", "missed", evaluation.split());
        reasons(text, "Wrong pairs, and why", evaluation.reasons().wrong());
        reasons(text, "Missed pairs, and why", evaluation.reasons().missed());
        return text.toString();
    }

    private static void reasons(StringBuilder text, String title, List<ExplainedPair> pairs) {
        if (!pairs.isEmpty()) {
            line(text, "%s", title);
        }
        for (ExplainedPair pair : pairs) {
            line(
                    text,
                    "  %s  %s %s (%s) and %s %s (%s)",
                    pair.of(),
                    pair.first().perspective(),
                    pair.first().uid(),
                    pair.firstIn(),
                    pair.second().perspective(),
                    pair.second().uid(),
                    pair.secondIn());
            pair.reason().lines().forEach(reason -> line(text, "    %s", reason));
        }
    }

    /** The report as one JSON object. */
    public String json() {
        ObjectMapper mapper = new ObjectMapper();
        ObjectNode root = mapper.createObjectNode();
        evaluation
                .at()
                .ifPresent(
                        at ->
                                root.putObject("at")
                                        .put("date", at.date())
                                        .put("not_there", at.notThere()));
        root.putObject("records")
                .put("both", evaluation.both())
                .put("only_in_truth", evaluation.onlyInTruth())
                .put("only_in_output", evaluation.onlyInOutput());
        root.put("entities", evaluation.entities()).put("people", evaluation.people());
        root.putObject("pairs")
                .put("right", evaluation.pairs().right())
                .put("wrong", evaluation.pairs().wrong())
                .put("missed", evaluation.pairs().missed());
        scores(root.putObject("pairwise"), evaluation.pairwise());
        scores(root.putObject("b_cubed"), evaluation.bCubed());
        mismatches(root.putArray("over_merged"), "entity_id", "wrong", evaluation.overMerged());
        mismatches(root.putArray("split"), "person", "missed", evaluation.split());
        Evaluation.Reasons reasons = evaluation.reasons();
        if (!reasons.wrong().isEmpty() || !reasons.missed().isEmpty()) {
            reasons(root.putArray("wrong_pairs"), "entity_id", "person", reasons.wrong());
            reasons(root.putArray("missed_pairs"), "person", "entity_id", reasons.missed());
        }
        return root.toPrettyString() + "\n";
    }

    private static void reasons(
            ArrayNode array, String name, String part, List<ExplainedPair> pairs) {
        for (ExplainedPair pair : pairs) {
            ObjectNode node = array.addObject().put(name, pair.of());
            ArrayNode records = node.putArray("records");
            record(records, pair.first(), part, pair.firstIn());
            record(records, pair.second(), part, pair.secondIn());
            pair.reason().lines().forEach(node.withArray("reason")::add);
        }
    }

    private static void record(ArrayNode to, RecordIdentity record, String part, String in) {
        to.addObject()
                .put("perspective", record.perspective())
                .put("uid", record.uid())
                .put(part, in);
    }

    private static void scores(StringBuilder text, String name, Scores scores) {
        line(
                text,
                "%-10s precision %.6f, recall %.6f, F1 %.6f",
                name,
                scores.precision(),
                scores.recall(),
                scores.f1());
    }

    private static void scores(ObjectNode node, Scores scores) {
        node.put("precision", scores.precision())
                .put("recall", scores.recall())
                .put("f1", scores.f1());
    }

    private static void mismatches(
            StringBuilder text, String title, String parts, String kind, List<Mismatch> worst) {
        if (worst.isEmpty()) {
            return;
        }
        line(text, "%s", title);
        for (Mismatch mismatch : worst) {
            List<Integer> sizes = mismatch.sizes();
            String shown =
                    sizes.stream()
                            .limit(SIZES_SHOWN)
                            .map(String::valueOf)
                            .collect(Collectors.joining("+"));
            line(
                    text,
                    "  %s  %,d %s (%s%s records), %s pairs: %,d",
                    mismatch.name(),
                    sizes.size(),
                    parts,
                    shown,
                    sizes.size() > SIZES_SHOWN ? "+…" : "",
                    kind,
                    mismatch.pairs());
        }
    }

    private static void mismatches(
            ArrayNode array, String name, String kind, List<Mismatch> worst) {
        for (Mismatch mismatch : worst) {
            ObjectNode node = array.addObject().put(name, mismatch.name());
            ArrayNode sizes = node.putArray("sizes");
            mismatch.sizes().forEach(sizes::add);
            node.put(kind + "_pairs", mismatch.pairs());
        }
    }

    private static void line(StringBuilder text, String format, Object... values) {
        text.append(String.format(Locale.ROOT, format, values)).append('\n');
    }
}
