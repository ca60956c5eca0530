CREATE TABLE `entities` (
  `entity_id` STRING,
  `entity_type` STRING,
  `status` STRING,
  `revision` BIGINT,
  `recorded_at` TIMESTAMP_LTZ(3),
  `records` ARRAY<ROW<`perspective` STRING, `uid` STRING>>,
  `golden` ARRAY<ROW<`attr` STRING, `value` STRING, `start` TIMESTAMP_LTZ(3), `end` TIMESTAMP_LTZ(3)>>,
  `successors` ARRAY<STRING>
) WITH (
  'connector' = 'filesystem',
  'path' = 'file:///path/to/out/entities',
  'format' = 'json',
  'json.timestamp-format.standard' = 'ISO-8601'
);

CREATE TABLE `assignments` (
  `entity_type` STRING,
  `perspective` STRING,
  `uid` STRING,
  `status` STRING,
  `revision` BIGINT,
  `recorded_at` TIMESTAMP_LTZ(3),
  `entity_id` STRING
) WITH (
  'connector' = 'filesystem',
  'path' = 'file:///path/to/out/assignments',
  'format' = 'json',
  'json.timestamp-format.standard' = 'ISO-8601'
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
  `score` BIGINT
) WITH (
  'connector' = 'filesystem',
  'path' = 'file:///path/to/out/conflicts',
  'format' = 'json',
  'json.timestamp-format.standard' = 'ISO-8601'
);

CREATE TABLE `generic_keys` (
  `generic_key_id` STRING,
  `status` STRING,
  `revision` BIGINT,
  `recorded_at` TIMESTAMP_LTZ(3),
  `entity_type` STRING,
  `key` STRING,
  `values` ARRAY<STRING>,
  `records` BIGINT
) WITH (
  'connector' = 'filesystem',
  'path' = 'file:///path/to/out/generic_keys',
  'format' = 'json',
  'json.timestamp-format.standard' = 'ISO-8601'
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
  `perspectives` ARRAY<STRING>
) WITH (
  'connector' = 'filesystem',
  'path' = 'file:///path/to/out/golden_values',
  'format' = 'json',
  'json.timestamp-format.standard' = 'ISO-8601'
);

CREATE TABLE `records` (
  `entity_type` STRING,
  `perspective` STRING,
  `uid` STRING,
  `status` STRING,
  `revision` BIGINT,
  `recorded_at` TIMESTAMP_LTZ(3),
  `descriptors` ARRAY<ROW<`attr` STRING, `value` STRING, `start` TIMESTAMP_LTZ(3), `end` TIMESTAMP_LTZ(3)>>,
  `digest` STRING,
  `decisions` ARRAY<ROW<`other` STRING, `decision` STRING, `reason_half` STRING>>
) WITH (
  'connector' = 'filesystem',
  'path' = 'file:///path/to/out/records',
  'format' = 'json',
  'json.timestamp-format.standard' = 'ISO-8601'
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
  'connector' = 'filesystem',
  'path' = 'file:///path/to/out/dead_letters',
  'format' = 'json',
  'json.timestamp-format.standard' = 'ISO-8601'
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
  `revision` BIGINT
) WITH (
  'connector' = 'filesystem',
  'path' = 'file:///path/to/out/answers',
  'format' = 'json',
  'json.timestamp-format.standard' = 'ISO-8601'
);

CREATE TABLE `erasures` (
  `entity_type` STRING,
  `perspective` STRING,
  `uid` STRING,
  `version` BIGINT,
  `erased_at` TIMESTAMP_LTZ(3),
  `removed` ROW<`values` BIGINT, `key_entries` BIGINT, `decisions` BIGINT>,
  `withdrawn_from` ARRAY<STRING>,
  `compaction` STRING,
  `out_of_reach` ARRAY<STRING>
) WITH (
  'connector' = 'filesystem',
  'path' = 'file:///path/to/out/erasures',
  'format' = 'json',
  'json.timestamp-format.standard' = 'ISO-8601'
);
