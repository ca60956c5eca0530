package io.kindred.tools.generate;

import io.kindred.tools.generate.FileLayout.Format;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Writes the job file and the ontology for the generated records. */
final class JobFiles {

    static final String ENTITY_TYPE = "person";
    static final String JOB = "job.yaml";
    static final String ONTOLOGY = "ontology.yaml";

    private static final String JOB_HEAD =
            """
            # Resolves the generated records. Paths are relative to this file.
            name: generated-people
            ontology: ontology.yaml
            timeline: millis
            sources:
            """;

    private static final String CSV_MAPPING =
            """
                uid: uid
                version: version
                op: op
                attributes:
                  first_name: first_name
                  last_name:
                    {column: last_name, valid_from: last_name_valid_from, valid_to: last_name_valid_to}
                  date_of_birth: date_of_birth
                  email: email
                  phone: phone
                  ssn: ssn
                  street: {column: street, valid_from: address_valid_from, valid_to: address_valid_to}
                  city: {column: city, valid_from: address_valid_from, valid_to: address_valid_to}
            """;

    private static final String JOB_TAIL =
            """
            sinks:
              entities: {type: files, path: out/entities}
              assignments: {type: files, path: out/assignments}
              conflicts: {type: files, path: out/conflicts}
              records: {type: files, path: out/records}
              generic_keys: {type: files, path: out/generic-keys}
              dead_letters: {type: files, path: out/dead-letters}
            output: final
            """;

    private static final String RULES =
            """
            # Which records are the same person, and which sources to trust.
            entity_types:
              person:
                identity_keys:
                  # If more records than one person can have share a value, it is a placeholder.
                  - {name: email, attributes: [email], max_records: %1$d}
                  - name: name_birth
                    attributes: [last_name, date_of_birth, first_name]
                    max_records: %1$d
                  - name: phone_birth
                    attributes: [phone, date_of_birth]
                    max_records: %1$d
                strong_identifiers:
                  - {attribute: ssn, scope: global}
                constraints:
                  - {name: one_person_per_ssn, attribute: ssn, kind: unique, scope: global}
                  - {name: one_birth, attribute: date_of_birth, kind: single_valued, scope: global}
                attributes:
                  first_name: {normalize: [collapse_whitespace, strip_accents, lowercase], %2$s, prefer: [majority]}
                  last_name: {normalize: [collapse_whitespace, strip_accents, lowercase], %2$s, prefer: [majority, latest]}
                  date_of_birth: {normalize: [trim], %2$s, prefer: [majority]}
                  email: {normalize: [trim, lowercase], %2$s, cardinality: many}
                  phone: {normalize: [digits], cardinality: many}
                  ssn: {normalize: [digits], prefer: [majority]}
                  street: {normalize: [collapse_whitespace, lowercase], %2$s, prefer: [latest, majority]}
                  city: {normalize: [collapse_whitespace, lowercase], %2$s, prefer: [latest, majority]}
            perspectives:
            """;

    private JobFiles() {}

    static void write(Path folder, FileLayout layout, List<SourceKind> sources) throws IOException {
        Files.writeString(folder.resolve(JOB), job(layout, sources));
        Files.writeString(folder.resolve(ONTOLOGY), ontology(sources));
    }

    private static String job(FileLayout layout, List<SourceKind> sources) {
        StringBuilder job = new StringBuilder(JOB_HEAD);
        for (SourceKind source : sources) {
            String path = layout.fileName(source.perspective());
            job.append("  - name: ").append(source.perspective());
            job.append("\n    type: files\n    path: ").append(path).append('\n');
            if (layout.format() == Format.RECORD) {
                job.append("    format: record\n");
            } else {
                job.append("    format: csv\n    perspective: ")
                        .append(source.perspective())
                        .append("\n    entity_type: " + ENTITY_TYPE + "\n")
                        .append(CSV_MAPPING);
            }
        }
        return job.append(JOB_TAIL).toString();
    }

    private static String ontology(List<SourceKind> sources) {
        // A person has at most one record and one duplicate per source.
        int limit = 2 * sources.size();
        String nulls = "nulls: [\"" + String.join("\", \"", Mistakes.MISSING) + "\"]";
        StringBuilder ontology = new StringBuilder(RULES.formatted(limit, nulls));
        for (SourceKind source : sources) {
            ontology.append("  ")
                    .append(source.perspective())
                    .append(": {weight: ")
                    .append(source.weight())
                    .append(source == SourceKind.HR ? ", authoritative: [ssn]}\n" : "}\n");
        }
        return ontology.toString();
    }
}
