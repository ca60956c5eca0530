package io.kindred.tools.splink;

import java.util.List;

/** A condition of SQL on two records. */
sealed interface SqlCondition {

    /** AND. */
    record All(List<SqlCondition> parts) implements SqlCondition {}

    /** OR. */
    record Any(List<SqlCondition> parts) implements SqlCondition {}

    /** NOT. */
    record Not(SqlCondition inner) implements SqlCondition {}

    /** IS NULL. */
    record IsNull(SqlTerm term) implements SqlCondition {}

    /** A comparison of two values. */
    record Compared(SqlTerm left, Operator operator, SqlTerm right) implements SqlCondition {

        /** The same with both sides in each other's place. */
        Compared mirrored() {
            SqlTerm first = right;
            SqlTerm second = left;
            return new Compared(first, operator.mirrored(), second);
        }
    }

    /** TRUE or FALSE. */
    record Constant(boolean value) implements SqlCondition {}

    /** How two values are compared. */
    enum Operator {
        EQUAL("="),
        LESS("<"),
        AT_MOST("<="),
        MORE(">"),
        AT_LEAST(">=");

        private final String sql;

        Operator(String sql) {
            this.sql = sql;
        }

        String sql() {
            return sql;
        }

        /** The operator after both sides have changed places. */
        Operator mirrored() {
            return switch (this) {
                case EQUAL -> EQUAL;
                case LESS -> MORE;
                case AT_MOST -> AT_LEAST;
                case MORE -> LESS;
                case AT_LEAST -> AT_MOST;
            };
        }

        /** The operator that holds where this one does not; none for {@code =}. */
        Operator opposite() {
            return switch (this) {
                case EQUAL -> throw new UnmappableSqlException("= has no opposite here");
                case LESS -> AT_LEAST;
                case AT_MOST -> MORE;
                case MORE -> AT_MOST;
                case AT_LEAST -> LESS;
            };
        }
    }
}
