package io.kindred.ontology;

import com.google.i18n.phonenumbers.NumberParseException;
import com.google.i18n.phonenumbers.PhoneNumberUtil;
import com.google.i18n.phonenumbers.PhoneNumberUtil.PhoneNumberFormat;
import com.google.i18n.phonenumbers.Phonenumber;

/**
 * Writes phone numbers as E.164 has them: {@code (202) 456-1111} in the region US becomes {@code
 * +12024561111}, and extensions are dropped. What is no valid number becomes empty. Which numbers
 * are valid is what libphonenumber 8.13.50 says; numbering plans change, so another version may
 * have other results.
 *
 * @param region that numbers without country code are of, as an ISO 3166 code such as {@code US}
 * @param mends whether a text that is no valid number is tried again without the {@code .0} that
 *     spreadsheets add, and with {@code +} for {@code 00} at its beginning
 */
public record PhoneNumber(String region, boolean mends) implements Normalizer {

    /** Numbers as they are written. */
    public PhoneNumber(String region) {
        this(region, false);
    }

    public PhoneNumber {
        if (!PhoneNumberUtil.getInstance().getSupportedRegions().contains(region)) {
            throw new IllegalArgumentException("no region with phone numbers: " + region);
        }
    }

    @Override
    public String apply(String value) {
        String number = number(value);
        if (!number.isEmpty() || !mends) {
            return number;
        }
        String text = BasicNormalizer.TRIM.apply(value);
        if (text.endsWith(".0")) {
            text = text.substring(0, text.length() - 2);
        }
        number = number(text);
        return number.isEmpty() && text.startsWith("00") ? number('+' + text.substring(2)) : number;
    }

    private String number(String value) {
        PhoneNumberUtil numbers = PhoneNumberUtil.getInstance();
        try {
            Phonenumber.PhoneNumber number = numbers.parse(value, region);
            return numbers.isValidNumber(number)
                    ? numbers.format(number, PhoneNumberFormat.E164)
                    : "";
        } catch (NumberParseException e) {
            return "";
        }
    }
}
