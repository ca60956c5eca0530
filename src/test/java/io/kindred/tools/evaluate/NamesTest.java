package io.kindred.tools.evaluate;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class NamesTest {

    @Test
    void numbersNamesInTheOrderTheyCome() {
        Names names = new Names();

        assertThat(names.number("ann")).isZero();
        assertThat(names.number("bøb")).isEqualTo(1);
        assertThat(names.number("ann")).isZero();
        assertThat(names.number("cid")).isEqualTo(2);
        assertThat(names.name(1)).isEqualTo("bøb");
    }
}
