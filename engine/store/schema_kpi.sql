-- What the figures of `jaga report` are made from, a row per thing that is counted. Times are event time
-- in microseconds, spans in seconds (REAL); NULL: not yet, or not known.

-- Each stop of a whole account.
CREATE VIEW kpi_hold AS
SELECT h.hold_id,
       h.case_id,
       h.account,
       h.reason,
       h.state,
       h.placed_us,
       h.acked_us,
       (h.acked_us - h.placed_us) / 1e6 AS to_freeze_s, -- wish to acknowledgement
       h.state = 'refused' AS is_refused,
       -- How long the customer was without money: until it ended, ran out, or now.
       (min(coalesce(h.ended_us, p.watermark_us), h.expires_us, p.watermark_us) - h.acked_us) / 1e6
           AS held_s,
       (p.watermark_us - h.placed_us) / 1e6 AS age_s,
       h.state IN ('wanted', 'held') AND h.expires_us > p.watermark_us AS is_active,
       l.outcome AS label,
       l.confidence,
       l.labelled_us,
       CASE WHEN l.outcome = 'false_alarm' THEN (h.ended_us - l.labelled_us) / 1e6 END AS to_release_s
    FROM hold AS h
    JOIN position AS p
    LEFT JOIN label AS l ON l.case_id = h.case_id
    WHERE h.scope IN ('OUTBOUND', 'FULL');

-- Each case.
CREATE VIEW kpi_case AS
SELECT c.case_id,
       c.short_number,
       c.account,
       c.opened_us,
       c.state,
       (SELECT min(d.ts_us) FROM decision AS d WHERE d.case_id = c.case_id) AS alerted_us,
       l.outcome AS label,
       l.confidence,
       l.from_us AS theft_from_us,
       -- Negative: before the first loss that the customer named.
       ((SELECT min(d.ts_us) FROM decision AS d WHERE d.case_id = c.case_id) - l.from_us) / 1e6
           AS to_detect_s,
       c.exposed_minor,
       c.currency,
       t.priority,
       t.band,
       t.created_us AS task_us,
       t.due_us AS task_due_us
    FROM theft_case AS c
    LEFT JOIN label AS l ON l.case_id = c.case_id
    LEFT JOIN task AS t ON t.case_id = c.case_id;
