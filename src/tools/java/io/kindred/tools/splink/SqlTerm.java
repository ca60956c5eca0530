package io.kindred.tools.splink;

import java.math.BigDecimal;
import java.util.List;

/** A value in a condition of SQL. */
sealed interface SqlTerm {

    /** A column of one of the two records. */
    record Column(Side side, String name) implements SqlTerm {}

    /**
     * A function with its arguments, such as {@code lower("name")}.
     *
     * @param function in lower case; {@code cast} has the type as a second argument, {@code -} and
     *     {@code /} are operators
     */
    record Call(String function, List<SqlTerm> arguments) implements SqlTerm {

        public Call {
            arguments = List.copyOf(arguments);
        }

        /** Whether it is this function, with this number of arguments. */
        boolean is(String name, int count) {
            return function.equals(name) && arguments.size() == count;
        }

        SqlTerm argument(int index) {
            return arguments.get(index);
        }
    }

    /** A text literal. */
    record Text(String value) implements SqlTerm {}

    /** A number literal. */
    record Num(BigDecimal value) implements SqlTerm {}
}
