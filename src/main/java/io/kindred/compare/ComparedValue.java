package io.kindred.compare;

/** A value, with what measures look at: computed once, when it is first needed. Not thread-safe. */
public final class ComparedValue {

    private final String text;

    public ComparedValue(String text) {
        this.text = text;
    }

    public String text() {
        return text;
    }
}
