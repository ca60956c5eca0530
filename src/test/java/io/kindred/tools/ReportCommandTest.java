package io.kindred.tools;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.kindred.cli.CommandRun;
import io.kindred.tools.quality.QualityRows;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;

class ReportCommandTest {

    private static final List<String> ALL =
            List.of("entities", "assignments", "records", "conflicts", "generic_keys");

    private static final String RULES =
            """
            identity_keys:
              - {name: email, attributes: [email], max_records: 3}
              - {name: phone, attributes: [phone]}
            attributes:
              email: {normalize: [lowercase], cardinality: many}
              phone: {cardinality: many}
            """;

    private static final String SCORED =
            """
            identity_keys: [{name: born, attributes: [born], where: score}]
            score:
              prior: 1000
              link: 5000
              comparisons:
                - {attribute: name, levels: [{compare: equal, weight: 4000}], else: -8000}
                - {attribute: city, levels: [{compare: equal, weight: 0}], else: -2000}
            """;

    @TempDir private Path folder;

    /** A bridge of two and two records, a pair, and two that share only a city and a name. */
    private static QualityRows rows() {
        return new QualityRows()
                .record("crm/1", "email=X@a", "city=Rome")
                .record("crm/2", "email=x@a", "email=y@a", "city=Rome")
                .record("shop/3", "email=y@a", "phone=1", "city=Bonn")
                .record("shop/4", "phone=1")
                .record("crm/5", "phone=2", "email=no@a", "city=Kiel 2020-03-10 2020-06-01")
                .record("shop/6", "phone=2", "email=no@a")
                .record("crm/7", "email=no@a", "city=Oslo", "name=Ann", "born=1990")
                .record("shop/8", "email=no@a", "city=Oslo", "name=Ann", "born=1991")
                .entity("p-a", "2026-01-01T00:00:00Z", "crm/1", "crm/2", "shop/3", "shop/4")
                .entity("p-b", "2026-01-02T00:00:00Z", "crm/5", "shop/6")
                .entity("p-c", "2026-01-02T00:00:00Z", "crm/7")
                .entity("p-d", "2026-01-05T00:00:00Z", "shop/8")
                .row(
                        "conflicts",
                        """
                        {"conflict_id":"c1","status":"open","revision":1,"kind":"direct",\
                        "entity_type":"p","entity_id":"p-a","attr":"city","start":null,"end":null,\
                        "scope":"entity","values":[\
                        {"value":"Bonn","records":[{"perspective":"shop","uid":"3"}]},\
                        {"value":"Rome","records":[{"perspective":"crm","uid":"1"}]}],\
                        "violates":[],"entities":[{"entity_id":"p-a","role":null,"records":[\
                        {"perspective":"crm","uid":"1"},{"perspective":"shop","uid":"3"}]}]}""")
                .row(
                        "generic_keys",
                        """
                        {"generic_key_id":"g1","status":"open","revision":1,"entity_type":"p",\
                        "key":"email","values":["no@a"],"records":4}""");
    }

    @Test
    void countsRecordsEntitiesAndDuplicates() throws IOException {
        JsonNode type = report(rows().write(folder, RULES, ALL)).path("types").path(0);

        assertThat(type.path("summary"))
                .hasToString(
                        """
                        {"records":8,"entities":4,"merged_records":6,"merged_entities":2,\
                        "largest_entity":"p-a","largest_size":4,"conflicts":{"direct":1},\
                        "generic_values":1}""");
        assertThat(type.path("sources").path(0))
                .hasToString(
                        """
                        {"perspective":"crm","records":4,"entities":3,"merged_records":3,\
                        "duplicates":1,"entities_with_duplicates":1}""");
        assertThat(texts(type.path("sizes")))
                .containsExactly(
                        "{\"from\":1,\"to\":1,\"entities\":2,\"records\":2}",
                        "{\"from\":2,\"to\":2,\"entities\":1,\"records\":2}",
                        "{\"from\":3,\"to\":4,\"entities\":1,\"records\":4}");
        assertThat(texts(type.path("conflicts").path("counts")))
                .containsExactly(
                        """
                        {"kind":"direct","name":"city","conflicts":1,"sources":{"crm":1,"shop":1}}""");
        assertThat(type.at("/conflicts/worst/0/values").toString())
                .isEqualTo("[\"Bonn\",\"Rome\"]");
    }

    @Test
    void countsValuesByAttributeSourceAndMonth() throws IOException {
        JsonNode completeness =
                report(rows().write(folder, RULES, ALL)).at("/types/0/completeness");

        assertThat(completeness.path("attributes").path(0))
                .hasToString(
                        """
                        {"attribute":"email","records":7,"distinct":3,"is_exact":true,"sources":[\
                        {"perspective":"crm","records":4,"distinct":3,"is_exact":true},\
                        {"perspective":"shop","records":3,"distinct":2,"is_exact":true}]}""");
        assertThat(completeness.at("/periods/unit").asText()).isEqualTo("month");
        assertThat(completeness.at("/periods/labels").toString())
                .isEqualTo("[\"2020-03\",\"2020-04\",\"2020-05\"]");
        assertThat(completeness.at("/periods/attributes/1").toString())
                .isEqualTo("{\"attribute\":\"city\",\"records\":[6,6,6]}");
    }

    @Test
    void saysWhatEachKeyMergesAndWhichValuesAreCommon() throws IOException {
        JsonNode type = report(rows().write(folder, RULES, ALL)).path("types").path(0);

        JsonNode email = type.path("keys").path(0);
        assertThat(email.path("merges"))
                .hasToString("{\"joined\":3,\"needed\":2,\"entities_split\":1}");
        assertThat(texts(email.path("hottest")))
                .containsExactly(
                        "{\"values\":[\"no@a\"],\"records\":4,\"is_generic\":true}",
                        "{\"values\":[\"x@a\"],\"records\":2,\"is_generic\":false}",
                        "{\"values\":[\"y@a\"],\"records\":2,\"is_generic\":false}");
        assertThat(type.at("/keys/1/merges"))
                .hasToString("{\"joined\":4,\"needed\":2,\"entities_split\":2}");
        assertThat(type.path("key_sample")).hasToString("{\"entities\":2,\"of\":2,\"records\":6}");
    }

    @Test
    void suspectsABridgeAndRecordsThatShareRareValues() throws IOException {
        JsonNode suspects = report(rows().write(folder, RULES, ALL)).at("/types/0/suspects");

        assertThat(suspects.path("over")).hasSize(1);
        assertThat(texts(suspects.at("/over/0/reasons")))
                .containsExactly(
                        """
                        {"kind":"bridge_value","text":"Held together by one link by email: \
                        2 records on one side and 2 on the other.","values":["y@a"]}""",
                        "{\"kind\":\"conflicts\",\"text\":\"Has 1 direct conflict.\",\"values\":[]}");
        assertThat(suspects.path("under")).hasSize(1);
        assertThat(suspects.at("/under/0/left_record").asText()).isEqualTo("crm 7");
        assertThat(suspects.at("/under/0/reasons/0/text").asText())
                .isEqualTo("Shares rare values of city, email, name; differs in born.");
    }

    @Test
    void suspectsRecordsThatScoreALittleTooLow() throws IOException {
        QualityRows rows =
                new QualityRows()
                        .record("s/1", "born=1990", "name=ann", "city=rome")
                        .record("s/2", "born=1990", "name=ann", "city=oslo")
                        .record("s/3", "born=1990", "name=bob", "city=rome")
                        .entity("p-1", "2026-01-01T00:00:00Z", "s/1")
                        .entity("p-2", "2026-01-01T00:00:00Z", "s/2")
                        .entity("p-3", "2026-01-01T00:00:00Z", "s/3");

        JsonNode under = report(rows.write(folder, SCORED, ALL)).at("/types/0/suspects/under");

        assertThat(under.at("/0/reasons/0/text").asText())
                .isEqualTo("Scores 3.0 bits by born, and 5.0 link.");
        assertThat(texts(under)).noneMatch(each -> each.contains("-7.0"));
    }

    @Test
    void suspectsRecordsThatFailOneConditionOfATest() throws IOException {
        QualityRows rows =
                new QualityRows()
                        .record("s/1", "email=a@a", "name=ann")
                        .record("s/2", "email=a@a", "name=ivy")
                        .entity("p-1", "2026-01-01T00:00:00Z", "s/1")
                        .entity("p-2", "2026-01-01T00:00:00Z", "s/2");
        String rules =
                "identity_keys: [{name: mail, attributes: [email], where: [[{attribute: name,"
                        + " compare: equal}]]}]\n";

        JsonNode under = report(rows.write(folder, rules, ALL)).at("/types/0/suspects/under");

        assertThat(texts(under.at("/0/reasons")))
                .containsExactly(
                        """
                        {"kind":"test","text":"Shares values of mail, but 'name equal' does not \
                        hold.","values":["a@a","ann","ivy"]}""");
    }

    @Test
    void showsGrowthByDay() throws IOException {
        JsonNode report = report(rows().write(folder, RULES, ALL));

        assertThat(report.path("as_of").asText()).isEqualTo("2026-01-05T00:00:00Z");
        assertThat(texts(report.path("growth")))
                .hasSize(5)
                .startsWith(
                        "{\"period\":\"2026-01-01\",\"records\":4,\"entities\":1}",
                        "{\"period\":\"2026-01-02\",\"records\":3,\"entities\":2}");
    }

    @Test
    void leavesOutWhatTheOutputsDoNotSay() throws IOException {
        JsonNode report = report(rows().write(folder, RULES, List.of("entities", "assignments")));

        assertThat(report.path("left_out").findValuesAsText("part"))
                .containsExactly(
                        "completeness", "hottest", "merges", "suspects", "conflicts", "generic");
        assertThat(report.at("/types/0/summary/records").asLong()).isEqualTo(8);
    }

    @Test
    void refusesAJobWhoseOutputsCannotBeRead() throws IOException {
        Path job = rows().write(folder, RULES, List.of("entities", "conflicts"));

        CommandRun run = CommandRun.of(KindredTools.commandLine(), "report", job.toString());

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).contains("sinks has no assignments").hasLineCount(1);
    }

    @Test
    void refusesToWriteWhereNoFolderIs() throws IOException {
        Path job = rows().write(folder, RULES, ALL);

        CommandRun run =
                CommandRun.of(
                        KindredTools.commandLine(),
                        "report",
                        job.toString(),
                        "--out",
                        folder.resolve("no/page.html").toString());

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).contains("page.html, expected a file in a folder that is there");
    }

    private JsonNode report(Path job) throws IOException {
        Path json = folder.resolve("report.json");
        CommandRun run =
                CommandRun.of(
                        KindredTools.commandLine(),
                        "report",
                        job.toString(),
                        "--out",
                        folder.resolve("report.html").toString(),
                        "--json",
                        json.toString(),
                        "--scratch",
                        folder.toString());
        assertThat(run.exitCode()).as(run.err()).isZero();
        try (var left = Files.newDirectoryStream(folder, "kindred-report-*")) {
            assertThat(left).as("temporary folders").isEmpty();
        }
        assertThat(folder.resolve("report.html")).content().contains("kindred-report");
        return new ObjectMapper().readTree(json.toFile());
    }

    private static List<String> texts(JsonNode list) {
        List<String> texts = new ArrayList<>();
        list.forEach(each -> texts.add(each.toString()));
        return texts;
    }
}
