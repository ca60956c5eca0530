package io.kindred.tools.quality;

import io.kindred.model.RecordIdentity;

import java.util.List;

/** Values as the report shows them. */
final class ShownText {

    private static final int MOST = 120;

    private ShownText() {}

    /** The text, without what is beyond {@value #MOST} characters. */
    static String of(String text) {
        if (text.codePointCount(0, text.length()) <= MOST) {
            return text;
        }
        return text.substring(0, text.offsetByCodePoints(0, MOST - 1)) + "…";
    }

    /** A record, such as {@code crm C-1}; a name with blanks is in quotes. */
    static String of(RecordIdentity record) {
        return of(name(record.perspective()) + ' ' + name(record.uid()));
    }

    private static String name(String text) {
        return text.indexOf(' ') < 0 ? text : '\'' + text + '\'';
    }

    static List<String> of(List<String> texts) {
        return texts.stream().map(ShownText::of).toList();
    }
}
