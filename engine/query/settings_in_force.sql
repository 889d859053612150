-- Every setting that reached into decisions, and from which record on: the first settings of the
-- database, then what changed. The time is of the first decision under them.
SELECT s.record AS "from_record:count",
       (SELECT d.ts_us FROM decision AS d
           WHERE d.record > s.record ORDER BY d.record LIMIT 1) AS "first_decision:time",
       now.key AS "setting",
       now.value AS "value",
       then_.value AS "was",
       s.hash AS "hash:text:hidden"
    FROM settings AS s
    CROSS JOIN json_each(s.text) AS now
    LEFT JOIN settings AS p
        ON p.record = (SELECT max(record) FROM settings WHERE record < s.record)
    LEFT JOIN json_each(p.text) AS then_ ON then_.key = now.key
    WHERE then_.value IS NOT now.value
    ORDER BY s.record, now.id
    LIMIT :limit;
