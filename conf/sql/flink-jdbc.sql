CREATE TABLE `entities` (
  `entity_id` STRING,
  `entity_type` STRING,
  `status` STRING,
  `revision` BIGINT,
  `recorded_at` TIMESTAMP(3),
  `records` STRING,
  `golden` STRING,
  `successors` ARRAY<STRING>,
  `written_at` TIMESTAMP(3)
) WITH (
  'connector' = 'jdbc',
  'url' = 'jdbc:postgresql://localhost:5432/postgres',
  'table-name' = 'kindred.entities_flat',
  'username' = 'kindred',
  'password' = 'secret'
);

CREATE TABLE `assignments` (
  `entity_type` STRING,
  `perspective` STRING,
  `uid` STRING,
  `status` STRING,
  `revision` BIGINT,
  `recorded_at` TIMESTAMP(3),
  `entity_id` STRING,
  `written_at` TIMESTAMP(3)
) WITH (
  'connector' = 'jdbc',
  'url' = 'jdbc:postgresql://localhost:5432/postgres',
  'table-name' = 'kindred.assignments_flat',
  'username' = 'kindred',
  'password' = 'secret'
);

CREATE TABLE `conflicts` (
  `conflict_id` STRING,
  `status` STRING,
  `revision` BIGINT,
  `recorded_at` TIMESTAMP(3),
  `kind` STRING,
  `entity_type` STRING,
  `entity_id` STRING,
  `constraint_name` STRING,
  `attr` STRING,
  `key` STRING,
  `key_values` ARRAY<STRING>,
  `perspective` STRING,
  `value` STRING,
  `valid_from` TIMESTAMP(3),
  `valid_to` TIMESTAMP(3),
  `scope` STRING,
  `values` STRING,
  `violates` ARRAY<STRING>,
  `strong_identifiers` ARRAY<STRING>,
  `entities` STRING,
  `records` STRING,
  `decisions` STRING,
  `score` BIGINT,
  `written_at` TIMESTAMP(3)
) WITH (
  'connector' = 'jdbc',
  'url' = 'jdbc:postgresql://localhost:5432/postgres',
  'table-name' = 'kindred.conflicts_flat',
  'username' = 'kindred',
  'password' = 'secret'
);

CREATE TABLE `generic_keys` (
  `generic_key_id` STRING,
  `status` STRING,
  `revision` BIGINT,
  `recorded_at` TIMESTAMP(3),
  `entity_type` STRING,
  `key` STRING,
  `values` ARRAY<STRING>,
  `records` BIGINT,
  `written_at` TIMESTAMP(3)
) WITH (
  'connector' = 'jdbc',
  'url' = 'jdbc:postgresql://localhost:5432/postgres',
  'table-name' = 'kindred.generic_keys_flat',
  'username' = 'kindred',
  'password' = 'secret'
);

CREATE TABLE `golden_values` (
  `golden_value_id` STRING,
  `entity_id` STRING,
  `entity_type` STRING,
  `status` STRING,
  `revision` BIGINT,
  `recorded_at` TIMESTAMP(3),
  `attr` STRING,
  `value` STRING,
  `valid_from` TIMESTAMP(3),
  `valid_to` TIMESTAMP(3),
  `records` STRING,
  `perspectives` ARRAY<STRING>,
  `written_at` TIMESTAMP(3)
) WITH (
  'connector' = 'jdbc',
  'url' = 'jdbc:postgresql://localhost:5432/postgres',
  'table-name' = 'kindred.golden_values_flat',
  'username' = 'kindred',
  'password' = 'secret'
);

CREATE TABLE `records` (
  `entity_type` STRING,
  `perspective` STRING,
  `uid` STRING,
  `status` STRING,
  `revision` BIGINT,
  `recorded_at` TIMESTAMP(3),
  `descriptors` STRING,
  `digest` STRING,
  `decisions` STRING,
  `written_at` TIMESTAMP(3)
) WITH (
  'connector' = 'jdbc',
  'url' = 'jdbc:postgresql://localhost:5432/postgres',
  'table-name' = 'kindred.records_flat',
  'username' = 'kindred',
  'password' = 'secret'
);
