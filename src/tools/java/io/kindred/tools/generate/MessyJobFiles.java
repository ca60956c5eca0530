package io.kindred.tools.generate;

/** The job file and the ontology for messy records; the README shows the same. */
final class MessyJobFiles {

    static final String JOB =
            """
            ontology: ontology.yaml
            output: final                 # one row per result at the end; changelog: every change as it happens
            sources:                      # one perspective per table: a record is identified by entity type, perspective and uid
              - {type: files, path: customers.csv, format: csv, perspective: crm, entity_type: person, uid: id, attributes: all}
              - {type: files, path: orders.csv, format: csv, perspective: shop, entity_type: person, uid: order_id,
                 attributes: {email: contact, phone: {column: phones, split: ";"}, surname: last_name, given_name: first_name}}
            sinks:
              entities: {type: files, path: out/entities}
              assignments: {type: files, path: out/assignments}
              conflicts: {type: files, path: out/conflicts}
              records: {type: files, path: out/records}
              dead_letters: {type: files, path: out/dead-letters}
            """;

    static final String ONTOLOGY =
            """
            entity_types:
              person:
                identity_keys:     # records with equal values at overlapping times are one person; families share contacts, so first names count
                  - {name: name_birth, attributes: [surname, given_name, birth_date], max_records: 10}
                  - {name: email, attributes: [email], max_records: 20, where: [[{attribute: given_name, compare: jaro_winkler, at_least: 0.9}]]}
                  - {name: phone, attributes: [phone], max_records: 20, where: [[{attribute: given_name, compare: jaro_winkler, at_least: 0.9}]]}
                strong_identifiers: [{attribute: ssn}]      # one person never has two of these at the same time
                attributes:        # nulls count as missing; common: N/A, NULL, - and the like
                  email: {normalize: [email], cardinality: many}
                  phone: {normalize: [{phone: {region: GB}}], cardinality: many}
                  surname: {normalize: [collapse_whitespace, strip_accents, lowercase], nulls: [common, test], prefer: [latest]}
                  given_name: {normalize: [collapse_whitespace, strip_accents, lowercase], nulls: [common, test]}
                  birth_date: {normalize: [trim, {date: [yyyy-MM-dd, dd/MM/yyyy, dd.MM.yyyy, d MMM yyyy]}], nulls: ["1900-01-01"]}
                  ssn: {normalize: [digits], nulls: ["000000000"]}
                  city: {normalize: [collapse_whitespace, lowercase], nulls: [common], prefer: [latest]}
            """;

    private MessyJobFiles() {}
}
