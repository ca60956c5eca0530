package io.kindred.tools.bench;

import com.fasterxml.jackson.core.io.JsonStringEncoder;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** The ontology and the job file of a benchmark. */
final class BenchJob {

    static final String ONTOLOGY = "ontology.yaml";

    private static final String ONTOLOGY_TEXT =
            """
            entity_types:
              person:
                identity_keys:
                  - {name: email, attributes: [email]}
                  - {name: name_birth, attributes: [last_name, date_of_birth, first_name], max_records: 10}
                  - {name: phone_birth, attributes: [phone, date_of_birth]}
                strong_identifiers:
                  - {attribute: ssn, scope: global}
                constraints:
                  - {name: one_person_per_ssn, attribute: ssn, kind: unique, scope: global}
                  - {name: one_birth, attribute: date_of_birth, kind: single_valued, scope: global}
                attributes:
                  first_name: {normalize: [collapse_whitespace, strip_accents, lowercase], prefer: [majority]}
                  last_name: {normalize: [collapse_whitespace, strip_accents, lowercase], prefer: [majority, latest]}
                  date_of_birth: {normalize: [trim], prefer: [majority]}
                  email: {normalize: [trim, lowercase], cardinality: many}
                  phone: {normalize: [digits], cardinality: many}
                  ssn: {normalize: [digits], prefer: [majority]}
            perspectives:
              crm: {weight: 120}
              billing: {weight: 110, authoritative: [ssn]}
              web: {weight: 90}
              support: {weight: 100}
            """;

    private static final List<String> OUTPUTS =
            List.of("entities", "assignments", "conflicts", "generic_keys", "dead_letters");

    private BenchJob() {}

    static String ontology() {
        return ONTOLOGY_TEXT;
    }

    static String fileName(String source) {
        return source + ".jsonl";
    }

    /**
     * A job file to be stored in the folder with the records. Its paths are relative to that
     * folder.
     */
    static String jobFileInDataFolder() {
        return text("", "out/", "changelog", Map.of());
    }

    /**
     * A job file that can be stored in any folder, since its paths are absolute.
     *
     * @param data the folder with the records
     * @param out the folder for the outputs
     * @param fields further fields of the job file, as YAML
     */
    static String jobFile(Path data, Path out, String output, Map<String, String> fields) {
        return text(data.toAbsolutePath() + "/", out.toAbsolutePath() + "/", output, fields);
    }

    private static String text(String data, String out, String output, Map<String, String> fields) {
        StringBuilder job = new StringBuilder("name: bench\n");
        job.append("ontology: ").append(quoted(data + ONTOLOGY)).append('\n');
        job.append("timeline: millis\nsources:\n");
        for (String source : BenchData.SOURCES) {
            job.append("  - {name: ").append(source);
            job.append(", type: files, format: record, path: ");
            job.append(quoted(data + fileName(source))).append("}\n");
        }
        job.append("sinks:\n");
        for (String each : OUTPUTS) {
            job.append("  ").append(each).append(": {type: files, path: ");
            job.append(quoted(out + each.replace('_', '-'))).append("}\n");
        }
        job.append("output: ").append(output).append('\n');
        fields.forEach((field, yaml) -> job.append(field).append(": ").append(yaml).append('\n'));
        return job.toString();
    }

    /** The path as a JSON string, which is also valid YAML. */
    private static String quoted(String path) {
        return '"' + String.valueOf(JsonStringEncoder.getInstance().quoteAsString(path)) + '"';
    }
}
