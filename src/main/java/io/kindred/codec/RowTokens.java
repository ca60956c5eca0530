package io.kindred.codec;

import com.fasterxml.jackson.core.JsonGenerator;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.format.DateTimeFormatter;
import java.util.Base64;

/**
 * Writes the row of a binary format as tokens of JSON. Times become ISO-8601 text, with the names
 * of {@linkplain SchemaTime schemas} where the tokens can have them. Corrupt bytes may say that
 * they contain very much: the values and levels of a row are limited.
 */
public final class RowTokens {

    /** The values that a row may have. */
    static final int MAX_VALUES = 1_000_000;

    /** The objects and arrays that may be in each other. */
    static final int MAX_DEPTH = 200;

    private static final String DATE = "io.debezium.time.IsoDate";
    private static final String INSTANT = "io.debezium.time.ZonedTimestamp";
    private static final String LOCAL = "io.debezium.time.IsoTimestamp";

    private final JsonGenerator out;
    private final boolean throwsIfInvalid;
    private int values;
    private int depth;

    /** Tokens; an invalid value is an error. */
    RowTokens(JsonGenerator out) {
        this(out, true);
    }

    private RowTokens(JsonGenerator out, boolean throwsIfInvalid) {
        this.out = out;
        this.throwsIfInvalid = throwsIfInvalid;
    }

    /**
     * Tokens that become bytes, which a bad value makes invalid: who reads them rejects the row,
     * and reading goes on after it. A text that is no UTF-8 is as it was; in place of any other
     * value there is what is wrong with it, in angle brackets.
     *
     * @param out of bytes
     */
    public static RowTokens unchecked(JsonGenerator out) {
        return new RowTokens(out, false);
    }

    /** Begins an object; its end is {@link #endObject}. */
    public void startObject() throws IOException, RejectedInputException {
        enter();
        out.writeStartObject();
    }

    /** The name of the next value in an object. */
    public void field(String name) throws IOException {
        out.writeFieldName(name);
    }

    /** The name of the next value in an object, in UTF-8. */
    public void field(byte[] utf8) throws IOException, RejectedInputException {
        String name;
        try {
            name = InputText.text(utf8);
        } catch (RejectedInputException e) {
            name = new String(utf8, StandardCharsets.UTF_8);
            field(name);
            invalid("a key that is not UTF-8", e);
        }
        field(name);
    }

    /**
     * A value that is read, but has no meaning.
     *
     * @param what it is
     */
    public void invalid(String what) throws IOException, RejectedInputException {
        invalid(what, new RejectedInputException(what));
    }

    private void invalid(String what, RejectedInputException reason)
            throws IOException, RejectedInputException {
        if (throwsIfInvalid) {
            throw reason;
        }
        count();
        out.writeRawValue('<' + what + '>');
    }

    public void endObject() throws IOException {
        depth--;
        out.writeEndObject();
    }

    /** Begins an array; its end is {@link #endArray}. */
    public void startArray() throws IOException, RejectedInputException {
        enter();
        out.writeStartArray();
    }

    public void endArray() throws IOException {
        depth--;
        out.writeEndArray();
    }

    private void enter() throws RejectedInputException {
        count();
        if (++depth > MAX_DEPTH) {
            throw new RejectedInputException("more than " + MAX_DEPTH + " levels");
        }
    }

    private void count() throws RejectedInputException {
        if (++values > MAX_VALUES) {
            throw new RejectedInputException("more than " + MAX_VALUES + " values");
        }
    }

    public void nothing() throws IOException, RejectedInputException {
        count();
        out.writeNull();
    }

    public void text(String text) throws IOException, RejectedInputException {
        count();
        out.writeString(text);
    }

    /** A text in UTF-8. */
    public void text(byte[] utf8) throws IOException, RejectedInputException {
        if (throwsIfInvalid) {
            text(InputText.text(utf8));
        } else {
            count();
            out.writeUTF8String(utf8, 0, utf8.length);
        }
    }

    /** Bytes in Base64. */
    public void bytes(byte[] bytes) throws IOException, RejectedInputException {
        text(Base64.getEncoder().encodeToString(bytes));
    }

    public void bool(boolean value) throws IOException, RejectedInputException {
        count();
        out.writeBoolean(value);
    }

    public void number(long value) throws IOException, RejectedInputException {
        count();
        out.writeNumber(value);
    }

    /** An unsigned 64-bit integer. */
    public void unsigned(long value) throws IOException, RejectedInputException {
        count();
        out.writeNumber(new java.math.BigInteger(Long.toUnsignedString(value)));
    }

    /** A number in digits, without an exponent; an integer if its scale is 0. */
    public void number(BigDecimal value) throws IOException, RejectedInputException {
        count();
        if (value.scale() == 0) {
            out.writeNumber(value.unscaledValue());
        } else {
            out.writeNumber(value.toPlainString());
        }
    }

    /** A number, or the name of what is none. */
    public void number(double value) throws IOException, RejectedInputException {
        if (Double.isNaN(value) || Double.isInfinite(value)) {
            text(Double.toString(value));
            return;
        }
        count();
        out.writeNumber(value);
    }

    /** A number, or the name of what is none. */
    public void number(float value) throws IOException, RejectedInputException {
        if (Float.isNaN(value) || Float.isInfinite(value)) {
            text(Float.toString(value));
            return;
        }
        count();
        out.writeNumber(value);
    }

    /** A number whose schema has a name. */
    void number(long value, String schema) throws IOException, RejectedInputException {
        named(schema);
        number(value);
    }

    public void date(LocalDate date) throws IOException, RejectedInputException {
        named(DATE);
        text(date.toString());
    }

    public void time(LocalTime time) throws IOException, RejectedInputException {
        text(DateTimeFormatter.ISO_LOCAL_TIME.format(time));
    }

    public void instant(Instant instant) throws IOException, RejectedInputException {
        named(INSTANT);
        text(instant.toString());
    }

    /** A date and time without a zone. */
    public void local(LocalDateTime time) throws IOException, RejectedInputException {
        named(LOCAL);
        text(DateTimeFormatter.ISO_LOCAL_DATE_TIME.format(time));
    }

    /** The name of the schema of the next value. */
    void named(String schema) throws IOException {
        if (out.canWriteTypeId()) {
            out.writeTypeId(schema);
        }
    }
}
