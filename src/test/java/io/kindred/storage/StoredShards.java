package io.kindred.storage;

import io.kindred.storage.ShardTables.Name;
import io.kindred.storage.ShardTables.TermName;
import io.kindred.storage.memory.InMemoryShardTables;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;

/**
 * Whole shards as a release left them in mid-history: {@code formats/layout1/NAME.hex.gz} has some
 * of layout 1, a row a line, first what it is, then its columns in hex with spaces between them, an
 * empty one as {@code -}. Each shard begins with its {@code ontology}, as JSON; then come the
 * records that it had {@code taken} and those that are to come {@code next}, the updates {@code
 * shown}, and the entries of its tables by the table's name. A file never changes.
 */
public final class StoredShards {

    private StoredShards() {}

    /**
     * A shard as it was left.
     *
     * @param name says which it is
     * @param ontology as canonical JSON; it was tied to {@code "INTEGER "} and that
     * @param taken records in order of arrival, as bytes
     * @param next records that arrive later, as bytes
     * @param shown the last update of each key, as bytes
     */
    public record StoredShard(
            String name,
            String ontology,
            List<byte[]> taken,
            List<byte[]> next,
            List<byte[]> shown,
            InMemoryShardTables tables) {

        private void put(String what, List<byte[]> columns) {
            switch (what) {
                case "taken" -> taken.add(columns.get(0));
                case "next" -> next.add(columns.get(0));
                case "shown" -> shown.add(columns.get(0));
                default -> {
                    if (columns.size() == 2) {
                        tables.bytes(bytesName(what)).put(columns.get(0), columns.get(1));
                    } else {
                        tables.terms(termName(what))
                                .put(columns.get(0), columns.get(1), columns.get(2));
                    }
                }
            }
        }
    }

    /** The shards of layout 1 in the file with the name. */
    public static List<StoredShard> ofLayout1(String name) {
        String path = "/formats/layout1/" + name + ".hex.gz";
        List<StoredShard> shards = new ArrayList<>();
        try (BufferedReader file =
                new BufferedReader(
                        new InputStreamReader(
                                new GZIPInputStream(
                                        Objects.requireNonNull(
                                                StoredShards.class.getResourceAsStream(path),
                                                path)),
                                StandardCharsets.UTF_8))) {
            file.lines()
                    .filter(line -> !line.startsWith("#"))
                    .forEach(line -> take(line, name, shards));
        } catch (IOException e) {
            throw new UncheckedIOException(path, e);
        }
        return shards;
    }

    private static void take(String line, String name, List<StoredShard> shards) {
        List<String> words = List.of(line.split(" "));
        List<byte[]> columns =
                words.stream()
                        .skip(1)
                        .map(hex -> ByteKey.ofHex(hex.equals("-") ? "" : hex).bytes())
                        .toList();
        if (words.get(0).equals("ontology")) {
            shards.add(
                    new StoredShard(
                            name + " " + shards.size(),
                            new String(columns.get(0), StandardCharsets.UTF_8),
                            new ArrayList<>(),
                            new ArrayList<>(),
                            new ArrayList<>(),
                            new InMemoryShardTables()));
        } else {
            shards.get(shards.size() - 1).put(words.get(0), columns);
        }
    }

    private static Name bytesName(String id) {
        return Stream.of(Name.values())
                .filter(each -> each.id().equals(id))
                .findFirst()
                .orElseThrow();
    }

    private static TermName termName(String id) {
        return Stream.of(TermName.values())
                .filter(each -> each.id().equals(id))
                .findFirst()
                .orElseThrow();
    }
}
