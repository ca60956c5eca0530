package io.kindred.tools.quality;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.kindred.tools.quality.QualityReport.LeftOut;
import org.junit.jupiter.api.Test;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import static org.assertj.core.api.Assertions.assertThat;

class QualityPageTest {

    private static final String HOSTILE =
            "</script><script>alert(1)</script><!-- {{script}} \u2028 \\u003c \"";

    private static final int LIMIT = 200_000;
    private static final Pattern SCRIPT = Pattern.compile("(?s)<script>(.*?)</script>");
    private static final Pattern STYLE = Pattern.compile("(?s)<style>(.*?)</style>");
    private static final Pattern REPORT =
            Pattern.compile("(?s)<script type=\"application/json\" id=\"kindred-report\">(.*?)</");
    private static final Pattern REMOTE =
            Pattern.compile("(?:src|href|action)=\"(?!data:|#)[^\"]*\"");

    private final QualityReport report =
            new QualityReport(
                    HOSTILE, "", List.of(), List.of(), List.of(new LeftOut("growth", HOSTILE)));
    private final QualityPage page = QualityPage.load();

    @Test
    void isOneSmallFileThatNamesNoOther() {
        assertThat(page.html(report))
                .hasSizeLessThan(LIMIT)
                .doesNotContain("{{policy}}", "{{style}}", "{{library}}")
                .doesNotContainPattern(REMOTE);
    }

    @Test
    void noValueEndsTheElementOfTheReport() throws Exception {
        Matcher found = REPORT.matcher(page.html(report));

        assertThat(found.find()).isTrue();
        JsonNode read = new ObjectMapper().readTree(found.group(1));
        assertThat(read.path("job").asText()).isEqualTo(HOSTILE);
        assertThat(read).isEqualTo(new ObjectMapper().readTree(page.json(report)));
    }

    @Test
    void allowsItsOwnScriptsAndStyleByTheirHashesAndNothingElse() throws Exception {
        String html = page.html(report);
        Matcher script = SCRIPT.matcher(html);
        int scripts = 0;
        while (script.find()) {
            assertThat(html).contains(hash(script.group(1)));
            scripts++;
        }
        Matcher style = STYLE.matcher(html);

        assertThat(scripts).isEqualTo(2);
        assertThat(style.find()).isTrue();
        assertThat(html)
                .contains("style-src '" + hash(style.group(1)) + "'", "default-src 'none'")
                .doesNotContain("unsafe-");
    }

    private static String hash(String text) throws Exception {
        byte[] digest =
                MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
        return "sha256-" + Base64.getEncoder().encodeToString(digest);
    }
}
