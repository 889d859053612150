-- Under what the case's decisions were made, by the hashes that the decisions can be made again with.
WITH first AS (SELECT min(record) AS record FROM decision WHERE case_id = :case),
     last AS (SELECT max(record) AS record FROM decision WHERE case_id = :case)
SELECT 'settings' AS "what", s.hash AS "hash", s.record AS "from_record:count"
    FROM settings AS s, first AS f, last AS l
    WHERE s.record < l.record
      AND s.record >= (SELECT max(p.record) FROM settings AS p WHERE p.record < f.record)
UNION ALL
SELECT 'weights', w.hash, w.record FROM weights AS w, first AS f, last AS l
    WHERE w.record < l.record AND w.record >= (SELECT max(p.record) FROM weights AS p WHERE p.record < f.record)
UNION ALL
SELECT 'model', m.hash, m.record FROM model AS m, first AS f, last AS l
    WHERE m.hash IS NOT NULL AND m.record < l.record
      AND m.record >= (SELECT max(p.record) FROM model AS p WHERE p.record < f.record)
UNION ALL
SELECT 'program', (SELECT made_by FROM meta), NULL;
