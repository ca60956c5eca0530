package io.kindred.resolve.record;

import io.kindred.storage.ByteKey;
import org.junit.jupiter.api.Test;

import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;

class SignatureTest {

    @Test
    void neverChanges() {
        assertThat(new ByteKey(Signature.ofKey("person", "name_dob", List.of("ann", "2000"))))
                .hasToString("0b189a72e9db11314fc7489f834fd678");
        assertThat(new ByteKey(Signature.ofValue("person", "email", "a@x")))
                .hasToString("1a42e2292f3385783e67332db964266d");
    }

    @Test
    void tellsApartWhatReadsTheSame() {
        assertThat(Signature.ofKey("person", "k", List.of("ab", "c")))
                .isNotEqualTo(Signature.ofKey("person", "k", List.of("a", "bc")))
                .isNotEqualTo(Signature.ofKey("person", "k", List.of("abc")))
                .isNotEqualTo(Signature.ofKey("personk", "", List.of("ab", "c")));
        assertThat(Signature.ofValue("person", "a", "bc"))
                .isNotEqualTo(Signature.ofValue("person", "ab", "c"));
    }
}
