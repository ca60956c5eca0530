package io.kindred.offline.decide;

import io.kindred.codec.DecisionJson;
import io.kindred.codec.RejectedInputException;
import io.kindred.model.Decision;
import io.kindred.model.SourceRecord.Op;
import io.kindred.offline.InvalidRequestException;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The decisions of a file, as the record format reads them.
 *
 * @param current the current decision about each pair, in the order in which the pairs came; it may
 *     be a deleted one
 * @param greatestVersion the greatest version of all; 0 if no decision has one
 * @param problems what is wrong with lines that are no decisions, each with its number from 1
 */
public record KnownDecisions(
        Map<RecordPair, Decision> current, long greatestVersion, List<String> problems) {

    /** None. */
    public static final KnownDecisions NONE = new KnownDecisions(Map.of(), 0, List.of());

    public KnownDecisions {
        current = Collections.unmodifiableMap(new LinkedHashMap<>(current));
        problems = List.copyOf(problems);
    }

    /** The pairs whose current decision is not deleted. */
    public Set<RecordPair> decided() {
        return current.values().stream()
                .filter(decision -> decision.op() == Op.UPSERT)
                .map(RecordPair::of)
                .collect(Collectors.toSet());
    }

    /**
     * Reads a file; one that does not exist has no decisions.
     *
     * @throws InvalidRequestException if it cannot be read
     */
    public static KnownDecisions of(Path file) {
        try (InputStream in = new BufferedInputStream(Files.newInputStream(file))) {
            return read(in);
        } catch (NoSuchFileException e) {
            return NONE;
        } catch (IOException e) {
            throw new InvalidRequestException(file + ": cannot be read: " + e.getMessage());
        }
    }

    /**
     * Reads lines. Records and blank lines are skipped. The current decision about each pair is
     * kept in memory.
     *
     * @param in from the first line on; not closed
     */
    static KnownDecisions read(InputStream in) throws IOException {
        Map<RecordPair, Decision> current = new LinkedHashMap<>();
        List<String> problems = new ArrayList<>();
        long greatest = 0;
        long number = 0;
        for (byte[] line = line(in); line.length > 0; line = line(in)) {
            number++;
            try {
                Optional<Decision> read =
                        isBlank(line) ? Optional.empty() : DecisionJson.read(line);
                if (read.isPresent()) {
                    greatest = Math.max(greatest, read.get().version().orElse(0));
                    current.merge(RecordPair.of(read.get()), read.get(), KnownDecisions::later);
                }
            } catch (RejectedInputException e) {
                problems.add("line " + number + " is no decision: " + e.getMessage());
            }
        }
        return new KnownDecisions(current, greatest, problems);
    }

    private static boolean isBlank(byte[] line) {
        return new String(line, StandardCharsets.UTF_8).isBlank();
    }

    /** The next line with its line end; empty at the end of the file. */
    private static byte[] line(InputStream in) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int next = in.read(); next >= 0; next = in.read()) {
            line.write(next);
            if (next == '\n') {
                break;
            }
        }
        return line.toByteArray();
    }

    /** Of two decisions about a pair the one of the greater version, else the later one. */
    private static Decision later(Decision known, Decision next) {
        boolean isOlder =
                known.version().isPresent()
                        && next.version().isPresent()
                        && next.version().getAsLong() < known.version().getAsLong();
        return isOlder ? known : next;
    }
}
