package io.kindred.model;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;

class CodePointOrderTest {

    @Property(seed = "21")
    void comparesCodePointByCodePoint(@ForAll("texts") String a, @ForAll("texts") String b) {
        int expected = Arrays.compare(a.codePoints().toArray(), b.codePoints().toArray());
        assertThat(Integer.signum(CodePointOrder.compare(a, b)))
                .isEqualTo(Integer.signum(expected));
    }

    @Property(seed = "22")
    void equalsOnlyItself(@ForAll("texts") String a, @ForAll("texts") String b) {
        assertThat(CodePointOrder.compare(a, b) == 0).isEqualTo(a.equals(b));
        assertThat(CodePointOrder.compare(a, a)).isZero();
    }

    @Example
    void putsSurrogatePairsAboveAllOfTheBasicPlane() {
        assertThat(
                        Stream.of("\ud83d\ude00", "\uffff", "\ue000", "\ud7ff", "z", "", "za")
                                .sorted(CodePointOrder.STRINGS))
                .containsExactly("", "z", "za", "\ud7ff", "\ue000", "\uffff", "\ud83d\ude00");
        assertThat("\ud83d\ude00").isLessThan("\uffff");
    }

    @Example
    void putsAListBeforeThoseItBegins() {
        assertThat(CodePointOrder.LISTS.compare(List.of(), List.of(""))).isNegative();
        assertThat(CodePointOrder.LISTS.compare(List.of("a", "b"), List.of("a"))).isPositive();
        assertThat(CodePointOrder.LISTS.compare(List.of("a", "z"), List.of("b"))).isNegative();
        assertThat(CodePointOrder.LISTS.compare(List.of("a"), List.of("a"))).isZero();
        assertThat(CodePointOrder.LISTS.compare(List.of("\ud83d\ude00"), List.of("\uffff")))
                .isPositive();
    }

    /** Of few code points on both sides of the surrogates, so that beginnings are often equal. */
    @Provide
    Arbitrary<String> texts() {
        return Arbitraries.of(0x41, 0x42, 0xd7ff, 0xe000, 0xffff, 0x10000, 0x1f600, 0x10ffff)
                .map(Character::toString)
                .list()
                .ofMaxSize(4)
                .map(parts -> String.join("", parts));
    }
}
