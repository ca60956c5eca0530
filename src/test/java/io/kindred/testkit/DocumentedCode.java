package io.kindred.testkit;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The code in a section of a page of the documentation. */
public final class DocumentedCode {

    private final String section;

    /**
     * A section.
     *
     * @param page its path
     * @param heading of the section, without the marks
     */
    public DocumentedCode(String page, String heading) throws IOException {
        Matcher found =
                Pattern.compile(
                                "^## " + heading + "\n(.*?)(?=^## |\\z)",
                                Pattern.DOTALL | Pattern.MULTILINE)
                        .matcher(Files.readString(Path.of(page)));
        if (!found.find()) {
            throw new AssertionError(page + " has no section " + heading);
        }
        section = found.group(1);
    }

    /** The blocks in a language. */
    public List<String> blocks(String language) {
        return Pattern.compile("```" + language + "\n(.*?)```", Pattern.DOTALL)
                .matcher(section)
                .results()
                .map(block -> block.group(1).strip())
                .toList();
    }

    /** The statements of all blocks of SQL. */
    public List<String> statements() {
        return blocks("sql").stream()
                .flatMap(block -> Arrays.stream(block.split(";\\s*(\n|$)")))
                .map(String::strip)
                .toList();
    }
}
