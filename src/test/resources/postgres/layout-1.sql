CREATE SCHEMA "kindred";
CREATE TABLE "kindred".kindred_layout (
    "table_name" text PRIMARY KEY,
    "output" text NOT NULL,
    "timeline" text NOT NULL,
    "layout" integer NOT NULL,
    "run" text
);
CREATE TABLE "kindred"."entities" (
    "row_id" uuid PRIMARY KEY,
    "entity_id" text NOT NULL,
    "entity_type" text NOT NULL,
    "status" text NOT NULL,
    "revision" bigint NOT NULL,
    "recorded_at" timestamp with time zone,
    "records" jsonb,
    "golden" jsonb,
    "successors" text[],
    "written_at" timestamp with time zone NOT NULL
);
CREATE INDEX "entities_entity_id" ON "kindred"."entities" USING hash ("entity_id");
CREATE INDEX "entities_written_at" ON "kindred"."entities" USING brin ("written_at");
CREATE VIEW "kindred"."entities_current" AS SELECT * FROM "kindred"."entities" WHERE "status" IN ('active', 'open');
CREATE TABLE "kindred"."assignments" (
    "row_id" uuid PRIMARY KEY,
    "entity_type" text NOT NULL,
    "perspective" text NOT NULL,
    "uid" text NOT NULL,
    "status" text NOT NULL,
    "revision" bigint NOT NULL,
    "recorded_at" timestamp with time zone,
    "entity_id" text,
    "written_at" timestamp with time zone NOT NULL
);
CREATE INDEX "assignments_uid" ON "kindred"."assignments" USING hash ("uid");
CREATE INDEX "assignments_entity_id" ON "kindred"."assignments" USING hash ("entity_id");
CREATE INDEX "assignments_written_at" ON "kindred"."assignments" USING brin ("written_at");
CREATE VIEW "kindred"."assignments_current" AS SELECT * FROM "kindred"."assignments" WHERE "status" IN ('active', 'open');
CREATE TABLE "kindred"."conflicts" (
    "row_id" uuid PRIMARY KEY,
    "conflict_id" text NOT NULL,
    "status" text NOT NULL,
    "revision" bigint NOT NULL,
    "recorded_at" timestamp with time zone,
    "kind" text,
    "entity_type" text,
    "entity_id" text,
    "constraint" text,
    "attr" text,
    "key" text,
    "key_values" text[],
    "perspective" text,
    "value" text,
    "valid" tstzrange,
    "scope" text,
    "values" jsonb,
    "violates" text[],
    "strong_identifiers" text[],
    "entities" jsonb,
    "records" jsonb,
    "decisions" jsonb,
    "score" bigint,
    "written_at" timestamp with time zone NOT NULL
);
CREATE INDEX "conflicts_conflict_id" ON "kindred"."conflicts" USING hash ("conflict_id");
CREATE INDEX "conflicts_entity_id" ON "kindred"."conflicts" USING hash ("entity_id");
CREATE INDEX "conflicts_value" ON "kindred"."conflicts" USING hash ("value");
CREATE INDEX "conflicts_valid" ON "kindred"."conflicts" USING gist ("valid");
CREATE INDEX "conflicts_written_at" ON "kindred"."conflicts" USING brin ("written_at");
CREATE VIEW "kindred"."conflicts_current" AS SELECT * FROM "kindred"."conflicts" WHERE "status" IN ('active', 'open');
CREATE TABLE "kindred"."generic_keys" (
    "row_id" uuid PRIMARY KEY,
    "generic_key_id" text NOT NULL,
    "status" text NOT NULL,
    "revision" bigint NOT NULL,
    "recorded_at" timestamp with time zone,
    "entity_type" text,
    "key" text,
    "values" text[],
    "records" bigint,
    "written_at" timestamp with time zone NOT NULL
);
CREATE INDEX "generic_keys_generic_key_id" ON "kindred"."generic_keys" USING hash ("generic_key_id");
CREATE INDEX "generic_keys_written_at" ON "kindred"."generic_keys" USING brin ("written_at");
CREATE VIEW "kindred"."generic_keys_current" AS SELECT * FROM "kindred"."generic_keys" WHERE "status" IN ('active', 'open');
CREATE TABLE "kindred"."golden_values" (
    "row_id" uuid PRIMARY KEY,
    "golden_value_id" text NOT NULL,
    "entity_id" text NOT NULL,
    "entity_type" text NOT NULL,
    "status" text NOT NULL,
    "revision" bigint NOT NULL,
    "recorded_at" timestamp with time zone,
    "attr" text,
    "value" text,
    "valid" tstzrange,
    "records" jsonb,
    "perspectives" text[],
    "written_at" timestamp with time zone NOT NULL
);
CREATE INDEX "golden_values_golden_value_id" ON "kindred"."golden_values" USING hash ("golden_value_id");
CREATE INDEX "golden_values_entity_id" ON "kindred"."golden_values" USING hash ("entity_id");
CREATE INDEX "golden_values_value" ON "kindred"."golden_values" USING hash ("value");
CREATE INDEX "golden_values_valid" ON "kindred"."golden_values" USING gist ("valid");
CREATE INDEX "golden_values_written_at" ON "kindred"."golden_values" USING brin ("written_at");
CREATE VIEW "kindred"."golden_values_current" AS SELECT * FROM "kindred"."golden_values" WHERE "status" IN ('active', 'open');
INSERT INTO "kindred".kindred_layout VALUES ('entities', 'entities', 'millis', 1, NULL);
INSERT INTO "kindred".kindred_layout VALUES ('assignments', 'assignments', 'millis', 1, NULL);
INSERT INTO "kindred".kindred_layout VALUES ('conflicts', 'conflicts', 'millis', 1, NULL);
INSERT INTO "kindred".kindred_layout VALUES ('generic_keys', 'generic_keys', 'millis', 1, NULL);
INSERT INTO "kindred".kindred_layout VALUES ('golden_values', 'golden_values', 'millis', 1, NULL);
