package io.kindred.tools.splink;

import io.kindred.tools.splink.MappedComparison.MappedLevel;
import io.kindred.tools.splink.SplinkImport.Options;
import io.kindred.tools.splink.SplinkModel.Comparison;
import io.kindred.tools.splink.SplinkModel.Level;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.stream.Collectors;

/** The text of an imported ontology, with comments that say where each part comes from. */
final class ImportedOntology {

    /** More than by default, since blocking rules of models are often coarse. */
    private static final int MAX_RECORDS = 1000;

    private static final String TYPE = "    ";
    private static final String KEY = TYPE + "  ";
    private static final String COMPARISON = KEY + "  ";
    private static final String LEVEL = COMPARISON + "    ";

    private final String file;
    private final SplinkModel model;
    private final Options options;
    private final Optional<FrequencyTables> tables;
    private final StringBuilder text = new StringBuilder();

    ImportedOntology(
            String file, SplinkModel model, Options options, Optional<FrequencyTables> tables) {
        this.file = file;
        this.model = model;
        this.options = options;
        this.tables = tables;
    }

    String text(List<MappedKey> keys, List<MappedComparison> comparisons) {
        head();
        line("entity_types:");
        line("  " + YamlText.scalar(options.entityType()) + ":");
        onePerPerspective();
        comment(
                TYPE,
                "From blocking_rules_to_generate_predictions. A key only finds candidates. Values that"
                        + " more than\nmax_records records share find none; Splink has no such"
                        + " limit.");
        line(TYPE + "identity_keys:");
        keys(keys);
        comment(TYPE, "Weights are thousandths of a bit, 1000 log2(m/u).");
        line(TYPE + "score:");
        comment(KEY, "probability_two_random_records_match: " + number(model.prior()));
        line(KEY + "prior: " + MatchWeights.thousandths(MatchWeights.prior(model)));
        comment(KEY, "The least score of a link; 0 is a probability of one half.");
        line(KEY + "link: " + options.link());
        options.cohesion()
                .ifPresent(
                        cohesion -> {
                            comment(KEY, "The least mean score per pair at which clusters merge.");
                            line(KEY + "cohesion: " + cohesion);
                        });
        line(KEY + "comparisons:");
        comparisons.forEach(this::comparison);
        return text.toString();
    }

    private void head() {
        comment(
                "",
                "Imported from the Splink model "
                        + file
                        + ".\nColumns of the model are attributes of the same names; uid is the"
                        + " column "
                        + model.uidColumn()
                        + ".");
    }

    private void onePerPerspective() {
        if (!model.isLinkOnly()) {
            return;
        }
        if (options.isDeduplicated()) {
            comment(
                    TYPE,
                    "link_type is link_only, but records of one perspective may be the same here.");
        } else {
            comment(
                    TYPE,
                    "link_type is link_only: no two records of one perspective (a data set of the"
                            + " model) are the same.");
            line(TYPE + "one_per_perspective: true");
        }
    }

    private void keys(List<MappedKey> keys) {
        Set<String> names = new HashSet<>();
        for (MappedKey key : keys) {
            comment(KEY, key.rule().sql());
            if (!key.rule().exploded().isEmpty()) {
                comment(
                        KEY,
                        "Arrays: "
                                + String.join(", ", key.rule().exploded())
                                + ". Each value becomes a value of the attribute.");
            }
            if (key.isUnordered()
                    || key.parts().stream().anyMatch(part -> part.attributes().size() > 1)) {
                comment(KEY, "Also finds records with equal values in the same columns.");
            }
            String name = key.name();
            for (int i = 2; !names.add(name); i++) {
                name = key.name() + "_" + i;
            }
            line(
                    KEY
                            + "- {name: "
                            + YamlText.scalar(name)
                            + ", attributes: ["
                            + key.parts().stream()
                                    .map(MappedKey.Part::yaml)
                                    .collect(Collectors.joining(", "))
                            + (key.isUnordered() ? "], unordered: true" : "]")
                            + ", where: score, max_records: "
                            + MAX_RECORDS
                            + "}");
        }
    }

    private void comparison(MappedComparison comparison) {
        Optional<String> attribute = comparison.attribute();
        line(COMPARISON + "- name: " + YamlText.scalar(comparison.source().name()));
        attribute.ifPresent(name -> line(COMPARISON + "  attribute: " + YamlText.scalar(name)));
        if (!comparison.missing().isEmpty() && !comparison.isDefaultMissing()) {
            comparison.source().levels().stream()
                    .limit(1)
                    .forEach(each -> comment(COMPARISON + "  ", each.label()));
            line(COMPARISON + "  missing: " + yaml(comparison.missing()));
        }
        line(COMPARISON + "  levels:");
        for (MappedLevel level : comparison.levels()) {
            level(comparison.source(), level, attribute.orElse(""));
        }
        comment(COMPARISON + "  ", description(comparison.source(), comparison.otherwise()));
        line(COMPARISON + "  else: " + weight(comparison.source(), comparison.otherwise()));
    }

    private void level(Comparison comparison, MappedLevel level, String attribute) {
        comment(LEVEL, description(comparison, level.source()));
        List<String> fields = new ArrayList<>();
        level.only()
                .ifPresentOrElse(
                        only -> fields.addAll(only.fields(attribute, true)),
                        () -> fields.add("when: " + yaml(level.alternatives())));
        fields.add("weight: " + weight(comparison, level.source()));
        String line = LEVEL + "- {" + String.join(", ", fields);
        boolean isAdjusted =
                level.source().adjustment().filter(each -> each.weight() > 0).isPresent();
        if (tables.isEmpty() || !isAdjusted) {
            line(line + "}");
            return;
        }
        SortedMap<String, Long> table = tables.get().table(comparison, level);
        String column = level.source().adjustment().orElseThrow().column();
        if (options.stem().isPresent()) {
            String name = tables.get().fileName(options.stem().get(), column, table);
            line(line + ", frequencies: " + YamlText.scalar(name) + "}");
            return;
        }
        line(LEVEL + "- " + String.join("\n" + LEVEL + "  ", fields));
        line(LEVEL + "  frequencies:");
        table.forEach((value, weight) -> line(LEVEL + "    " + entry(value) + weight));
    }

    /** A key of YAML may be long only if it is marked as one. */
    private static String entry(String value) {
        String quoted = YamlText.quoted(value);
        return quoted.length() < 1000 ? quoted + ": " : "? " + quoted + "\n" + LEVEL + "    : ";
    }

    private static String yaml(List<List<MappedCondition>> alternatives) {
        return alternatives.stream()
                .map(
                        conditions ->
                                conditions.stream()
                                        .map(MappedCondition::yaml)
                                        .collect(Collectors.joining(", ", "[", "]")))
                .collect(Collectors.joining(", ", "[", "]"));
    }

    private static long weight(Comparison comparison, Level level) {
        return level.isNull() ? 0 : MatchWeights.thousandths(MatchWeights.bits(comparison, level));
    }

    private static String description(Comparison comparison, Level level) {
        if (level.isNull()) {
            return level.label();
        }
        return level.label()
                + " (m "
                + level.m().map(ImportedOntology::number).orElse("by default")
                + ", u "
                + level.u()
                        .map(ImportedOntology::number)
                        .orElseGet(() -> number(MatchWeights.u(comparison, level)) + " by default")
                + ")";
    }

    private static String number(double probability) {
        return String.format(Locale.ROOT, "%.3g", probability);
    }

    private void comment(String indent, String comment) {
        text.append(YamlText.comment(indent, comment));
    }

    private void line(String line) {
        text.append(line).append('\n');
    }
}
