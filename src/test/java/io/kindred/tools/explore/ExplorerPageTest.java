package io.kindred.tools.explore;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.TextNode;
import org.junit.jupiter.api.Test;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import static org.assertj.core.api.Assertions.assertThat;

class ExplorerPageTest {

    private static final int LIMIT = 500_000;
    private static final Pattern SCRIPT = Pattern.compile("(?s)<script>(.*?)</script>");
    private static final Pattern ANSWERS =
            Pattern.compile("(?s)<script type=\"application/json\" id=\"kindred-answers\">(.*?)</");
    private static final Pattern REMOTE =
            Pattern.compile("(?:src|href|action)=\"(?!data:|#)[^\"]*\"");

    private final ExplorerPage page = ExplorerPage.load();

    @Test
    void isOneSmallFileThatNamesNoOther() {
        String text = new String(page.served(), StandardCharsets.UTF_8);

        assertThat(page.served()).hasSizeLessThan(LIMIT);
        assertThat(text).doesNotContain("{{").doesNotContainPattern(REMOTE);
    }

    @Test
    void allowsItsOwnScriptAndStyleByTheirHashesAndNothingElse() throws Exception {
        String text = new String(page.served(), StandardCharsets.UTF_8);
        Matcher script = SCRIPT.matcher(text);
        assertThat(script.find()).isTrue();

        assertThat(page.contentSecurityPolicy())
                .contains(
                        "default-src 'none'", "script-src '" + hash(script.group(1)) + "' 'sha256-")
                .contains("connect-src 'self'", "base-uri 'none'", "frame-ancestors 'none'")
                .doesNotContain("unsafe");
        assertThat(script.find()).as("another script").isFalse();
    }

    @Test
    void noValueEndsTheElementOfAnswers() throws Exception {
        String hostile = "</script><script>alert(1)</script><!-- {{script}} \u2028 \\u003c \"";
        Map<String, JsonNode> answers = Map.of("GET /entities/" + hostile, new TextNode(hostile));

        String text = page.with(answers);

        Matcher found = ANSWERS.matcher(text);
        assertThat(found.find()).isTrue();
        JsonNode read = new ObjectMapper().readTree(found.group(1));
        assertThat(read.path("GET /entities/" + hostile).asText()).isEqualTo(hostile);
        assertThat(text).contains("<meta http-equiv=\"Content-Security-Policy\"");
        assertThat(text.split("</script>", -1)).hasSize(4);
    }

    @Test
    void hasTheLicenceOfItsLibrary() {
        assertThat(new PageResources().cytoscape()).contains("The Cytoscape Consortium");
        assertThat(ExplorerPage.class.getResource("/META-INF/licenses/cytoscape.txt")).isNotNull();
    }

    private static String hash(String text) throws Exception {
        byte[] digest =
                MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
        return "sha256-" + Base64.getEncoder().encodeToString(digest);
    }
}
