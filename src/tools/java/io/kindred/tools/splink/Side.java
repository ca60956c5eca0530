package io.kindred.tools.splink;

/** Which of the two records of a pair a column belongs to. */
enum Side {
    LEFT,
    RIGHT
}
