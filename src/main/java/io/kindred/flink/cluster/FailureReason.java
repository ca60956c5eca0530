package io.kindred.flink.cluster;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The reason of a failure in one line, from the stack trace that Flink keeps: the messages of all
 * causes, except those of Flink's wrappers, which only report that something failed.
 *
 * <p>Example: of {@code RuntimeException: cannot decode crm 7} caused by {@code IOException: Input
 * is cut} it is {@code cannot decode crm 7: Input is cut}.
 */
final class FailureReason {

    private static final String CAUSED_BY = "Caused by: ";

    /** A class, and the message if there is one. */
    private static final Pattern CAUSE = Pattern.compile("((?:[\\w$]+\\.)+[\\w$]+)(?:: (.*))?");

    private static final Pattern WRAPPER =
            Pattern.compile(
                    "org\\.apache\\.flink\\.(?:streaming\\.)?runtime\\..*"
                            + "|java\\.util\\.concurrent\\.(?:Execution|Completion)Exception");

    private FailureReason() {}

    /** The reason that the text of a stack trace gives. */
    static String of(String stackTrace) {
        List<String> reasons = new ArrayList<>();
        List<String> causes = causes(stackTrace);
        for (String cause : causes) {
            String reason = reason(cause).replaceFirst("[\\s.:]+$", "");
            if (!reason.isEmpty() && reasons.stream().noneMatch(known -> known.contains(reason))) {
                reasons.add(reason);
            }
        }
        return reasons.isEmpty() ? causes.get(causes.size() - 1) : String.join(": ", reasons);
    }

    /** Class and message of each cause, each on one line. */
    private static List<String> causes(String stackTrace) {
        List<String> causes = new ArrayList<>();
        for (String line : stackTrace.strip().split("\n")) {
            boolean isNext = line.startsWith(CAUSED_BY);
            if (causes.isEmpty() || isNext) {
                causes.add(isNext ? line.substring(CAUSED_BY.length()) : line);
            } else if (!line.startsWith("\t")) {
                int last = causes.size() - 1;
                causes.set(last, causes.get(last) + " " + line.strip());
            }
        }
        return causes;
    }

    /** Empty for a wrapper; with its class for an error, and where there is no message. */
    private static String reason(String cause) {
        Matcher parts = CAUSE.matcher(cause);
        if (!parts.matches()) {
            return cause;
        }
        String type = parts.group(1);
        String message = parts.group(2);
        if (WRAPPER.matcher(type).matches()) {
            return "";
        }
        return message == null || type.endsWith("Error") ? cause : reason(message);
    }
}
