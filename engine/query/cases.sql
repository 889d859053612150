-- Thefts, with room for what the history knows of the money (cases.c): what was paid from `since`,
-- where the incident began, to `until`. That is the customer's report, which ends the thief's time; else
-- the end of the last hold on money out, released or run out, or a day after it was placed: in a
-- replayed log nothing was stopped.
SELECT c.short_number AS "number",
       c.account AS "account",
       c.opened_us AS "opened:time",
       (SELECT n.state FROM case_now AS n WHERE n.case_id = c.case_id) AS "state",
       c.reason AS "reason",
       c.exposed_minor AS "exposed:money",
       NULL AS "stolen:money",
       NULL AS "at_rest:money",
       NULL AS "gone:money",
       NULL AS "scattered:money",
       c.currency AS "currency:currency",
       c.incident_start_us AS "since:time:hidden",
       coalesce(min(CASE h.reason WHEN 'CUST_REPORT' THEN h.placed_us END),
                min(coalesce(max(CASE WHEN h.scope IN ('OUTBOUND', 'FULL')
                              THEN coalesce(h.ended_us, h.expires_us) END), max(h.expires_us)),
                    max(h.placed_us) + 86400000000)) AS "until:time:hidden",
       c.event_id AS "event_id:text:hidden",
       c.case_id AS "case_id:text:hidden",
       NULL AS "way"
    FROM theft_case AS c
    LEFT JOIN hold AS h ON h.case_id = c.case_id
    WHERE (:account IS NULL OR c.account = :account)
      AND (:case IS NULL OR c.short_number = :case OR c.case_id = :case)
      AND c.opened_us >= :since AND c.opened_us < :until
    GROUP BY c.number
    ORDER BY c.number
    LIMIT :limit;
