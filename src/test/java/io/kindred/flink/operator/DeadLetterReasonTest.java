package io.kindred.flink.operator;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

class DeadLetterReasonTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "4 cells under a header of 3 columns | … cells under a header of … columns",
                "not UTF-8 at byte 14 | not UTF-8 at byte …",
                "to: '31.12.2020' is not an ISO-8601 date | to: '…' is not an ISO-8601 date",
                "version is '3.0', expected a 64-bit integer"
                        + "| version is '…', expected a 64-bit integer",
                "descriptors[12]: start is not before end"
                        + "| descriptors[…]: start is not before end",
                "uid contains U+001F | uid contains U+001F",
                "1,000.5 bytes, over the limit of -7. Then | … bytes, over the limit of …. Then",
                "since is 1999, as milliseconds 1970-01-01T00:00:01.999Z; say | since is …, as milliseconds …; say",
                "version is 1.6e9, expected a 64-bit integer | version is …, expected a 64-bit integer",
                "no value in the column id2 | no value in the column id2",
            })
    void isWhatErrorsHaveInCommon(String error, String reason) {
        assertThat(DeadLetterReason.of(error)).isEqualTo(reason);
    }
}
