package io.kindred.tools.splink;

import io.kindred.tools.splink.SqlCondition.All;
import io.kindred.tools.splink.SqlCondition.Any;
import io.kindred.tools.splink.SqlCondition.Compared;
import io.kindred.tools.splink.SqlCondition.Constant;
import io.kindred.tools.splink.SqlCondition.IsNull;
import io.kindred.tools.splink.SqlCondition.Not;
import io.kindred.tools.splink.SqlCondition.Operator;
import io.kindred.tools.splink.SqlTerm.Call;
import io.kindred.tools.splink.SqlTerm.Num;
import io.kindred.tools.splink.SqlTerm.Text;
import net.sf.jsqlparser.JSQLParserException;
import net.sf.jsqlparser.expression.BinaryExpression;
import net.sf.jsqlparser.expression.BooleanValue;
import net.sf.jsqlparser.expression.CastExpression;
import net.sf.jsqlparser.expression.DoubleValue;
import net.sf.jsqlparser.expression.Expression;
import net.sf.jsqlparser.expression.Function;
import net.sf.jsqlparser.expression.LongValue;
import net.sf.jsqlparser.expression.NotExpression;
import net.sf.jsqlparser.expression.SignedExpression;
import net.sf.jsqlparser.expression.StringValue;
import net.sf.jsqlparser.expression.TrimFunction;
import net.sf.jsqlparser.expression.operators.arithmetic.Division;
import net.sf.jsqlparser.expression.operators.arithmetic.Subtraction;
import net.sf.jsqlparser.expression.operators.conditional.AndExpression;
import net.sf.jsqlparser.expression.operators.conditional.OrExpression;
import net.sf.jsqlparser.expression.operators.relational.ComparisonOperator;
import net.sf.jsqlparser.expression.operators.relational.ExpressionList;
import net.sf.jsqlparser.expression.operators.relational.IsNullExpression;
import net.sf.jsqlparser.expression.operators.relational.ParenthesedExpressionList;
import net.sf.jsqlparser.parser.CCJSqlParserUtil;
import net.sf.jsqlparser.schema.Column;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * Parses conditions of SQL, in DuckDB's dialect, with JSqlParser, and turns its syntax trees into
 * {@link SqlCondition}s. Columns are {@code l.name} and {@code r.name}, or {@code name_l} and
 * {@code name_r}.
 */
final class SqlConditionParser {

    private SqlConditionParser() {}

    /**
     * Parses a condition of SQL into a tree.
     *
     * @throws UnmappableSqlException if it is not a condition of SQL, or has parts that have no
     *     equivalent
     */
    static SqlCondition parse(String sql) {
        try {
            return condition(CCJSqlParserUtil.parseCondExpression(sql, false));
        } catch (JSQLParserException e) {
            String reason = String.valueOf(e.getMessage()).lines().findFirst().orElse("");
            throw new UnmappableSqlException("the SQL cannot be parsed: " + reason);
        }
    }

    private static SqlCondition condition(Expression expression) {
        Expression plain = unwrapped(expression);
        if (plain instanceof AndExpression and) {
            return new All(parts(and));
        }
        if (plain instanceof OrExpression or) {
            return new Any(parts(or));
        }
        if (plain instanceof NotExpression not) {
            return new Not(condition(not.getExpression()));
        }
        if (plain instanceof IsNullExpression isNull) {
            SqlCondition condition = new IsNull(term(isNull.getLeftExpression()));
            return isNull.isNot() || isNull.isUseNotNull() ? new Not(condition) : condition;
        }
        if (plain instanceof BooleanValue constant) {
            return new Constant(constant.getValue());
        }
        if (plain instanceof ComparisonOperator comparison) {
            return comparison(comparison);
        }
        throw unmappable(plain);
    }

    private static UnmappableSqlException unmappable(Expression condition) {
        return new UnmappableSqlException(
                "'"
                        + condition
                        + "' cannot be mapped; expected comparisons by = <> < <= > >=, IS NULL, AND,"
                        + " OR, NOT");
    }

    private static List<SqlCondition> parts(BinaryExpression expression) {
        return List.of(
                condition(expression.getLeftExpression()),
                condition(expression.getRightExpression()));
    }

    private static SqlCondition comparison(ComparisonOperator comparison) {
        String sign = comparison.getStringExpression().replace(" ", "");
        SqlTerm left = term(comparison.getLeftExpression());
        SqlTerm right = term(comparison.getRightExpression());
        if (sign.equals("<>") || sign.equals("!=")) {
            return new Not(compared(left, Operator.EQUAL, right));
        }
        Operator operator =
                Arrays.stream(Operator.values())
                        .filter(each -> each.sql().equals(sign))
                        .findFirst()
                        .orElseThrow(() -> unmappable(comparison));
        return compared(left, operator, right);
    }

    private static SqlCondition compared(SqlTerm left, Operator operator, SqlTerm right) {
        return operator == Operator.EQUAL && left instanceof Num one && right instanceof Num other
                ? new Constant(one.value().compareTo(other.value()) == 0)
                : new Compared(left, operator, right);
    }

    private static SqlTerm term(Expression expression) {
        Expression plain = unwrapped(expression);
        if (plain instanceof Column column) {
            return column(column);
        }
        if (plain instanceof StringValue text && text.getPrefix() == null) {
            return new Text(text.getNotExcapedValue());
        }
        if (plain instanceof LongValue || plain instanceof DoubleValue) {
            return new Num(new BigDecimal(plain.toString()));
        }
        if (plain instanceof SignedExpression signed
                && term(signed.getExpression()) instanceof Num number) {
            return signed.getSign() == '-' ? new Num(number.value().negate()) : number;
        }
        if (plain instanceof CastExpression cast) {
            String type = cast.getColDataType().toString().toLowerCase(Locale.ROOT);
            return new Call("cast", List.of(term(cast.getLeftExpression()), new Text(type)));
        }
        if (plain instanceof Subtraction || plain instanceof Division) {
            BinaryExpression binary = (BinaryExpression) plain;
            return new Call(
                    binary.getStringExpression(),
                    List.of(term(binary.getLeftExpression()), term(binary.getRightExpression())));
        }
        if (plain instanceof TrimFunction trim
                && trim.getTrimSpecification() == null
                && trim.getFromExpression() == null) {
            return new Call("trim", List.of(term(trim.getExpression())));
        }
        if (plain instanceof Function function) {
            return call(function);
        }
        throw new UnmappableSqlException("'" + plain + "' cannot be mapped" + Operand.EXPECTED);
    }

    private static SqlTerm call(Function function) {
        List<SqlTerm> arguments = new ArrayList<>();
        // substring(x FROM 1 FOR 3) has its arguments in the usual order.
        ExpressionList<?> list =
                function.getNamedParameters() == null
                        ? function.getParameters()
                        : function.getNamedParameters();
        if (list != null) {
            list.forEach(each -> arguments.add(term(each)));
        }
        return new Call(function.getName().toLowerCase(Locale.ROOT), arguments);
    }

    private static SqlTerm column(Column column) {
        if (column.getArrayConstructor() != null) {
            throw new UnmappableSqlException(
                    "the part '" + column + "' of a column cannot be mapped; use substr");
        }
        String name = column.getUnquotedColumnName();
        String table = column.getUnquotedTableName();
        if (table != null && column.getUnquotedSchemaName() == null) {
            if (table.equalsIgnoreCase("l")) {
                return new SqlTerm.Column(Side.LEFT, name);
            }
            if (table.equalsIgnoreCase("r")) {
                return new SqlTerm.Column(Side.RIGHT, name);
            }
        } else if (table == null && name.length() > 2) {
            String end = name.substring(name.length() - 2).toLowerCase(Locale.ROOT);
            String start = name.substring(0, name.length() - 2);
            if (end.equals("_l")) {
                return new SqlTerm.Column(Side.LEFT, start);
            }
            if (end.equals("_r")) {
                return new SqlTerm.Column(Side.RIGHT, start);
            }
        }
        throw new UnmappableSqlException(
                "the column "
                        + column
                        + " is of neither record; expected a name such as city_l or l.city");
    }

    private static Expression unwrapped(Expression expression) {
        Expression plain = expression;
        while (plain instanceof ParenthesedExpressionList<?> list && list.size() == 1) {
            plain = list.get(0);
        }
        return plain;
    }
}
