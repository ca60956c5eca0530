CREATE TABLE `entities` (
  `entity_id` STRING,
  `entity_type` STRING,
  `status` STRING,
  `revision` BIGINT,
  `recorded_at` TIMESTAMP_LTZ(3),
  `records` ARRAY<ROW<`perspective` STRING, `uid` STRING>>,
  `golden` ARRAY<ROW<`attr` STRING, `value` STRING, `start` TIMESTAMP_LTZ(3), `end` TIMESTAMP_LTZ(3)>>,
  `successors` ARRAY<STRING>,
  PRIMARY KEY (`entity_id`) NOT ENFORCED
) WITH (
  'connector' = 'upsert-kafka',
  'topic' = 'entities',
  'properties.bootstrap.servers' = 'localhost:9092',
  'properties.isolation.level' = 'read_committed',
  'key.format' = 'raw',
  'value.fields-include' = 'EXCEPT_KEY',
  'value.format' = 'json',
  'value.json.timestamp-format.standard' = 'ISO-8601'
);

CREATE TABLE `assignments` (
  `row_key` STRING,
  `entity_type` STRING,
  `perspective` STRING,
  `uid` STRING,
  `status` STRING,
  `revision` BIGINT,
  `recorded_at` TIMESTAMP_LTZ(3),
  `entity_id` STRING,
  PRIMARY KEY (`row_key`) NOT ENFORCED
) WITH (
  'connector' = 'upsert-kafka',
  'topic' = 'assignments',
  'properties.bootstrap.servers' = 'localhost:9092',
  'properties.isolation.level' = 'read_committed',
  'key.format' = 'raw',
  'value.fields-include' = 'EXCEPT_KEY',
  'value.format' = 'json',
  'value.json.timestamp-format.standard' = 'ISO-8601'
);

CREATE TABLE `conflicts` (
  `conflict_id` STRING,
  `status` STRING,
  `revision` BIGINT,
  `recorded_at` TIMESTAMP_LTZ(3),
  `kind` STRING,
  `entity_type` STRING,
  `entity_id` STRING,
  `constraint` STRING,
  `attr` STRING,
  `key` STRING,
  `key_values` ARRAY<STRING>,
  `perspective` STRING,
  `value` STRING,
  `start` TIMESTAMP_LTZ(3),
  `end` TIMESTAMP_LTZ(3),
  `scope` STRING,
  `values` ARRAY<ROW<`value` STRING, `records` ARRAY<ROW<`perspective` STRING, `uid` STRING>>>>,
  `violates` ARRAY<STRING>,
  `strong_identifiers` ARRAY<STRING>,
  `entities` ARRAY<ROW<`entity_id` STRING, `role` STRING, `records` ARRAY<ROW<`perspective` STRING, `uid` STRING>>>>,
  `records` ARRAY<ROW<`perspective` STRING, `uid` STRING>>,
  `decisions` ARRAY<ARRAY<ROW<`perspective` STRING, `uid` STRING>>>,
  `score` BIGINT,
  PRIMARY KEY (`conflict_id`) NOT ENFORCED
) WITH (
  'connector' = 'upsert-kafka',
  'topic' = 'conflicts',
  'properties.bootstrap.servers' = 'localhost:9092',
  'properties.isolation.level' = 'read_committed',
  'key.format' = 'raw',
  'value.fields-include' = 'EXCEPT_KEY',
  'value.format' = 'json',
  'value.json.timestamp-format.standard' = 'ISO-8601'
);

CREATE TABLE `generic_keys` (
  `generic_key_id` STRING,
  `status` STRING,
  `revision` BIGINT,
  `recorded_at` TIMESTAMP_LTZ(3),
  `entity_type` STRING,
  `key` STRING,
  `values` ARRAY<STRING>,
  `records` BIGINT,
  PRIMARY KEY (`generic_key_id`) NOT ENFORCED
) WITH (
  'connector' = 'upsert-kafka',
  'topic' = 'generic_keys',
  'properties.bootstrap.servers' = 'localhost:9092',
  'properties.isolation.level' = 'read_committed',
  'key.format' = 'raw',
  'value.fields-include' = 'EXCEPT_KEY',
  'value.format' = 'json',
  'value.json.timestamp-format.standard' = 'ISO-8601'
);

CREATE TABLE `golden_values` (
  `golden_value_id` STRING,
  `entity_id` STRING,
  `entity_type` STRING,
  `status` STRING,
  `revision` BIGINT,
  `recorded_at` TIMESTAMP_LTZ(3),
  `attr` STRING,
  `value` STRING,
  `start` TIMESTAMP_LTZ(3),
  `end` TIMESTAMP_LTZ(3),
  `records` ARRAY<ROW<`perspective` STRING, `uid` STRING>>,
  `perspectives` ARRAY<STRING>,
  PRIMARY KEY (`golden_value_id`) NOT ENFORCED
) WITH (
  'connector' = 'upsert-kafka',
  'topic' = 'golden_values',
  'properties.bootstrap.servers' = 'localhost:9092',
  'properties.isolation.level' = 'read_committed',
  'key.format' = 'raw',
  'value.fields-include' = 'EXCEPT_KEY',
  'value.format' = 'json',
  'value.json.timestamp-format.standard' = 'ISO-8601'
);

CREATE TABLE `records` (
  `row_key` STRING,
  `entity_type` STRING,
  `perspective` STRING,
  `uid` STRING,
  `status` STRING,
  `revision` BIGINT,
  `recorded_at` TIMESTAMP_LTZ(3),
  `descriptors` ARRAY<ROW<`attr` STRING, `value` STRING, `start` TIMESTAMP_LTZ(3), `end` TIMESTAMP_LTZ(3)>>,
  `digest` STRING,
  `decisions` ARRAY<ROW<`other` STRING, `decision` STRING, `reason_half` STRING>>,
  PRIMARY KEY (`row_key`) NOT ENFORCED
) WITH (
  'connector' = 'upsert-kafka',
  'topic' = 'records',
  'properties.bootstrap.servers' = 'localhost:9092',
  'properties.isolation.level' = 'read_committed',
  'key.format' = 'raw',
  'value.fields-include' = 'EXCEPT_KEY',
  'value.format' = 'json',
  'value.json.timestamp-format.standard' = 'ISO-8601'
);

CREATE TABLE `dead_letters` (
  `source` STRING,
  `position` STRING,
  `error` STRING,
  `raw` STRING,
  `raw_base64` STRING,
  `key` STRING,
  `key_base64` STRING,
  `key_bytes` BIGINT,
  `headers` ARRAY<ROW<`name` STRING, `value` STRING, `value_base64` STRING, `value_bytes` BIGINT>>
) WITH (
  'connector' = 'kafka',
  'topic' = 'dead_letters',
  'properties.bootstrap.servers' = 'localhost:9092',
  'properties.isolation.level' = 'read_committed',
  'scan.startup.mode' = 'earliest-offset',
  'value.format' = 'json',
  'value.json.timestamp-format.standard' = 'ISO-8601'
);

CREATE TABLE `answers` (
  `id` STRING,
  `outcome` STRING,
  `missing` ARRAY<STRING>,
  `matches` ARRAY<ROW<`entity_id` STRING, `start` TIMESTAMP_LTZ(3), `end` TIMESTAMP_LTZ(3), `golden` ARRAY<ROW<`attr` STRING, `value` STRING, `start` TIMESTAMP_LTZ(3), `end` TIMESTAMP_LTZ(3)>>>>,
  `conflict` ROW<`start` TIMESTAMP_LTZ(3), `end` TIMESTAMP_LTZ(3), `entities` ARRAY<STRING>>,
  `replaces` BOOLEAN,
  `entity_id` STRING,
  `entity_type` STRING,
  `joined` ARRAY<STRING>,
  `records` ARRAY<ROW<`entity_type` STRING, `perspective` STRING, `uid` STRING, `entity_id` STRING, `entries` ARRAY<ROW<`key` STRING, `values` ARRAY<STRING>, `times` ARRAY<ROW<`start` TIMESTAMP_LTZ(3), `end` TIMESTAMP_LTZ(3)>>, `generic` BOOLEAN>>, `further_entries` BIGINT>>,
  `further_records` BIGINT,
  `golden` ARRAY<ROW<`attr` STRING, `value` STRING, `start` TIMESTAMP_LTZ(3), `end` TIMESTAMP_LTZ(3)>>,
  `entries` ARRAY<ROW<`key` STRING, `values` ARRAY<STRING>, `times` ARRAY<ROW<`start` TIMESTAMP_LTZ(3), `end` TIMESTAMP_LTZ(3)>>, `generic` BOOLEAN>>,
  `further_entries` BIGINT,
  `groups` ARRAY<ROW<`key` STRING, `values` ARRAY<STRING>, `reason` STRING, `start` TIMESTAMP_LTZ(3), `end` TIMESTAMP_LTZ(3), `contested` BOOLEAN, `records` ARRAY<ROW<`perspective` STRING, `uid` STRING>>, `further_records` BIGINT>>,
  `further_groups` BIGINT,
  `chain` ARRAY<ROW<`from` ROW<`perspective` STRING, `uid` STRING, `times` ARRAY<ROW<`start` TIMESTAMP_LTZ(3), `end` TIMESTAMP_LTZ(3)>>>, `to` ROW<`perspective` STRING, `uid` STRING, `times` ARRAY<ROW<`start` TIMESTAMP_LTZ(3), `end` TIMESTAMP_LTZ(3)>>>, `key` STRING, `values` ARRAY<STRING>, `reason` STRING, `start` TIMESTAMP_LTZ(3), `end` TIMESTAMP_LTZ(3), `contested` BOOLEAN, `records` ARRAY<ROW<`perspective` STRING, `uid` STRING>>, `further_records` BIGINT>>,
  `contested` ARRAY<ROW<`kind` STRING, `entity_type` STRING, `key` STRING, `key_values` ARRAY<STRING>, `start` TIMESTAMP_LTZ(3), `end` TIMESTAMP_LTZ(3), `strong_identifiers` ARRAY<STRING>, `entities` ARRAY<ROW<`entity_id` STRING, `role` STRING, `records` ARRAY<ROW<`perspective` STRING, `uid` STRING>>>>, `decisions` ARRAY<ARRAY<ROW<`perspective` STRING, `uid` STRING>>>, `score` BIGINT, `clashes` ARRAY<ROW<`attr` STRING, `values` ARRAY<ROW<`value` STRING, `start` TIMESTAMP_LTZ(3), `end` TIMESTAMP_LTZ(3), `entity_id` STRING, `perspective` STRING, `uid` STRING>>>>>>,
  `keys` ARRAY<ROW<`key` STRING, `reason` STRING>>,
  `findings` ARRAY<ROW<`key` STRING, `finding` STRING, `values` ARRAY<STRING>, `times` ARRAY<ROW<`start` TIMESTAMP_LTZ(3), `end` TIMESTAMP_LTZ(3)>>, `tests` ARRAY<ROW<`holds` BOOLEAN, `start` TIMESTAMP_LTZ(3), `end` TIMESTAMP_LTZ(3), `conditions` ARRAY<ROW<`condition` STRING, `holds` BOOLEAN, `first` ARRAY<STRING>, `second` ARRAY<STRING>>>>>, `score` ROW<`total` BIGINT, `link` BIGINT, `start` TIMESTAMP_LTZ(3), `end` TIMESTAMP_LTZ(3), `prior` BIGINT, `comparisons` ARRAY<ROW<`comparison` STRING, `level` STRING, `weight` BIGINT, `frequency` BIGINT, `first` ARRAY<STRING>, `second` ARRAY<STRING>>>>>>,
  `refused` ARRAY<ROW<`outcome` STRING, `key` STRING, `values` ARRAY<STRING>, `start` TIMESTAMP_LTZ(3), `end` TIMESTAMP_LTZ(3), `records` ARRAY<ROW<`perspective` STRING, `uid` STRING>>, `score` BIGINT, `cohesion` ROW<`mean` BIGINT, `least` BIGINT, `pairs` BIGINT>>>,
  `steps` ARRAY<ROW<`outcome` STRING, `key` STRING, `values` ARRAY<STRING>, `start` TIMESTAMP_LTZ(3), `end` TIMESTAMP_LTZ(3), `records` ARRAY<ROW<`perspective` STRING, `uid` STRING>>, `score` BIGINT, `cohesion` ROW<`mean` BIGINT, `least` BIGINT, `pairs` BIGINT>>>,
  `further_steps` BIGINT,
  `candidates` ARRAY<ROW<`entity_type` STRING, `perspective` STRING, `uid` STRING, `entity_id` STRING, `verdict` STRING, `chain` ARRAY<ROW<`from` ROW<`perspective` STRING, `uid` STRING, `times` ARRAY<ROW<`start` TIMESTAMP_LTZ(3), `end` TIMESTAMP_LTZ(3)>>>, `to` ROW<`perspective` STRING, `uid` STRING, `times` ARRAY<ROW<`start` TIMESTAMP_LTZ(3), `end` TIMESTAMP_LTZ(3)>>>, `key` STRING, `values` ARRAY<STRING>, `reason` STRING, `start` TIMESTAMP_LTZ(3), `end` TIMESTAMP_LTZ(3), `contested` BOOLEAN, `records` ARRAY<ROW<`perspective` STRING, `uid` STRING>>, `further_records` BIGINT>>, `contested` ARRAY<ROW<`kind` STRING, `entity_type` STRING, `key` STRING, `key_values` ARRAY<STRING>, `start` TIMESTAMP_LTZ(3), `end` TIMESTAMP_LTZ(3), `strong_identifiers` ARRAY<STRING>, `entities` ARRAY<ROW<`entity_id` STRING, `role` STRING, `records` ARRAY<ROW<`perspective` STRING, `uid` STRING>>>>, `decisions` ARRAY<ARRAY<ROW<`perspective` STRING, `uid` STRING>>>, `score` BIGINT, `clashes` ARRAY<ROW<`attr` STRING, `values` ARRAY<ROW<`value` STRING, `start` TIMESTAMP_LTZ(3), `end` TIMESTAMP_LTZ(3), `entity_id` STRING, `perspective` STRING, `uid` STRING>>>>>>, `keys` ARRAY<ROW<`key` STRING, `reason` STRING>>, `findings` ARRAY<ROW<`key` STRING, `finding` STRING, `values` ARRAY<STRING>, `times` ARRAY<ROW<`start` TIMESTAMP_LTZ(3), `end` TIMESTAMP_LTZ(3)>>, `tests` ARRAY<ROW<`holds` BOOLEAN, `start` TIMESTAMP_LTZ(3), `end` TIMESTAMP_LTZ(3), `conditions` ARRAY<ROW<`condition` STRING, `holds` BOOLEAN, `first` ARRAY<STRING>, `second` ARRAY<STRING>>>>>, `score` ROW<`total` BIGINT, `link` BIGINT, `start` TIMESTAMP_LTZ(3), `end` TIMESTAMP_LTZ(3), `prior` BIGINT, `comparisons` ARRAY<ROW<`comparison` STRING, `level` STRING, `weight` BIGINT, `frequency` BIGINT, `first` ARRAY<STRING>, `second` ARRAY<STRING>>>>>>, `refused` ARRAY<ROW<`outcome` STRING, `key` STRING, `values` ARRAY<STRING>, `start` TIMESTAMP_LTZ(3), `end` TIMESTAMP_LTZ(3), `records` ARRAY<ROW<`perspective` STRING, `uid` STRING>>, `score` BIGINT, `cohesion` ROW<`mean` BIGINT, `least` BIGINT, `pairs` BIGINT>>>>>,
  `further_candidates` BIGINT,
  `reason` STRING,
  `revision` BIGINT,
  PRIMARY KEY (`id`) NOT ENFORCED
) WITH (
  'connector' = 'upsert-kafka',
  'topic' = 'answers',
  'properties.bootstrap.servers' = 'localhost:9092',
  'properties.isolation.level' = 'read_committed',
  'key.format' = 'raw',
  'value.fields-include' = 'EXCEPT_KEY',
  'value.format' = 'json',
  'value.json.timestamp-format.standard' = 'ISO-8601'
);

CREATE TABLE `erasures` (
  `row_key` STRING,
  `entity_type` STRING,
  `perspective` STRING,
  `uid` STRING,
  `version` BIGINT,
  `erased_at` TIMESTAMP_LTZ(3),
  `removed` ROW<`values` BIGINT, `key_entries` BIGINT, `decisions` BIGINT>,
  `withdrawn_from` ARRAY<STRING>,
  `compaction` STRING,
  `out_of_reach` ARRAY<STRING>,
  PRIMARY KEY (`row_key`) NOT ENFORCED
) WITH (
  'connector' = 'upsert-kafka',
  'topic' = 'erasures',
  'properties.bootstrap.servers' = 'localhost:9092',
  'properties.isolation.level' = 'read_committed',
  'key.format' = 'raw',
  'value.fields-include' = 'EXCEPT_KEY',
  'value.format' = 'json',
  'value.json.timestamp-format.standard' = 'ISO-8601'
);
