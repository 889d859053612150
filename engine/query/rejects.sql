-- Why rows were refused, the most frequent reason first.
SELECT n.reason AS "reason",
       n.count AS "count:count",
       r.source AS "source",
       r.line AS "line:count",
       r.cause AS "cause"
    FROM reject_count AS n
    LEFT JOIN reject AS r ON r.reason = n.reason
        AND (r.source, r.line) = (SELECT source, line FROM reject AS first
                                      WHERE first.reason = n.reason
                                      ORDER BY source, line LIMIT 1)
    ORDER BY n.count DESC, n.reason
    LIMIT :limit;
