-- Thefts, with room for what the history knows of the money (cases.c).
SELECT c.short_number AS "number",
       c.account AS "account",
       c.opened_us AS "opened:time",
       c.state AS "state",
       c.reason AS "reason",
       c.exposed_minor AS "exposed:money",
       NULL AS "stolen:money",
       NULL AS "at_rest:money",
       NULL AS "gone:money",
       NULL AS "scattered:money",
       c.currency AS "currency:currency",
       c.incident_start_us AS "since:time",
       max(h.expires_us) AS "until:time",
       c.event_id AS "event_id:long",
       c.case_id AS "case_id:long",
       NULL AS "way"
    FROM theft_case AS c
    LEFT JOIN hold AS h ON h.case_id = c.case_id
    GROUP BY c.number
    ORDER BY c.number;
