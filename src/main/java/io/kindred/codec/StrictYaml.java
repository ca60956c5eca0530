package io.kindred.codec;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLParser;
import io.kindred.codec.ConfigValue.Kind;
import io.kindred.codec.ConfigValue.Scalar;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.reader.ReaderException;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Parses a configuration file: exactly one YAML document without duplicate fields, references and
 * tags. A file whose name ends in {@code .json} is parsed as JSON, because YAML is not quite a
 * superset of JSON: it allows no tabs for indentation.
 */
public final class StrictYaml {

    private static final YAMLFactory YAML = new YAMLFactory();
    private static final JsonFactory JSON = new JsonFactory();

    private final String file;
    private final String text;
    private final JsonParser parser;

    private StrictYaml(String file, String text, JsonParser parser) {
        this.file = file;
        this.text = text;
        this.parser = parser;
    }

    /**
     * Parses the content of a file.
     *
     * @param file the file as the user named it, shown in every error
     * @param text the content
     * @throws InvalidConfigException if there is not exactly one well-formed document
     */
    public static ConfigNode read(String file, String text) {
        boolean json = file.toLowerCase(Locale.ROOT).endsWith(".json");
        return json ? readJson(file, text) : read(file, text, YAML, "YAML");
    }

    static ConfigNode readJson(String file, String text) {
        return read(file, text, JSON, "JSON");
    }

    private static ConfigNode read(String file, String text, JsonFactory format, String language) {
        // Skips a byte order mark.
        String content = text.startsWith("\ufeff") ? text.substring(1) : text;
        try (JsonParser parser = format.createParser(content)) {
            return new StrictYaml(file, content, parser).document(language);
        } catch (IOException e) {
            throw new InvalidConfigException(file, "", "cannot be read: " + e.getMessage());
        }
    }

    private ConfigNode document(String language) throws IOException {
        try {
            JsonToken first = parser.nextToken();
            if (first == null || first == JsonToken.VALUE_NULL) {
                throw new InvalidConfigException(file, "", "is empty; expected one document");
            }
            ConfigNode root = new ConfigNode(file, "", value(first, ""));
            if (parser.nextToken() != null) {
                throw invalid("", "a second document begins here; expected only one in the file");
            }
            return root;
        } catch (JsonProcessingException e) {
            throw new InvalidConfigException(file, "", syntaxError(e, language));
        }
    }

    private ConfigValue value(JsonToken token, String path) throws IOException {
        checkPlain(path);
        return switch (token) {
            case START_OBJECT -> mapping(path);
            case START_ARRAY -> sequence(path);
            case VALUE_NUMBER_INT -> new Scalar(Kind.INTEGER, parser.getText());
            case VALUE_NUMBER_FLOAT -> new Scalar(Kind.DECIMAL, parser.getText());
            case VALUE_TRUE, VALUE_FALSE -> new Scalar(Kind.BOOLEAN, parser.getText());
            case VALUE_NULL -> new Scalar(Kind.NULL, parser.getText());
            default -> new Scalar(Kind.TEXT, parser.getText());
        };
    }

    private ConfigValue mapping(String path) throws IOException {
        Map<String, ConfigValue> fields = new LinkedHashMap<>();
        for (JsonToken token = next(); token != JsonToken.END_OBJECT; token = next()) {
            String field = parser.getText();
            String fieldPath = ConfigNode.fieldPath(path, field);
            if (fields.containsKey(field)) {
                throw invalid(fieldPath, "the field occurs twice; keep one");
            }
            fields.put(field, value(next(), fieldPath));
        }
        return new ConfigValue.Mapping(fields);
    }

    private ConfigValue sequence(String path) throws IOException {
        List<ConfigValue> items = new ArrayList<>();
        for (JsonToken token = next(); token != JsonToken.END_ARRAY; token = next()) {
            items.add(value(token, path + "[" + items.size() + "]"));
        }
        return new ConfigValue.Sequence(items);
    }

    private JsonToken next() throws IOException {
        JsonToken token = parser.nextToken();
        if (token == null) {
            throw invalid("", "the file ends too early");
        }
        return token;
    }

    /** Rejects references and tags, which the parser would ignore silently. */
    private void checkPlain(String path) throws IOException {
        if (parser instanceof YAMLParser yaml && yaml.isCurrentAlias()) {
            throw invalid(
                    path,
                    String.format(
                            "'*%s' is a reference, which is not supported; write the value out",
                            yaml.getText()));
        }
        Object tag = parser.getTypeId();
        if (tag != null) {
            throw invalid(
                    path,
                    "the tag '" + tag + "' is not supported; leave it out and quote what is text");
        }
    }

    private InvalidConfigException invalid(String path, String problem) {
        JsonLocation at = parser.currentTokenLocation();
        return new InvalidConfigException(
                file, path, position(at.getLineNr(), at.getColumnNr()) + problem);
    }

    /** SnakeYAML's errors contain a more exact position than Jackson's wrapper. */
    private String syntaxError(JsonProcessingException e, String language) {
        String not = "not valid " + language + ": ";
        if (e.getCause() instanceof MarkedYAMLException cause && cause.getProblemMark() != null) {
            Mark mark = cause.getProblemMark();
            return position(mark.getLine() + 1, mark.getColumn() + 1)
                    + not
                    + joined(cause.getContext(), cause.getProblem());
        }
        if (e.getCause() instanceof ReaderException cause) {
            return character(cause, not);
        }
        JsonLocation at = e.getLocation();
        String where = at == null ? "" : position(at.getLineNr(), at.getColumnNr());
        return where + not + firstLine(e.getOriginalMessage());
    }

    private String character(ReaderException cause, String not) {
        int end = text.offsetByCodePoints(0, Math.min(cause.getPosition(), codePoints()));
        String before = text.substring(0, end);
        long line = before.lines().count() + (before.isEmpty() || before.endsWith("\n") ? 1 : 0);
        int column = end - before.lastIndexOf('\n');
        String character = String.format("%04X", cause.getCodePoint());
        return position(line, column)
                + not
                + ("the character U+" + character + " is not allowed; write it as \"\\u")
                + (character + "\" in double quotes");
    }

    private int codePoints() {
        return text.codePointCount(0, text.length());
    }

    private static String joined(@Nullable String context, @Nullable String problem) {
        if (context == null || context.isBlank()) {
            return firstLine(problem);
        }
        return problem == null
                ? firstLine(context)
                : firstLine(context) + ", " + firstLine(problem);
    }

    private static String firstLine(@Nullable String message) {
        if (message == null) {
            return "";
        }
        // The rest of the message contains class names.
        int internals = message.indexOf(", got this instead");
        return (internals < 0 ? message : message.substring(0, internals))
                .lines()
                .findFirst()
                .orElse("");
    }

    private static String position(long line, long column) {
        return "line " + line + ", column " + column + ": ";
    }
}
