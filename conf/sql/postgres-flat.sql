CREATE OR REPLACE VIEW "kindred"."entities_flat" AS SELECT
  "entity_id",
  "entity_type",
  "status",
  "revision",
  "recorded_at" AT TIME ZONE 'UTC' AS "recorded_at",
  "records"::text AS "records",
  "golden"::text AS "golden",
  "successors",
  "written_at" AT TIME ZONE 'UTC' AS "written_at"
FROM "kindred"."entities_current";

CREATE OR REPLACE VIEW "kindred"."assignments_flat" AS SELECT
  "entity_type",
  "perspective",
  "uid",
  "status",
  "revision",
  "recorded_at" AT TIME ZONE 'UTC' AS "recorded_at",
  "entity_id",
  "written_at" AT TIME ZONE 'UTC' AS "written_at"
FROM "kindred"."assignments_current";

CREATE OR REPLACE VIEW "kindred"."conflicts_flat" AS SELECT
  "conflict_id",
  "status",
  "revision",
  "recorded_at" AT TIME ZONE 'UTC' AS "recorded_at",
  "kind",
  "entity_type",
  "entity_id",
  "constraint" AS "constraint_name",
  "attr",
  "key",
  "key_values",
  "perspective",
  "value",
  lower("valid") AT TIME ZONE 'UTC' AS "valid_from",
  upper("valid") AT TIME ZONE 'UTC' AS "valid_to",
  "scope",
  "values"::text AS "values",
  "violates",
  "strong_identifiers",
  "entities"::text AS "entities",
  "records"::text AS "records",
  "decisions"::text AS "decisions",
  "score",
  "written_at" AT TIME ZONE 'UTC' AS "written_at"
FROM "kindred"."conflicts_current";

CREATE OR REPLACE VIEW "kindred"."generic_keys_flat" AS SELECT
  "generic_key_id",
  "status",
  "revision",
  "recorded_at" AT TIME ZONE 'UTC' AS "recorded_at",
  "entity_type",
  "key",
  "values",
  "records",
  "written_at" AT TIME ZONE 'UTC' AS "written_at"
FROM "kindred"."generic_keys_current";

CREATE OR REPLACE VIEW "kindred"."golden_values_flat" AS SELECT
  "golden_value_id",
  "entity_id",
  "entity_type",
  "status",
  "revision",
  "recorded_at" AT TIME ZONE 'UTC' AS "recorded_at",
  "attr",
  "value",
  lower("valid") AT TIME ZONE 'UTC' AS "valid_from",
  upper("valid") AT TIME ZONE 'UTC' AS "valid_to",
  "records"::text AS "records",
  "perspectives",
  "written_at" AT TIME ZONE 'UTC' AS "written_at"
FROM "kindred"."golden_values_current";

CREATE OR REPLACE VIEW "kindred"."records_flat" AS SELECT
  "entity_type",
  "perspective",
  "uid",
  "status",
  "revision",
  "recorded_at" AT TIME ZONE 'UTC' AS "recorded_at",
  "descriptors"::text AS "descriptors",
  "digest",
  "decisions"::text AS "decisions",
  "written_at" AT TIME ZONE 'UTC' AS "written_at"
FROM "kindred"."records_current";
