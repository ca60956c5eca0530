package io.kindred.architecture;

import io.kindred.storage.ShardTables;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;

/** The pages agree with the code and with each other. */
class DocsTest {

    private static final int README_LINES = 150;
    private static final int ARCHITECTURE_BYTES = 10 * 1024;

    /** A name of two words or more in camel case, as only classes have. */
    private static final Pattern CLASS_NAME =
            Pattern.compile("`([A-Z][a-z][a-z0-9]*(?:[A-Z][A-Za-z0-9]*)+)`");

    private static final Pattern DECLARATION =
            Pattern.compile("\\b(?:class|record|interface|enum) ([A-Z]\\w+)");

    private static final Pattern LINK = Pattern.compile("]\\(([^)#\\s]+)(?:#[^)]*)?\\)");

    /** Where a state gets its name: a literal, or a constant. */
    private static final Pattern STATE =
            Pattern.compile(
                    "(?:states\\(\\)\\.cell|states\\.value|StateDescriptor<>|Restored(?:Count|Tally)"
                            + "\\s*\\.restore)\\(\\s*(?:\"([a-z-]+)\"|(?:\\w+\\.)?([A-Z_]+))\\s*[,)]");

    private static final Pattern CONSTANT = Pattern.compile("String ([A-Z_]+) =\\s*\"([a-z-]+)\";");

    /** Of other projects. */
    private static final Set<String> FOREIGN =
            Set.of("MapState", "ValueState", "SerializerTestBase", "MiniCluster");

    @Test
    void theShortPagesAreShort() throws IOException {
        assertThat(Files.readAllLines(Path.of("README.md"))).hasSizeLessThan(README_LINES);
        assertThat(Files.size(Path.of("docs/architecture.md")))
                .isLessThanOrEqualTo(ARCHITECTURE_BYTES);
    }

    @Test
    void everyLinkLeadsToAFile() {
        Set<String> broken = new TreeSet<>();
        for (Path page : pages()) {
            for (String target : found(LINK, read(page))) {
                if (!target.contains("://")
                        && !Files.exists(page.toAbsolutePath().resolveSibling(target))) {
                    broken.add(page + " -> " + target);
                }
            }
        }
        assertThat(broken).isEmpty();
    }

    @Test
    void everyClassInBackticksExists() {
        String code = sources("src").map(DocsTest::read).collect(Collectors.joining());
        Set<String> classes = new TreeSet<>(found(DECLARATION, code));
        Set<String> unknown = new TreeSet<>();
        for (Path page : pages()) {
            for (String name : found(CLASS_NAME, read(page))) {
                if (!classes.contains(name) && !FOREIGN.contains(name)) {
                    unknown.add(page + ": " + name);
                }
            }
        }
        assertThat(unknown).isEmpty();
    }

    @Test
    void everyStateIsInTheTablesAndEveryRowIsAState() {
        String code = sources("src/main").map(DocsTest::read).collect(Collectors.joining());
        Set<String> states = new TreeSet<>();
        Arrays.stream(ShardTables.Name.values()).forEach(each -> states.add(each.id()));
        Arrays.stream(ShardTables.TermName.values()).forEach(each -> states.add(each.id()));
        for (MatchResult state : STATE.matcher(code).results().toList()) {
            states.add(state.group(1) != null ? state.group(1) : constant(code, state.group(2)));
        }
        // Their names are put together.
        states.addAll(List.of("published-statements", "published-moves"));
        states.addAll(List.of("published-gone", "erased-outputs"));
        states.addAll(List.of("published-cells", "published-cells-gone"));
        states.addAll(List.of("claimed-values", "claims", "claim-entities"));
        // A table of its own.
        states.add("pending-rows");
        // Operators open them together.
        states.addAll(List.of("registration", "registration-gone"));
        states.addAll(List.of("snapshot-records", "snapshots"));
        states.addAll(List.of("erased-identities", "erased-identities-gone"));

        Set<String> rows = new TreeSet<>();
        for (String line : read(Path.of("docs/internals/state.md")).split("\n")) {
            Matcher row = Pattern.compile("^\\| `([a-z-]+)` \\|.*").matcher(line);
            if (row.matches()) {
                rows.add(row.group(1));
            }
        }
        assertThat(rows).isEqualTo(states);
    }

    private static String constant(String code, String name) {
        return CONSTANT.matcher(code)
                .results()
                .filter(each -> each.group(1).equals(name))
                .map(each -> each.group(2))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no constant " + name));
    }

    private static List<String> found(Pattern pattern, String text) {
        return pattern.matcher(text).results().map(each -> each.group(1)).toList();
    }

    private static List<Path> pages() {
        try (Stream<Path> docs = Files.walk(Path.of("docs"));
                Stream<Path> top = Files.list(Path.of("."))) {
            return Stream.concat(docs, top)
                    .filter(file -> file.toString().endsWith(".md"))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Stream<Path> sources(String folder) {
        try (Stream<Path> files = Files.walk(Path.of(folder))) {
            return files.filter(file -> file.toString().endsWith(".java")).toList().stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
