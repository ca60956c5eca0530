-- Three questions to the outputs, over the tables of flink-jsonl.sql. Each reads the newest row of each key (the
-- greatest revision) and leaves out rows that are retired or resolved.
-- They also work over flink-parquet.sql and, but for the second, over topics (flink-kafka.sql).

CREATE TEMPORARY VIEW current_golden_values AS
SELECT * FROM (
  SELECT *, ROW_NUMBER() OVER (PARTITION BY golden_value_id ORDER BY revision DESC) AS n FROM golden_values
) WHERE n = 1 AND status = 'active';

-- 1. Who lives at an address now? Another moment in place of CURRENT_TIMESTAMP says who lived there then:
--    TO_TIMESTAMP_LTZ(1546300800000, 3) is 2019-01-01T00:00:00Z.
CREATE TEMPORARY VIEW golden_values_then AS
SELECT * FROM current_golden_values
WHERE (`start` IS NULL OR `start` <= CURRENT_TIMESTAMP) AND (`end` IS NULL OR `end` > CURRENT_TIMESTAMP);

SELECT s.entity_id, f.`value` AS first_name, l.`value` AS last_name, s.`value` AS street, c.`value` AS city
FROM golden_values_then AS s
JOIN golden_values_then AS c ON c.entity_id = s.entity_id AND c.attr = 'city'
LEFT JOIN golden_values_then AS f ON f.entity_id = s.entity_id AND f.attr = 'first_name'
LEFT JOIN golden_values_then AS l ON l.entity_id = s.entity_id AND l.attr = 'last_name'
WHERE s.attr = 'street' AND LOWER(s.`value`) = '1 ockham park' AND LOWER(c.`value`) = 'ockham';

-- 2. What changed today? The job needs recorded_at: true. Today begins at midnight of the session's time zone
--    ('table.local-time-zone'). A value that came and went today is not listed.
WITH earlier AS (
  SELECT * FROM (
    SELECT *, ROW_NUMBER() OVER (PARTITION BY golden_value_id ORDER BY revision DESC) AS n FROM golden_values
    WHERE recorded_at < CAST(CURRENT_DATE AS TIMESTAMP_LTZ(3))
  ) WHERE n = 1 AND status = 'active'
)
SELECT
  CASE WHEN e.entity_id IS NULL THEN 'added' WHEN c.entity_id IS NULL THEN 'removed' ELSE 'changed' END AS what,
  COALESCE(c.entity_id, e.entity_id) AS entity_id,
  COALESCE(c.attr, e.attr) AS attr,
  e.`value` AS old_value, e.`start` AS old_start, e.`end` AS old_end, e.perspectives AS old_perspectives,
  c.`value` AS new_value, c.`start` AS new_start, c.`end` AS new_end, c.perspectives AS new_perspectives
FROM earlier AS e
FULL OUTER JOIN current_golden_values AS c ON c.golden_value_id = e.golden_value_id
WHERE e.entity_id IS NULL AND c.recorded_at >= CAST(CURRENT_DATE AS TIMESTAMP_LTZ(3))
  OR c.entity_id IS NULL
  OR c.`value` <> e.`value`
  OR c.`end` IS DISTINCT FROM e.`end`
  OR CAST(c.records AS STRING) <> CAST(e.records AS STRING);

-- 3. How many conflicts of each kind are open, by source? One counts for each source that has a record in it.
WITH open_conflicts AS (
  SELECT * FROM (
    SELECT *, ROW_NUMBER() OVER (PARTITION BY conflict_id ORDER BY revision DESC) AS n FROM conflicts
  ) WHERE n = 1 AND status = 'open'
), involved AS (
  SELECT c.conflict_id, c.kind, r.perspective
  FROM open_conflicts AS c
  CROSS JOIN UNNEST(c.entities) AS e (entity_id, `role`, records)
  CROSS JOIN UNNEST(e.records) AS r (perspective, `uid`)
)
SELECT perspective, kind, COUNT(DISTINCT conflict_id) AS conflicts FROM involved GROUP BY perspective, kind;
