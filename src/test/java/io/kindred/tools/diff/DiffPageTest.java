package io.kindred.tools.diff;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.junit.jupiter.api.Test;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import static org.assertj.core.api.Assertions.assertThat;

class DiffPageTest {

    static final String HOSTILE =
            "</script><script>alert(1)</script><img src=x onerror=alert(1)> {{script}} \u202e \"";

    private static final Pattern SCRIPT = Pattern.compile("(?s)<script>(.*?)</script>");
    private static final Pattern STYLE = Pattern.compile("(?s)<style>(.*?)</style>");
    private static final Pattern DIFF =
            Pattern.compile("(?s)<script type=\"application/json\" id=\"kindred-diff\">(.*?)</");
    private static final Pattern REMOTE =
            Pattern.compile("(?:src|href|action)=\"(?!data:|#)[^\"]*\"");

    /** Differences in which every text is hostile. */
    static ResultDiff hostile() {
        ShownChange.ShownEntity entity = new ShownChange.ShownEntity(HOSTILE, 2, HOSTILE);
        JsonNode golden =
                new ObjectMapper()
                        .createObjectNode()
                        .put("change", "added")
                        .put("attr", HOSTILE)
                        .put("value", HOSTILE)
                        .putNull("start")
                        .put("end", HOSTILE);
        return new ResultDiff(
                HOSTILE,
                HOSTILE,
                HOSTILE,
                List.of(HOSTILE),
                List.of(HOSTILE),
                new RecordCounts(2, 1, 0, 1L, 0L),
                new EntityCounts(1, 2, 0),
                new Agreement(1, 0, 0, 1, 1),
                List.of(
                        new ChangeCount(ChangeKind.GAINED, Set.of(Cause.RECORDS), 1, 1, 1, 2),
                        new ChangeCount(ChangeKind.NEW, Set.of(Cause.RECORDS), 1, 0, 1, 1)),
                List.of(
                        change(
                                ChangeKind.GAINED,
                                List.of(entity),
                                List.of(entity),
                                List.of(golden)),
                        change(ChangeKind.NEW, List.of(), List.of(entity), List.of())),
                new ConflictChanges(
                        Map.of(HOSTILE, new ConflictChanges.Counts(0, 1, 0, 0)),
                        List.of(
                                new ConflictChanges.ShownConflict(
                                        ConflictChanges.Change.OPENED,
                                        HOSTILE,
                                        HOSTILE,
                                        HOSTILE,
                                        HOSTILE,
                                        List.of(HOSTILE),
                                        golden.path("start"),
                                        golden.path("end"),
                                        List.of(HOSTILE),
                                        2))));
    }

    private static ShownChange change(
            ChangeKind kind,
            List<ShownChange.ShownEntity> before,
            List<ShownChange.ShownEntity> after,
            List<JsonNode> golden) {
        return new ShownChange(
                kind,
                Set.of(Cause.RECORDS),
                HOSTILE,
                before.size(),
                after.size(),
                2,
                before,
                after,
                List.of(
                        new ShownChange.ShownRecord(
                                HOSTILE, HOSTILE, null, HOSTILE, Set.of(Cause.RECORDS))),
                golden,
                0);
    }

    @Test
    void noValueEndsItsElement() throws Exception {
        String page = DiffPage.of(hostile());

        Matcher found = DIFF.matcher(page);
        assertThat(found.find()).isTrue();
        JsonNode json = new ObjectMapper().readTree(found.group(1));
        assertThat(json.at("/changes/0/shown_records/0/uid").asText()).isEqualTo(HOSTILE);
        assertThat(page.split("</script>", -1)).hasSize(3);
        assertThat(page).doesNotContainPattern(REMOTE).doesNotContain("onerror=alert(1)>\"<");
    }

    @Test
    void allowsItsOwnScriptAndStyleByTheirHashesAndNothingElse() throws Exception {
        String page = DiffPage.of(hostile());

        assertThat(page)
                .contains(
                        "default-src 'none'; script-src '"
                                + hash(SCRIPT, page)
                                + "'; style-src '"
                                + hash(STYLE, page)
                                + "';")
                .doesNotContain("unsafe");
        assertThat(page.length()).isLessThan(100_000);
    }

    private static String hash(Pattern element, String page) throws Exception {
        Matcher found = element.matcher(page);
        assertThat(found.find()).isTrue();
        byte[] digest =
                MessageDigest.getInstance("SHA-256")
                        .digest(found.group(1).getBytes(StandardCharsets.UTF_8));
        return "sha256-" + Base64.getEncoder().encodeToString(digest);
    }
}
