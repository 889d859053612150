-- Accounts watched after a theft: what was noticed since, the latest to be closed first.
SELECT w.account AS "account",
       c.short_number AS "case",
       w.from_us AS "from:time",
       w.until_us AS "until:time",
       w.ended_us AS "ended:time",
       (SELECT count(*) FROM decision AS d
            WHERE d.account = w.account AND d.ts_us >= w.from_us
              AND d.ts_us < coalesce(w.ended_us, w.until_us)) AS "alerts:count",
       (SELECT max(d.ts_us) FROM decision AS d
            WHERE d.account = w.account AND d.ts_us >= w.from_us
              AND d.ts_us < coalesce(w.ended_us, w.until_us)) AS "latest:time",
       o.short_number AS "new_case",
       w.again_us AS "new_case_at:time"
    FROM watch AS w
    JOIN theft_case AS c ON c.case_id = w.case_id
    LEFT JOIN theft_case AS o ON o.case_id = w.again_case_id
    WHERE (:account IS NULL OR w.account = :account)
    ORDER BY w.from_us DESC, w.case_id
    LIMIT :limit;
