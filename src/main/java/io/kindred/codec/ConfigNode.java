package io.kindred.codec;

import io.kindred.codec.ConfigValue.Kind;
import io.kindred.codec.ConfigValue.Mapping;
import io.kindred.codec.ConfigValue.Scalar;
import io.kindred.codec.ConfigValue.Sequence;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * A value in a configuration file, with its path. Every accessor checks the value and throws an
 * {@link InvalidConfigException} that names file, path, expected and found value.
 */
public final class ConfigNode {

    private static final Pattern PLAIN_NAME = Pattern.compile("[A-Za-z0-9_*-]+");
    // No leading zeros, which YAML would read as octal, and no other bases.
    private static final Pattern INTEGER = Pattern.compile("[-+]?(0|[1-9][0-9_]*)");

    private static final int MAX_DIGITS = 18;

    private final String file;
    private final String path;
    private final ConfigValue value;

    ConfigNode(String file, String path, ConfigValue value) {
        this.file = file;
        this.path = path;
        this.value = value;
    }

    static String fieldPath(String path, String field) {
        if (!PLAIN_NAME.matcher(field).matches()) {
            return path + "[\"" + field + "\"]";
        }
        return path.isEmpty() ? field : path + "." + field;
    }

    /** The file as the user named it. */
    public String file() {
        return file;
    }

    /** The path of the value in the file, such as {@code sources[0].format}. */
    public String path() {
        return path;
    }

    ConfigValue value() {
        return value;
    }

    /**
     * An exception to throw about this value.
     *
     * @param problem what is wrong and what was expected
     */
    public InvalidConfigException invalid(String problem) {
        return new InvalidConfigException(file, path, problem);
    }

    /** Whether the value is null or left blank. */
    public boolean isNull() {
        return value instanceof Scalar scalar && scalar.kind() == Kind.NULL;
    }

    public boolean isString() {
        return value instanceof Scalar scalar && scalar.kind() == Kind.TEXT;
    }

    public boolean isList() {
        return value instanceof Sequence;
    }

    public boolean isObject() {
        return value instanceof Mapping;
    }

    /** The value as a string, which may be empty. */
    public String string() {
        if (value instanceof Scalar scalar) {
            if (scalar.kind() == Kind.TEXT) {
                return scalar.text();
            }
            throw expected(
                    "a string", scalar.text().isEmpty() ? "" : "; quote it if it is meant as text");
        }
        throw expected("a string", "");
    }

    public String nonEmptyString() {
        String string = string();
        if (string.isEmpty()) {
            throw expected("a non-empty string", "");
        }
        return string;
    }

    /** The value as an integer between {@code least} and {@code greatest}, inclusive. */
    public long integer(long least, long greatest) {
        String wanted = describeIntegers(least, greatest);
        if (!(value instanceof Scalar scalar) || scalar.kind() != Kind.INTEGER) {
            throw expected(wanted, looksLikeInteger() ? "; remove the quotes" : "");
        }
        if (!INTEGER.matcher(scalar.text()).matches()) {
            throw expected(wanted, "; write it in decimal digits without leading zeros");
        }
        BigInteger number = scalar.integer();
        if (number.compareTo(BigInteger.valueOf(least)) < 0
                || number.compareTo(BigInteger.valueOf(greatest)) > 0) {
            throw expected(wanted, "");
        }
        return number.longValue();
    }

    /**
     * The value as an exact decimal number of at least 0 and at most {@code greatest}.
     *
     * @param wanted the bounds in words, for the error
     */
    BigDecimal decimal(String wanted, BigDecimal greatest) {
        BigDecimal number = decimal(wanted);
        if (number.compareTo(greatest) > 0) {
            throw expected(wanted, "");
        }
        return number;
    }

    /**
     * The value as an exact decimal number of at least 0, with up to {@value #MAX_DIGITS} digits.
     *
     * @param wanted the bounds in words, for the error
     */
    BigDecimal decimal(String wanted) {
        if (!(value instanceof Scalar scalar)
                || scalar.kind() != Kind.INTEGER && scalar.kind() != Kind.DECIMAL) {
            throw expected(wanted, looksLikeDecimal() ? "; remove the quotes" : "");
        }
        if (!ConfigValue.DECIMAL.matcher(scalar.text()).matches()) {
            throw expected(wanted, "; write it in decimal digits, such as 0.88");
        }
        BigDecimal number = new BigDecimal(scalar.text());
        if (number.signum() < 0) {
            throw expected(wanted, "");
        }
        if (number.precision() > MAX_DIGITS || number.scale() > MAX_DIGITS) {
            throw expected(wanted, "; write at most " + MAX_DIGITS + " digits");
        }
        return number;
    }

    /** The value as a number from 0 to 1. */
    public BigDecimal share() {
        String wanted = "a number from 0 to 1";
        if (!(value instanceof Scalar scalar)
                || scalar.kind() != Kind.INTEGER && scalar.kind() != Kind.DECIMAL) {
            throw expected(wanted, "");
        }
        try {
            BigDecimal share = new BigDecimal(scalar.text());
            if (share.signum() >= 0 && share.compareTo(BigDecimal.ONE) <= 0) {
                return share;
            }
        } catch (NumberFormatException e) {
            // Such as .inf: rejected below.
        }
        throw expected(wanted, "");
    }

    public boolean bool() {
        if (value instanceof Scalar scalar && scalar.kind() == Kind.BOOLEAN) {
            return scalar.bool();
        }
        throw expected("true or false", "");
    }

    /**
     * The value as an enum constant, written in lower case.
     *
     * @param what the name of the choice in errors, such as {@code scope}
     */
    public <E extends Enum<E>> E choice(String what, Class<E> type) {
        List<String> names =
                Arrays.stream(type.getEnumConstants())
                        .map(constant -> constant.name().toLowerCase(Locale.ROOT))
                        .toList();
        String list = String.join(", ", names);
        if (!isString()) {
            throw expected("one of " + list, "");
        }
        String name = string();
        int index = names.indexOf(name);
        if (index < 0) {
            throw invalid(Suggestion.unknown(what, name, names, "expected one of"));
        }
        return type.getEnumConstants()[index];
    }

    /** The text of a string, number or boolean, as written. */
    public String scalar() {
        if (value instanceof Scalar scalar && scalar.kind() != Kind.NULL) {
            return scalar.text();
        }
        throw expected("a string, number or boolean", "");
    }

    /** The items of a list; empty if the value is null. */
    public List<ConfigNode> items() {
        if (isNull()) {
            return List.of();
        }
        if (!(value instanceof Sequence sequence)) {
            throw expected(
                    "a list",
                    value instanceof Scalar scalar ? "; write [" + scalar.shown() + "]" : "");
        }
        List<ConfigNode> items = new ArrayList<>();
        for (ConfigValue item : sequence.items()) {
            items.add(new ConfigNode(file, path + "[" + items.size() + "]", item));
        }
        return items;
    }

    /** The items of a list; any other value is a list of itself. */
    public List<ConfigNode> itemsOrSelf() {
        return isList() ? items() : List.of(this);
    }

    /**
     * The fields of an object with user-defined names, in the order of the file; empty if the value
     * is null.
     */
    public Map<String, ConfigNode> entries() {
        Map<String, ConfigNode> entries = new LinkedHashMap<>();
        fields().forEach(
                        (name, field) -> {
                            ConfigNode node = new ConfigNode(file, fieldPath(path, name), field);
                            if (name.isEmpty()) {
                                throw node.invalid("expected a non-empty name, found ''");
                            }
                            entries.put(name, node);
                        });
        return entries;
    }

    /** The value as an object with fixed field names; empty if the value is null. */
    public ConfigObject object() {
        Map<String, ConfigNode> nodes = new LinkedHashMap<>();
        fields().forEach(
                        (name, field) ->
                                nodes.put(
                                        name, new ConfigNode(file, fieldPath(path, name), field)));
        return new ConfigObject(this, nodes);
    }

    /**
     * The value as JSON on one line with sorted fields. Equal for files that differ only in layout.
     */
    public String canonicalJson() {
        return CanonicalJson.write(value);
    }

    /**
     * An exception to throw if the value has the wrong type.
     *
     * @param what the expected type or values
     */
    public InvalidConfigException expected(String what) {
        return expected(what, "");
    }

    private InvalidConfigException expected(String what, String fix) {
        return invalid("expected " + what + ", found " + value.describe() + fix);
    }

    private Map<String, ConfigValue> fields() {
        if (isNull()) {
            return Map.of();
        }
        if (value instanceof Mapping mapping) {
            return mapping.fields();
        }
        throw expected("an object", "");
    }

    private boolean looksLikeDecimal() {
        return value instanceof Scalar scalar
                && scalar.kind() == Kind.TEXT
                && ConfigValue.DECIMAL.matcher(scalar.text()).matches();
    }

    private boolean looksLikeInteger() {
        return value instanceof Scalar scalar
                && scalar.kind() == Kind.TEXT
                && INTEGER.matcher(scalar.text()).matches();
    }

    private static String describeIntegers(long least, long greatest) {
        if (least == Long.MIN_VALUE && greatest == Long.MAX_VALUE) {
            return "a 64-bit integer";
        }
        return greatest == Long.MAX_VALUE
                ? "a 64-bit integer of at least " + least
                : "an integer from " + least + " to " + greatest;
    }
}
