package io.kindred.codec;

import io.kindred.ontology.BasicNormalizer;
import io.kindred.ontology.DateFormats;
import io.kindred.ontology.EmailAddress;
import io.kindred.ontology.EnglishNicknames;
import io.kindred.ontology.ExtractNormalizer;
import io.kindred.ontology.LastDigits;
import io.kindred.ontology.PhoneNumber;
import io.kindred.ontology.Prefix;
import io.kindred.ontology.Replacement;
import io.kindred.ontology.Suffix;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.List;
import java.util.Map;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Steps of normalisation in ontologies. */
class NormalizerReaderTest {

    /** The known steps, as errors list them. */
    static final String NAMES =
            "trim, lowercase, uppercase, collapse_whitespace, strip_accents, digits, alphanumeric,"
                    + " soundex, sorted_tokens, email_local, transliterate, tokens,"
                    + " double_metaphone, full_width, zero_width, prefix, suffix, digits_only, date,"
                    + " phone, email, nickname, replace, extract";

    @Test
    void readsStepsWithAndWithoutParameters() {
        String steps =
                """
                normalize: [tokens, {prefix: 3}, {suffix: 2}, {digits_only: 7}, {date: dd/MM/yyyy},
                 {date: [MM/dd/yyyy, yyyy-MM-dd]}, {phone: US}, {phone: {region: GB}}, nickname,
                 email, {email: {}}, {email: {provider_rules: true}}, full_width, zero_width, {nickname: {bob: robert}},
                 {replace: {st: [street, saint], jr: ''}}, {extract: '[0-9]+'}, {extract: 'a(.)', group: 1}]
                """;
        assertThat(NormalizerReader.read(StrictYaml.read("o.yaml", steps).object()))
                .containsExactly(
                        BasicNormalizer.TOKENS,
                        new Prefix(3),
                        new Suffix(2),
                        new LastDigits(7),
                        new DateFormats(List.of("dd/MM/yyyy")),
                        new DateFormats(List.of("MM/dd/yyyy", "yyyy-MM-dd")),
                        new PhoneNumber("US"),
                        new PhoneNumber("GB", true),
                        EnglishNicknames.step(),
                        new EmailAddress(false),
                        new EmailAddress(false),
                        new EmailAddress(true),
                        BasicNormalizer.FULL_WIDTH,
                        BasicNormalizer.ZERO_WIDTH,
                        new Replacement(Map.of("bob", List.of("robert"))),
                        new Replacement(
                                Map.of("st", List.of("street", "saint"), "jr", List.of(""))),
                        ExtractNormalizer.of("[0-9]+", 0),
                        ExtractNormalizer.of("a(.)", 1));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            textBlock =
                    """
                    prefix                 | normalize[0]: prefix needs a parameter; write {prefix: 3}
                    {prefix: 0}            | normalize[0].prefix: expected an integer from 1 to 1000, found the number 0
                    {prefix: a}            | normalize[0].prefix: expected an integer from 1 to 1000, found the text 'a'
                    {suffix: }             | normalize[0].suffix: expected an integer from 1 to 1000, found nothing
                    {trim: 3}              | normalize[0].trim: the normaliser has no parameter; write trim
                    {}                     | normalize[0]: expected one step, such as {prefix: 3}, found 0 fields
                    {prefix: 1, suffix: 2} | normalize[0]: expected one step, such as {prefix: 3}, found 2 fields
                    {date: []}             | normalize[0].date: empty; expected at least one format such as dd/MM/yyyy
                    {date: [dd/MM]}        | normalize[0].date[0]: 'dd/MM' is no format of dates; expected one such as dd/MM/yyyy
                    {date: 3}              | normalize[0].date: expected a string, found the number 3; quote it if it is meant as text
                    {phone: us}            | normalize[0].phone: 'us' is no region with phone numbers; expected an ISO 3166 code such as US
                    phone                  | normalize[0]: phone needs a parameter; write {phone: US}
                    {phone: {}}            | normalize[0].phone.region: missing; expected a region such as US
                    {phone: {region: EU}}  | normalize[0].phone.region: 'EU' is no region with phone numbers; expected an ISO 3166 code such as US
                    {phone: {regio: US}}   | normalize[0].phone.regio: unknown field 'regio'; did you mean 'region'? Known fields: region
                    {email: true}          | normalize[0].email: expected an object such as {provider_rules: true}, found the boolean true
                    {email: {provider_rules: 1}} | normalize[0].email.provider_rules: expected true or false, found the number 1
                    {full_width: 3}        | normalize[0].full_width: the normaliser has no parameter; write full_width
                    {replace: {}}          | normalize[0].replace: empty; expected at least one value and its replacement
                    {replace: {a: []}}     | normalize[0].replace.a: empty; expected a replacement
                    {replace: {a: 1}}      | normalize[0].replace.a: expected a string, found the number 1; quote it if it is meant as text
                    extract                | normalize[0]: extract needs a parameter; write {extract: '[0-9]+'}
                    {extract: 'a(.)', group: 2} | normalize[0].extract: group 2 of the regular expression 'a(.)', expected one from 0 to 1
                    {extract: 'a(?=b)'}    | normalize[0].extract: 'a(?=b)' is not a regular expression of RE2: invalid or unsupported Perl syntax
                    {extract: a, grup: 2}  | normalize[0].grup: unknown field 'grup'; did you mean 'group'? Known fields: extract, group
                    {nickname: [a]}        | normalize[0].nickname: expected an object of values and replacements, or the name of a CSV file, found a list
                    """)
    void namesWhatIsWrong(String step, String problem) {
        ConfigObject object = StrictYaml.read("o.yaml", "normalize: [" + step + "]").object();
        assertThatThrownBy(() -> NormalizerReader.read(object))
                .isInstanceOf(InvalidConfigException.class)
                .hasMessage("o.yaml: " + problem);
    }

    @Test
    void suggestsTheNameThatWasMeant() {
        ConfigObject object = StrictYaml.read("o.yaml", "normalize: [{sufix: 2}, 3]").object();
        assertThatThrownBy(() -> NormalizerReader.read(object))
                .isInstanceOf(InvalidConfigException.class)
                .hasMessage(
                        "o.yaml: normalize[0].sufix: unknown normaliser 'sufix'; did you mean"
                                + " 'suffix'? Expected one of "
                                + NAMES);
    }

    @Test
    void rejectsSeveralValuesForAttributes() {
        ConfigObject object =
                StrictYaml.read("o.yaml", "normalize: [{date: [dd/MM/yyyy, MM/dd/yyyy]}, tokens]")
                        .object();
        assertThatThrownBy(() -> NormalizerReader.ofAttribute(object))
                .isInstanceOf(InvalidConfigException.class)
                .hasMessage(
                        "o.yaml: normalize[1]: gives several values, which an attribute's values"
                                + " must not; write it in the normalize of an identity key or a"
                                + " condition");
    }
}
