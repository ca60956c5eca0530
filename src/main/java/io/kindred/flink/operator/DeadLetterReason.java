package io.kindred.flink.operator;

import java.util.regex.Pattern;

/** Groups the errors of dead letters, so that the commonest can be named. */
final class DeadLetterReason {

    /** Quoted values, and numbers and times that are not part of a name such as {@code UTF-8}. */
    private static final Pattern VALUES =
            Pattern.compile("'[^']*'|(?<![\\w+-])[-+]?\\d(?:[\\d,.:TZe+-]*[\\dZ])?(?![\\w-])");

    private static final int LONGEST = 1000;

    private DeadLetterReason() {}

    /**
     * What an error has in common with others: {@code byte 15: 'x'} becomes {@code byte …: '…'}.
     */
    static String of(String error) {
        String text = error.length() <= LONGEST ? error : error.substring(0, LONGEST);
        return VALUES.matcher(text)
                .replaceAll(value -> value.group().startsWith("'") ? "'…'" : "…");
    }
}
