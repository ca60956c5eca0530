package io.kindred.tools.splink;

import io.kindred.tools.splink.SplinkModel.BlockingRule;
import io.kindred.tools.splink.SplinkModel.Level;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Turns a model of Splink into an ontology. */
public final class SplinkImport {

    private SplinkImport() {}

    /**
     * What the model does not say.
     *
     * @param frequencies the folder with the frequencies of values, if they are to be used
     * @param entityType the name of the entity type
     * @param link the least score of a link, in thousandths of a bit
     * @param cohesion the least mean score at which clusters merge; empty for the default
     * @param isDeduplicated whether records of one perspective may be the same, whatever the model
     *     says
     * @param stem what names of files with frequencies begin with; if empty, frequencies become
     *     part of the ontology
     */
    public record Options(
            Optional<Path> frequencies,
            String entityType,
            long link,
            OptionalLong cohesion,
            boolean isDeduplicated,
            Optional<String> stem) {}

    /**
     * The ontology that a model amounts to, with its tables.
     *
     * @param ontology YAML
     * @param tables contents of CSV files that belong beside it, by name
     * @param warnings what was left out, a sentence each
     */
    public record Imported(String ontology, Map<String, String> tables, List<String> warnings) {}

    /**
     * Turns a trained model into an ontology with a score.
     *
     * @param file the file of the model as the user named it, shown in errors
     * @param json its content
     * @throws io.kindred.codec.InvalidConfigException if the model is none, or has parts that no
     *     ontology can say
     */
    public static Imported run(String file, String json, Options options) {
        SplinkModel model = SplinkModelReader.read(file, json);
        List<MappedKey> keys = new ArrayList<>();
        model.rules().forEach(rule -> keys.addAll(keys(rule)));
        List<MappedComparison> comparisons =
                model.comparisons().stream().map(MappedComparison::of).toList();
        Optional<FrequencyTables> tables =
                options.frequencies().map(FrequencyFolder::new).map(FrequencyTables::new);
        String text =
                new ImportedOntology(fileName(file), model, options, tables)
                        .text(keys, comparisons);
        return new Imported(
                text,
                csv(tables.map(FrequencyTables::named).orElse(Map.of())),
                tables.isPresent() ? List.of() : warnings(model));
    }

    private static List<MappedKey> keys(BlockingRule rule) {
        try {
            return MappedKey.of(rule);
        } catch (UnmappableSqlException e) {
            throw rule.place()
                    .invalid("blocking rule: " + e.getMessage() + ". The SQL is: " + rule.sql());
        }
    }

    private static Map<String, String> csv(Map<String, SortedMap<String, Long>> tables) {
        return tables.entrySet().stream()
                .collect(
                        Collectors.toMap(
                                Map.Entry::getKey, each -> FrequencyTables.csv(each.getValue())));
    }

    private static List<String> warnings(SplinkModel model) {
        TreeSet<String> columns = new TreeSet<>();
        for (SplinkModel.Comparison comparison : model.comparisons()) {
            for (Level level : comparison.levels()) {
                level.adjustment().ifPresent(each -> columns.add(each.column()));
            }
        }
        return columns.isEmpty()
                ? List.of()
                : List.of(
                        "the model adjusts weights by the frequencies of "
                                + String.join(", ", columns)
                                + ", which are left out; give their folder with --frequencies");
    }

    private static String fileName(String file) {
        Path name = Path.of(file).getFileName();
        return name == null ? file : name.toString();
    }
}
