-- What the database knows of one account; what is normal for it comes before this (account.c).
SELECT 'decision' AS "what",
       outcome AS "name",
       count(*) AS "count:count",
       CASE WHEN count(DISTINCT currency) = 1 THEN sum(amount_minor) END AS "amount:money",
       min(currency) AS "currency:currency",
       min(ts_us) AS "first:time",
       max(ts_us) AS "last:time",
       'surest ' || printf('%.2f %%', 100 * max(belief)) AS "note"
    FROM decision WHERE account = :about AND ts_us >= :since AND ts_us < :until
    GROUP BY outcome
UNION ALL
SELECT 'signal', e.signal, count(*), NULL, NULL, min(d.ts_us), max(d.ts_us),
       'at most ' || printf('%.2f', max(e.bits)) || ' bits'
    FROM decision AS d JOIN evidence AS e ON e.record = d.record
    WHERE d.account = :about AND d.ts_us >= :since AND d.ts_us < :until
    GROUP BY e.signal
UNION ALL
SELECT 'case', c.short_number, (SELECT count(*) FROM hold AS h WHERE h.case_id = c.case_id),
       c.exposed_minor, c.currency, c.incident_start_us, c.opened_us,
       (SELECT n.state FROM case_now AS n WHERE n.case_id = c.case_id) || ', ' || c.reason
    FROM theft_case AS c
    WHERE c.account = :about AND c.opened_us >= :since AND c.opened_us < :until
UNION ALL
SELECT 'hold', h.hold_id, NULL, coalesce(h.amount_minor, d.amount_minor),
       coalesce(h.currency, d.currency), h.placed_us,
       CASE WHEN h.life_s IS NOT NULL THEN h.expires_us END, h.reason
    FROM hold AS h LEFT JOIN decision AS d ON d.record = h.record
    WHERE h.account = :about AND h.placed_us >= :since AND h.placed_us < :until
UNION ALL
SELECT 'task', t.short_number, NULL, NULL, NULL, t.created_us, t.due_us,
       t.state || ', priority ' || t.priority || ', band ' || t.band
    FROM task AS t
    WHERE t.account = :about AND t.created_us >= :since AND t.created_us < :until
UNION ALL
SELECT 'message', o.kind, count(*), NULL, NULL, min(o.created_us), max(o.created_us), o.state
    FROM outbox AS o
    WHERE o.account = :about AND o.created_us >= :since AND o.created_us < :until
    GROUP BY o.kind, o.state;
