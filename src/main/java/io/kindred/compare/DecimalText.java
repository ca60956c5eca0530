package io.kindred.compare;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Optional;
import java.util.regex.Pattern;

/** Decimal numbers: an optional sign, digits, optionally a point and digits; of any length. */
final class DecimalText {

    private static final Pattern NUMBER = Pattern.compile("[+-]?+[0-9]++(?:\\.[0-9]++)?+");

    /** Up to here the time that a BigInteger takes to read digits, which is quadratic, is small. */
    private static final int FEW_DIGITS = 1_000;

    private DecimalText() {}

    static Optional<BigDecimal> number(String text) {
        if (!NUMBER.matcher(text).matches()) {
            return Optional.empty();
        }
        if (text.length() <= FEW_DIGITS) {
            return Optional.of(new BigDecimal(text));
        }
        boolean isSigned = text.charAt(0) == '+' || text.charAt(0) == '-';
        int point = text.indexOf('.');
        int scale = point < 0 ? 0 : text.length() - point - 1;
        BigInteger digits = digits(text.substring(isSigned ? 1 : 0).replace(".", ""));
        return Optional.of(new BigDecimal(text.charAt(0) == '-' ? digits.negate() : digits, scale));
    }

    /** Reads each half by itself, so that a value of a million digits takes well below a second. */
    private static BigInteger digits(String digits) {
        if (digits.length() <= FEW_DIGITS) {
            return new BigInteger(digits);
        }
        int half = digits.length() / 2;
        BigInteger high = digits(digits.substring(0, digits.length() - half));
        BigInteger low = digits(digits.substring(digits.length() - half));
        return high.multiply(BigInteger.TEN.pow(half)).add(low);
    }
}
