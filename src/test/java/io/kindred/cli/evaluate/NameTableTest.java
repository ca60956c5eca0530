package io.kindred.cli.evaluate;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class NameTableTest {

    @Test
    void numbersNamesInTheOrderTheyCome() {
        NameTable names = new NameTable();

        assertThat(names.number("ann")).isZero();
        assertThat(names.number("bøb")).isEqualTo(1);
        assertThat(names.number("ann")).isZero();
        assertThat(names.name(1)).isEqualTo("bøb");
        assertThat(names.size()).isEqualTo(2);
    }

    @Test
    void keepsMoreThanAPageAndNamesLongerThanOne() {
        NameTable names = new NameTable();
        String giant = "x".repeat(3_000_000);

        for (int i = 0; i < 100_000; i++) {
            assertThat(names.number("a name of some length " + i)).isEqualTo(i);
        }
        assertThat(names.number(giant)).isEqualTo(100_000);
        assertThat(names.number("after")).isEqualTo(100_001);

        for (int i = 0; i < 100_000; i++) {
            assertThat(names.number("a name of some length " + i)).isEqualTo(i);
        }
        assertThat(names.name(100_000)).isEqualTo(giant);
        assertThat(names.name(100_001)).isEqualTo("after");
        assertThat(names.size()).isEqualTo(100_002);
    }
}
