package io.kindred.architecture;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import static org.assertj.core.api.Assertions.assertThat;

/** Versions that are named in two places. */
class VersionsTest {

    @ParameterizedTest
    @ValueSource(strings = {"kafka.version", "log4j.version"})
    void theBrokerHasThoseOfTheProject(String property) throws IOException {
        assertThat(version(Path.of("jobs/lib/kafka/pom.xml"), property))
                .isEqualTo(version(Path.of("pom.xml"), property));
    }

    private static String version(Path pom, String property) throws IOException {
        Matcher matcher =
                Pattern.compile("<" + Pattern.quote(property) + ">([^<]+)<")
                        .matcher(Files.readString(pom));
        assertThat(matcher.find()).as("%s in %s", property, pom).isTrue();
        return matcher.group(1);
    }
}
