package io.kindred.tools.generate;

import java.util.List;
import java.util.Locale;

/**
 * A British phone number of those that Ofcom keeps free for fiction.
 *
 * @param area without the leading 0
 * @param local the other digits, in two groups
 */
record MessyPhone(String area, String local) {

    /** Of each area, the numbers from 000 to 999 after these digits. */
    private static final List<String> BLOCKS =
            List.of(
                    "20 7946 0",
                    "113 496 0",
                    "114 496 0",
                    "116 496 0",
                    "117 496 0",
                    "118 496 0",
                    "121 496 0",
                    "131 496 0",
                    "141 496 0",
                    "151 496 0",
                    "161 496 0",
                    "191 498 0",
                    "29 2018 0",
                    "28 9649 6");

    private static final int BLOCK = 1000;

    /** How many numbers there are. */
    static final int COUNT = BLOCKS.size() * BLOCK;

    /**
     * The number at a place in the list of all numbers.
     *
     * @param index from 0, below {@link #COUNT}
     */
    static MessyPhone of(long index) {
        String block = BLOCKS.get((int) (index / BLOCK));
        int space = block.indexOf(' ');
        return new MessyPhone(
                block.substring(0, space),
                block.substring(space + 1) + String.format(Locale.ROOT, "%03d", index % BLOCK));
    }

    /** The number as one writes it within the country, without white space. */
    String digits() {
        return '0' + area + local.replace(" ", "");
    }
}
