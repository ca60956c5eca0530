package io.kindred.ontology;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Short and pet forms of common English given names, in lower case, with the names that they stand
 * for: "bob" is robert, "alex" alexander or alexandra. Version 1 of the project's own list, in
 * {@code english-nicknames.csv}: a changed list has another number, since results depend on it.
 */
public final class EnglishNicknames {

    private static final String FILE = "english-nicknames.csv";

    private EnglishNicknames() {}

    /** The step that replaces nicknames by names. */
    public static Replacement step() {
        return Lazy.STEP;
    }

    /** Rows of nickname and name below a header; a nickname has a row for each name. */
    private static Map<String, List<String>> read() {
        Map<String, List<String>> table = new TreeMap<>();
        try (BufferedReader rows =
                new BufferedReader(
                        new InputStreamReader(
                                EnglishNicknames.class.getResourceAsStream(FILE),
                                StandardCharsets.UTF_8))) {
            rows.lines()
                    .skip(1)
                    .map(row -> row.split(","))
                    .forEach(
                            row ->
                                    table.computeIfAbsent(row[0], nickname -> new ArrayList<>())
                                            .add(row[1]));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return table;
    }

    private static final class Lazy {
        static final Replacement STEP = new Replacement(read());
    }
}
