package io.kindred.tools.profile;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;

class ValueKindTest {

    @ParameterizedTest
    @CsvSource({
        "email,EMAIL,ann@x.org bob@y.org",
        "born,DATE,1990-02-03 2001-12-31",
        "born,OTHER_DATE,19900203 12/31/2001",
        "phone,PHONE,(212)555-0110 +39061234567",
        "ssn,IDENTIFIER,918-15-1210 123-45-6789",
        "zipcode,CODE,00118 00119",
        "house,CODE,12 7a",
        "surname,NAME,o'neil garcía",
    })
    void looksAtValuesAndName(String name, ValueKind kind, String values) {
        assertThat(ValueKind.of(name, 1_000, 900, List.of(values.split(" ")))).isEqualTo(kind);
    }

    @ParameterizedTest
    @CsvSource({"1000,20,CATEGORY", "1000,21,NAME", "1000000,499,CATEGORY"})
    void takesFewDifferentValuesForCategories(long records, long distinct, ValueKind kind) {
        assertThat(ValueKind.of("state", records, distinct, List.of("nsw", "vic"))).isEqualTo(kind);
    }

    @ParameterizedTest
    @CsvSource({"999,IDENTIFIER", "100,CODE"})
    void takesCodesThatManyShareForNoIdentifiers(long distinct, ValueKind kind) {
        assertThat(ValueKind.of("account", 1_000, distinct, List.of("A-90001", "B-12345")))
                .isEqualTo(kind);
    }

    @ParameterizedTest
    @CsvSource({"12 long street name,TEXT", "ts19 0sh,CODE"})
    void tellsAddressesFromPostcodes(String value, ValueKind kind) {
        assertThat(ValueKind.of("postcode", 1_000, 900, List.of(value))).isEqualTo(kind);
    }
}
