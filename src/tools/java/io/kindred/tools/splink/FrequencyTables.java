package io.kindred.tools.splink;

import io.kindred.tools.splink.MappedComparison.MappedLevel;
import io.kindred.tools.splink.SplinkModel.Adjustment;
import io.kindred.tools.splink.SplinkModel.Comparison;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** The weights of single values, as tables of levels. */
final class FrequencyTables {

    private final FrequencyFolder folder;
    private final Map<String, SortedMap<String, Long>> named = new LinkedHashMap<>();

    FrequencyTables(FrequencyFolder folder) {
        this.folder = folder;
    }

    /**
     * The table of a level whose model adjusts weights. Level and value together weigh what
     * Splink's level and adjustment do, rounded once: for u of the level, f of the value, and the
     * share w of the adjustment, log2(m/u) + w log2(u/f).
     *
     * @throws io.kindred.codec.InvalidConfigException if the level compares something else than the
     *     column whose frequencies the model has, or if there are none
     */
    SortedMap<String, Long> table(Comparison comparison, MappedLevel level) {
        Adjustment adjustment = level.source().adjustment().orElseThrow();
        Optional<MappedCondition> only = level.only();
        if (only.isEmpty() || !only.get().isEqualityOf(adjustment.column())) {
            throw level.source()
                    .place()
                    .invalid(
                            "level '"
                                    + level.source().label()
                                    + "' of the comparison '"
                                    + comparison.name()
                                    + "' is adjusted by frequencies of "
                                    + adjustment.column()
                                    + ", but does not compare its values for equality. Expected a"
                                    + " level of equal values, or no tf_adjustment_column. The SQL is: "
                                    + level.source().sql());
        }
        double bits = MatchWeights.bits(comparison, level.source());
        double u = MatchWeights.u(comparison, level.source());
        SortedMap<String, Long> weights = new TreeMap<>();
        folder.of(adjustment.column())
                .forEach(
                        (value, frequency) -> {
                            double counted = Math.max(frequency, adjustment.minimum());
                            double added = adjustment.weight() * MatchWeights.bits(u, counted);
                            weights.put(
                                    value,
                                    MatchWeights.thousandths(bits + added)
                                            - MatchWeights.thousandths(bits));
                        });
        return weights;
    }

    /**
     * The name of a file for a table, the same for equal ones.
     *
     * @param stem what the name begins with
     */
    String fileName(String stem, String column, SortedMap<String, Long> table) {
        String plain = stem + "-" + column.replaceAll("[^\\p{L}\\p{N}_.-]", "_");
        for (int i = 1; ; i++) {
            String name = plain + (i == 1 ? "" : "-" + i) + ".csv";
            SortedMap<String, Long> other = named.putIfAbsent(name, table);
            if (other == null || other.equals(table)) {
                return name;
            }
        }
    }

    /** The tables by the names of their files. */
    Map<String, SortedMap<String, Long>> named() {
        return named;
    }

    /** A table as CSV. */
    static String csv(SortedMap<String, Long> table) {
        StringBuilder csv = new StringBuilder("value,weight\n");
        table.forEach(
                (value, weight) -> csv.append(cell(value)).append(',').append(weight).append('\n'));
        return csv.toString();
    }

    private static String cell(String value) {
        boolean isPlain =
                value.equals(value.strip())
                        && value.chars().noneMatch(c -> c == ',' || c == '"' || c < ' ');
        return isPlain ? value : '"' + value.replace("\"", "\"\"") + '"';
    }
}
