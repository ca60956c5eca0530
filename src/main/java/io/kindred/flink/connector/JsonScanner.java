package io.kindred.flink.connector;

import java.io.IOException;

/**
 * Splits a file of JSON into its elements, wherever their line breaks are: the elements of an
 * array, or objects one after another. Elements that are neither objects nor arrays, and stray
 * bytes between elements, are inputs too, each up to the next comma, bracket or line break; so
 * nothing is skipped but white space, commas and the brackets of the array around the elements. A
 * {@code [} is such a bracket at the beginning of the file, and after a {@code ]}; elsewhere it
 * starts an element.
 *
 * <p>An element that is never closed must not take the elements after it along. It ends where the
 * next starts, by what shows that:
 *
 * <ul>
 *   <li>an opening brace directly in the element, where a name, comma or closing brace should be;
 *   <li>an opening brace at any depth where none can be, first in its line and indented no more
 *       than the element;
 *   <li>of an element over the limit, any opening brace so indented.
 * </ul>
 */
final class JsonScanner implements InputScanner {

    /** An element that is indented more counts as indented so much. */
    private static final int MAX_INDENT = 1024;

    private enum Ending {
        CLOSED,
        /** The next element started before the element was closed. */
        CUT_SHORT,
        FILE_END,
        TOO_LONG
    }

    private final FileWindow window;
    private final InputBytes element;
    private final JsonNesting nesting = new JsonNesting();

    private boolean isBeginning;
    private boolean isFirstInLine;
    private int indent;
    private String position = "";

    /** Starts at the beginning of the file, or after an element. */
    JsonScanner(FileWindow window, int maxBytes, boolean isBeginning) {
        this.window = window;
        this.element = new InputBytes(maxBytes);
        this.isBeginning = isBeginning;
    }

    /**
     * Whether a file is to be read by elements rather than lines. That is so if it starts with an
     * array, or with an object that is not alone in its line. If the next object starts in the next
     * line before the first is closed, the first line is a broken one among lines.
     *
     * @param window at the beginning of the file; afterwards somewhere
     * @param maxBytes a longer object is not read to its end
     */
    static boolean suits(FileWindow window, int maxBytes) throws IOException {
        return new JsonScanner(window, maxBytes, true).isMoreThanLines(maxBytes);
    }

    @Override
    public boolean next() throws IOException {
        skipToElement();
        if (!window.has(0)) {
            return false;
        }
        position = "line " + (window.lines() + 1);
        if (!isFirstInLine) {
            position += ", byte " + (window.offset() + 1);
        }
        element.clear();
        byte first = window.peek(0);
        if (first == '{' || first == '[') {
            readNested(Long.MAX_VALUE);
        } else {
            readOther();
        }
        element.endElement();
        return true;
    }

    @Override
    public InputBytes input() {
        return element;
    }

    /** The number of the line, from 1. If the element is not the first there, also the byte. */
    @Override
    public String position() {
        return position;
    }

    @Override
    public long offset() {
        return window.offset();
    }

    @Override
    public long lines() {
        return window.lines();
    }

    @Override
    public long stored() {
        return window.file().stored();
    }

    @Override
    public FileBytes file() {
        return window.file();
    }

    @Override
    public void close() throws IOException {
        window.close();
    }

    private boolean isMoreThanLines(int maxBytes) throws IOException {
        skipBlanks();
        if (!window.has(0) || window.peek(0) != '{') {
            return window.has(0) && window.peek(0) == '[';
        }
        if (isAloneInLine()) {
            return true;
        }
        long line = window.lines();
        return switch (readNested(maxBytes)) {
            case CLOSED -> window.lines() > line || isFollowedInLine();
            case CUT_SHORT -> false;
            case FILE_END, TOO_LONG -> window.lines() > line;
        };
    }

    private void skipBlanks() throws IOException {
        while (window.has(0) && InputBytes.isBlank(window.peek(0))) {
            window.skip(1, window.peek(0) == '\n' ? 1 : 0);
        }
    }

    /** Whether the line has no more than its first byte. */
    private boolean isAloneInLine() throws IOException {
        int ahead = 1;
        while (ahead <= MAX_INDENT && window.has(ahead) && InputBytes.isBlank(window.peek(ahead))) {
            if (window.peek(ahead) == '\n') {
                return true;
            }
            ahead++;
        }
        return false;
    }

    private boolean isFollowedInLine() throws IOException {
        while (window.has(0) && window.peek(0) != '\n' && InputBytes.isBlank(window.peek(0))) {
            window.skip(1, 0);
        }
        return window.has(0) && (window.peek(0) == '{' || window.peek(0) == ',');
    }

    private void skipToElement() throws IOException {
        boolean mayOpen = isBeginning;
        isFirstInLine = isBeginning;
        isBeginning = false;
        indent = 0;
        while (window.has(0)) {
            byte b = window.peek(0);
            if (b == ']') {
                mayOpen = true;
            } else if (b == '[' && mayOpen) {
                mayOpen = false;
            } else if (b != ',' && !InputBytes.isBlank(b)) {
                break;
            }
            boolean isLineBreak = b == '\n';
            window.skip(1, isLineBreak ? 1 : 0);
            isFirstInLine |= isLineBreak;
            indent = isLineBreak ? 0 : Math.min(indent + 1, MAX_INDENT);
        }
        if (!isFirstInLine) {
            // The start of the line is not known where reading goes on from a saved position.
            indent = 0;
        }
    }

    /** Reads an object or array. */
    private Ending readNested(long most) throws IOException {
        nesting.reset();
        int seen = 0;
        int lineBreaks = 0;
        Ending ending = Ending.FILE_END;
        while (window.has(seen)) {
            byte b = window.peek(seen);
            if (element.length() + seen > most) {
                ending = Ending.TOO_LONG;
                break;
            }
            if (nesting.depth() > 0 && isNextElement(b, seen)) {
                ending = Ending.CUT_SHORT;
                break;
            }
            seen++;
            lineBreaks += b == '\n' ? 1 : 0;
            if (nesting.accept(b)) {
                ending = Ending.CLOSED;
                break;
            }
            if (seen == window.inView()) {
                window.take(seen, lineBreaks, element);
                seen = 0;
                lineBreaks = 0;
            }
        }
        window.take(seen, lineBreaks, element);
        return ending;
    }

    /** Whether the next element starts at a byte, or after the line break that the byte is. */
    private boolean isNextElement(byte b, int at) throws IOException {
        if (b == '{') {
            return nesting.depth() == 1 && nesting.takesName();
        }
        if (b != '\n') {
            return false;
        }
        int start = at + 1;
        while (start - at <= indent && window.has(start) && isIndentation(window.peek(start))) {
            start++;
        }
        return window.has(start)
                && window.peek(start) == '{'
                && (element.isOverLimit(at) || !nesting.takesValue());
    }

    private static boolean isIndentation(byte b) {
        return b == ' ' || b == '\t';
    }

    /** Reads something that is neither an object nor an array. */
    private void readOther() throws IOException {
        boolean isString = false;
        boolean isEscaped = false;
        int seen = 0;
        while (window.has(seen)) {
            byte b = window.peek(seen);
            if (b == '\n' || (!isString && isBoundary(b))) {
                break;
            }
            if (b == '"' && !isEscaped) {
                isString = !isString;
            }
            isEscaped = b == '\\' && !isEscaped;
            seen++;
            if (seen == window.inView()) {
                window.take(seen, 0, element);
                seen = 0;
            }
        }
        window.take(seen, 0, element);
    }

    private static boolean isBoundary(byte b) {
        return b == ',' || b == '{' || b == '[' || b == ']';
    }
}
