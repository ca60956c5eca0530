package io.kindred.flink.operator;

import java.io.Serializable;

/** How many inputs of an operator have not come to their end. */
final class OpenInputs implements Serializable {

    private static final long serialVersionUID = 1L;

    private int open;

    /** All of so many. */
    OpenInputs(int inputs) {
        open = inputs;
    }

    /** One ends; whether it was the last. */
    boolean endOne() {
        open--;
        return open == 0;
    }
}
