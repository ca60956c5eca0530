package io.kindred.ontology;

import io.kindred.compare.WhiteSpace;

import java.util.Locale;
import java.util.Set;

/**
 * Writes e-mail addresses in one way: {@code Ada Lee <Ada@X.org>} and {@code mailto:ada@x.org}
 * become {@code ada@x.org}. Several addresses, or anything else that is no address, become empty.
 *
 * <p>In this order: white space at the ends, a display name with the angle brackets, {@code
 * mailto:} with what follows a {@code ?}, and dots at the end are dropped; letters become lower
 * case.
 *
 * @param providerRules whether ways to write one mailbox are equal, by what the providers document:
 *     at Gmail dots in the local part mean nothing and {@code googlemail.com} is {@code gmail.com};
 *     there and at the other {@linkplain #TAGGED domains} all from the first {@code +} on is a tag
 */
public record EmailAddress(boolean providerRules) implements Normalizer {

    private static final String GMAIL = "gmail.com";
    private static final String MAILTO = "mailto:";

    /** The domains other than those of Gmail whose providers ignore a tag. */
    private static final Set<String> TAGGED =
            Set.of(
                    "outlook.com",
                    "hotmail.com",
                    "hotmail.co.uk",
                    "hotmail.de",
                    "hotmail.fr",
                    "live.com",
                    "live.co.uk",
                    "live.fr",
                    "msn.com",
                    "icloud.com",
                    "me.com",
                    "mac.com",
                    "fastmail.com",
                    "proton.me",
                    "protonmail.com",
                    "pm.me");

    @Override
    public String apply(String value) {
        String address = address(value);
        int at = address.indexOf('@');
        if (at < 1 || at == address.length() - 1 || !isOne(address, at)) {
            return "";
        }
        return providerRules
                ? mailbox(address.substring(0, at), address.substring(at + 1))
                : address;
    }

    private static String address(String value) {
        String text = BasicNormalizer.TRIM.apply(value);
        int bracket = text.lastIndexOf('<');
        if (bracket >= 0 && text.endsWith(">")) {
            text = BasicNormalizer.TRIM.apply(text.substring(bracket + 1, text.length() - 1));
        }
        text = text.toLowerCase(Locale.ROOT);
        if (text.startsWith(MAILTO)) {
            int query = text.indexOf('?');
            text = text.substring(MAILTO.length(), query < 0 ? text.length() : query);
            text = BasicNormalizer.TRIM.apply(text);
        }
        int end = text.length();
        while (end > 0 && text.charAt(end - 1) == '.') {
            end--;
        }
        return text.substring(0, end);
    }

    private static boolean isOne(String address, int at) {
        return address.indexOf('@', at + 1) < 0
                && address.chars()
                        .noneMatch(c -> WhiteSpace.contains((char) c) || "<>,;".indexOf(c) >= 0);
    }

    private static String mailbox(String local, String domain) {
        boolean isGmail = domain.equals(GMAIL) || domain.equals("googlemail.com");
        if (!isGmail && !TAGGED.contains(domain)) {
            return local + '@' + domain;
        }
        int tag = local.indexOf('+');
        String box = tag < 0 ? local : local.substring(0, tag);
        if (isGmail) {
            box = box.replace(".", "");
        }
        return box.isEmpty() ? "" : box + '@' + (isGmail ? GMAIL : domain);
    }
}
