package io.kindred.tools.splink;

import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.RuntimeJsonMappingException;
import com.fasterxml.jackson.dataformat.csv.CsvMapper;
import com.fasterxml.jackson.dataformat.csv.CsvParser;
import io.kindred.codec.InvalidConfigException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** A folder with a CSV file for each column: the relative frequency of each of its values. */
final class FrequencyFolder {

    private static final List<String> HEADER = List.of("value", "frequency");

    private final Path folder;
    private final Map<String, SortedMap<String, Double>> read = new HashMap<>();

    FrequencyFolder(Path folder) {
        this.folder = folder;
    }

    /**
     * The frequencies of a column's values, each above 0.
     *
     * @throws InvalidConfigException if the file is missing or wrong
     */
    SortedMap<String, Double> of(String column) {
        return read.computeIfAbsent(column, this::read);
    }

    private SortedMap<String, Double> read(String column) {
        Path file = folder.resolve(column + ".csv");
        if (!Files.isRegularFile(file)) {
            throw invalid(
                    file,
                    "missing; expected a CSV file with the header value,frequency, since the model"
                            + " weighs values of "
                            + column
                            + " by their frequency. Leave out --frequencies to do without");
        }
        SortedMap<String, Double> frequencies = new TreeMap<>();
        try (MappingIterator<String[]> rows =
                new CsvMapper()
                        .readerFor(String[].class)
                        .with(CsvParser.Feature.WRAP_AS_ARRAY)
                        .with(CsvParser.Feature.SKIP_EMPTY_LINES)
                        .readValues(Files.newBufferedReader(file))) {
            if (!rows.hasNext() || !Arrays.asList(rows.next()).equals(HEADER)) {
                throw invalid(file, "expected the header value,frequency");
            }
            while (rows.hasNext()) {
                add(file, rows.next(), frequencies);
            }
        } catch (IOException | RuntimeJsonMappingException e) {
            throw invalid(file, "cannot be read: " + e.getMessage());
        }
        return frequencies;
    }

    private static void add(Path file, String[] row, SortedMap<String, Double> frequencies) {
        String shown = String.join(",", row);
        if (row.length != HEADER.size()) {
            throw invalid(file, "the row '" + shown + "' is not of two columns");
        }
        if (row[0].isEmpty()) {
            return;
        }
        double frequency;
        try {
            frequency = Double.parseDouble(row[1]);
        } catch (NumberFormatException e) {
            frequency = Double.NaN;
        }
        if (!(frequency > 0 && frequency <= 1)) {
            throw invalid(
                    file,
                    "the frequency in the row '"
                            + shown
                            + "' is wrong; expected a number above 0, at most 1");
        }
        if (frequencies.put(row[0], frequency) != null) {
            throw invalid(file, "the value '" + row[0] + "' occurs twice; keep one");
        }
    }

    private static InvalidConfigException invalid(Path file, String problem) {
        return new InvalidConfigException(file.toString(), "", problem);
    }
}
