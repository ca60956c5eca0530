package io.kindred.ontology;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/** E-mail addresses and phone numbers as people write them. */
class ContactNormalizersTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            textBlock =
                    """
                    ada@x.org                    | ada@x.org
                    "\u00a0Ada@X.org\t"          | ada@x.org
                    Ada Lee <ada@x.org>          | ada@x.org
                    '<Ada>' < Ada@x.org >        | ada@x.org
                    <ada@x.org>                  | ada@x.org
                    MailTo:Ada@x.org             | ada@x.org
                    mailto: ada@x.org?subject=hi | ada@x.org
                    Ada <mailto:ada@x.org>       | ada@x.org
                    ada@x.org.                   | ada@x.org
                    a.da+tag@gmail.com           | a.da+tag@gmail.com
                    ada@localhost                | ada@localhost
                    ada?@x.org                   | ada?@x.org
                    ada@x.org;bob@x.org          | ""
                    ada@x.org, b                 | ""
                    ada lee@x.org                | ""
                    @x.org                       | ""
                    ada@                         | ""
                    ada@.                        | ""
                    ada                          | ""
                    mailto:                      | ""
                    <>                           | ""
                    ""                           | ""
                    """)
    void emailWritesOneAddress(String value, String normal) {
        assertThat(new EmailAddress(false).apply(value)).isEqualTo(normal);
        assertThat(new EmailAddress(false).apply(normal)).isEqualTo(normal);
    }

    @ParameterizedTest
    @CsvSource({
        "A.d.a+news+x@GMail.com, ada@gmail.com",
        "ada@googlemail.com, ada@gmail.com",
        "a.da+tag@outlook.com, a.da@outlook.com",
        "ada+tag@hotmail.co.uk, ada@hotmail.co.uk",
        "ada+tag@icloud.com, ada@icloud.com",
        "a.da+tag@x.org, a.da+tag@x.org",
        "ada+tag@mail.gmail.com, ada+tag@mail.gmail.com",
        "+tag@gmail.com, ''",
        "...@gmail.com, ''",
        "none, ''"
    })
    void providerRulesMakeSpellingsOfAMailboxOne(String value, String normal) {
        assertThat(new EmailAddress(true).apply(value)).isEqualTo(normal);
    }

    @ParameterizedTest
    @CsvSource({
        "+44 20 7946 0123, +442079460123",
        "(020) 7946 0123, +442079460123",
        "+44 (0)20 7946 0123, +442079460123",
        "0044 20 7946 0123, +442079460123",
        "020 7946 0123 x5, +442079460123",
        "020 7946 0123 ext. 5, +442079460123",
        "02079460123.0, +442079460123",
        "00442079460123.0, +442079460123",
        "\uff10\uff12\uff10\uff17\uff19\uff14\uff16\uff10\uff11\uff12\uff13, +442079460123",
        "O2O 7946 O123, ''",
        "0, ''",
        "00, ''",
        ".0, ''"
    })
    void numbersWithAndWithoutCountryCodeAreOne(String value, String normal) {
        assertThat(new PhoneNumber("GB", true).apply(value)).isEqualTo(normal);
    }

    @Test
    void onlyNumbersThatAreNotValidAreMended() {
        // In the US, 00 is no beginning of a country code, and the step without an object knows
        // that.
        assertThat(new PhoneNumber("US").apply("0044 20 7946 0123")).isEmpty();
        assertThat(new PhoneNumber("US", true).apply("0044 20 7946 0123"))
                .isEqualTo("+442079460123");
        assertThat(new PhoneNumber("US").apply("2025550143.0")).isEmpty();
        assertThat(new PhoneNumber("US", true).apply("2025550143.0")).isEqualTo("+12025550143");
    }
}
