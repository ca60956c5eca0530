package io.kindred.tools.splink;

import io.kindred.tools.splink.SqlTerm.Call;
import io.kindred.tools.splink.SqlTerm.Column;
import io.kindred.tools.splink.SqlTerm.Num;
import io.kindred.tools.splink.SqlTerm.Text;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * A column of one record, with functions around it, as an attribute and normalisers. An empty
 * result counts as no value.
 *
 * @param steps as YAML, first to last
 */
record Operand(Side side, String attribute, List<String> steps, Kind kind) {

    static final String EXPECTED =
            "; expected a column, or lower, upper, trim, strip_accents, substr, substring, left,"
                    + " right, nullif(…, ''), regexp_extract, split_part, try_strptime or a cast of"
                    + " one";

    private static final Set<String> TEXT_TYPES = Set.of("varchar", "text", "string");
    private static final Set<String> DATE_TYPES = Set.of("date", "timestamp");
    private static final Set<String> NUMBER_TYPES =
            Set.of("double", "float", "real", "decimal", "integer", "int", "bigint");

    /** What the functions make of a value. */
    enum Kind {
        TEXT,
        DATE,
        NUMBER
    }

    Operand {
        steps = List.copyOf(steps);
    }

    /**
     * The operand that a term is.
     *
     * @throws UnmappableSqlException if it is none
     */
    static Operand of(SqlTerm term) {
        if (term instanceof Column column) {
            return new Operand(column.side(), column.name(), List.of(), Kind.TEXT);
        }
        if (term instanceof Call call && !call.arguments().isEmpty()) {
            return of(call.argument(0)).with(call);
        }
        if (term instanceof Text || term instanceof Num) {
            throw new UnmappableSqlException(
                    "values of the two records can be compared with each other, not with a"
                            + " constant; put the result into a column of its own");
        }
        throw unmappable((Call) term);
    }

    /** Whether the other has the same functions, on the other record. */
    boolean isCounterpart(Operand other) {
        return side != other.side && steps.equals(other.steps) && kind == other.kind;
    }

    /** The tokens of the value, each a value of its own. */
    Operand withTokens() {
        return then("tokens", Kind.TEXT);
    }

    private Operand with(Call call) {
        return switch (call.function()) {
            case "cast", "try_cast" -> cast(text(call, 1));
            case "try_strptime", "strptime" -> then(StrptimeFormat.step(text(call, 1)), Kind.DATE);
            default -> then(step(call), Kind.TEXT);
        };
    }

    private static String step(Call call) {
        return switch (call.function()) {
            case "lower", "lcase" -> alone(call, "lowercase");
            case "upper", "ucase" -> alone(call, "uppercase");
            case "trim" -> alone(call, "trim");
            case "strip_accents" -> alone(call, "strip_accents");
            case "left" -> TextPart.substring(1, count(call, 1));
            case "right" -> "{suffix: " + count(call, 1) + "}";
            case "substr", "substring" -> substring(call);
            case "regexp_extract" -> extract(call);
            case "split_part" -> TextPart.split(text(call, 1), count(call, 2));
            case "nullif" -> nullIf(call);
            default -> throw unmappable(call);
        };
    }

    private static String alone(Call call, String step) {
        if (call.arguments().size() == 1) {
            return step;
        }
        throw unmappable(call);
    }

    /** No step: an empty value counts as none anyway. */
    private static String nullIf(Call call) {
        if (call.arguments().size() == 2 && call.argument(1).equals(new Text(""))) {
            return "";
        }
        throw new UnmappableSqlException(
                "nullif can be mapped with '' only; list other values under nulls of the attribute"
                        + " instead");
    }

    private Operand then(String step, Kind next) {
        if (step.isEmpty()) {
            return this;
        }
        if (kind != Kind.TEXT) {
            throw new UnmappableSqlException(
                    "functions on a date or a number cannot be mapped; only its comparison can");
        }
        List<String> all = new ArrayList<>(steps);
        all.add(step);
        return new Operand(side, attribute, all, next);
    }

    private Operand cast(String type) {
        String name = type.replaceAll("[ (].*", "");
        if (TEXT_TYPES.contains(name)) {
            return this;
        }
        if (DATE_TYPES.contains(name)) {
            return kind == Kind.DATE ? this : then(StrptimeFormat.ISO_STEP, Kind.DATE);
        }
        if (NUMBER_TYPES.contains(name)) {
            return new Operand(side, attribute, steps, Kind.NUMBER);
        }
        throw new UnmappableSqlException(
                "a cast to "
                        + type
                        + " cannot be mapped; expected varchar, date, double or integer");
    }

    private static String substring(Call call) {
        int start = integer(call, 1);
        if (call.arguments().size() == 2 && start < 0) {
            return "{suffix: " + -start + "}";
        }
        if (start < 1) {
            throw new UnmappableSqlException(
                    "substr from " + start + " cannot be mapped; expected a start of at least 1");
        }
        return call.arguments().size() == 2
                ? TextPart.from(start)
                : TextPart.substring(start, count(call, 2));
    }

    private static String extract(Call call) {
        int group = call.arguments().size() == 2 ? 0 : integer(call, 2);
        if (call.arguments().size() > 3) {
            throw new UnmappableSqlException("options of regexp_extract cannot be mapped");
        }
        return TextPart.extract(text(call, 1), group);
    }

    private static String text(Call call, int index) {
        if (call.arguments().size() > index && call.argument(index) instanceof Text text) {
            return text.value();
        }
        throw unmappable(call);
    }

    private static int count(Call call, int index) {
        int number = integer(call, index);
        if (number < 1) {
            throw unmappable(call);
        }
        return number;
    }

    private static int integer(Call call, int index) {
        if (call.arguments().size() > index && call.argument(index) instanceof Num number) {
            try {
                return number.value().intValueExact();
            } catch (ArithmeticException e) {
                throw unmappable(call);
            }
        }
        throw unmappable(call);
    }

    private static UnmappableSqlException unmappable(Call call) {
        return new UnmappableSqlException(
                "the function "
                        + call.function()
                        + " cannot be mapped, at least not with these arguments"
                        + EXPECTED);
    }
}
