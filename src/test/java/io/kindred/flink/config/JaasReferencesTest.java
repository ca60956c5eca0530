package io.kindred.flink.config;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class JaasReferencesTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "M required password=\"plain\";",
                "M required password=\"${env:P}\";",
                "M required password='${file:/p}' user=\"${env:U}-x\";",
                "M required user=\"it's\" password=\"a\\\"${env:P}\";",
                "${file:/run/secrets/jaas}",
                "M required password=$P;"
            })
    void mayStandBetweenQuotesOrBeAllThereIs(String jaas) {
        assertThat(JaasReferences.isAnyUnquoted(jaas)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "M required password=${env:P};",
                "${file:/run/secrets/jaas};",
                "M required user=\"u\" password=${file:/p};",
                "M required user=\"it's\" password=${env:P};",
                "M required user=\"a\\\"\" password=${env:P};",
                "M required user=\"${env:U}\" password=${env:P};"
            })
    void areFoundOutsideOfQuotes(String jaas) {
        assertThat(JaasReferences.isAnyUnquoted(jaas)).isTrue();
    }
}
