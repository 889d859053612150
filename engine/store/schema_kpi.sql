-- What the figures of `jaga report` are made from, a row per thing that is counted. Times are event time
-- in microseconds, spans in seconds (REAL); NULL: not yet, or not known.

-- Each stop of a whole account.
CREATE VIEW kpi_hold AS
SELECT h.hold_id,
       h.case_id,
       h.account,
       h.reason,
       h.state,
       EXISTS (SELECT 1 FROM outbox AS o WHERE o.key = h.place_id) AS is_commanded,
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
       (SELECT n.state FROM case_now AS n WHERE n.case_id = c.case_id) AS state,
       (SELECT min(d.ts_us) FROM decision AS d WHERE d.account = c.account AND d.case_id = c.case_id) AS alerted_us,
       l.outcome AS label,
       l.confidence,
       l.from_us AS theft_from_us,
       -- Negative: before the first loss that the customer named; where no payment was marked, before what
       -- the label says.
       ((SELECT min(d.ts_us) FROM decision AS d WHERE d.account = c.account AND d.case_id = c.case_id)
           - coalesce((SELECT min(m.paid_us) FROM mark AS m WHERE m.case_id = c.case_id AND m.mark = 'NOT_MINE'),
                      l.from_us)) / 1e6 AS to_detect_s,
       c.exposed_minor,
       c.currency,
       t.priority,
       t.band,
       t.created_us AS task_us,
       t.due_us AS task_due_us
    FROM theft_case AS c
    LEFT JOIN label AS l ON l.case_id = c.case_id
    LEFT JOIN task AS t ON t.case_id = c.case_id;

-- Each call: was it in time, who was reached, did they prove who they are.
CREATE VIEW kpi_task AS
SELECT t.task_id,
       t.case_id,
       t.band,
       t.created_us,
       t.due_us,
       k.state,
       k.dialled_us,
       -- NULL: not dialled, and its time is not over
       CASE WHEN k.dialled_us IS NOT NULL THEN k.dialled_us <= t.due_us
            WHEN k.state IN ('CANCELLED', 'COMPLETED') THEN NULL
            WHEN t.due_us < (SELECT max(at_us) FROM desk_event) THEN 0 END AS is_in_time,
       k.attempts,
       k.disposition,
       EXISTS (SELECT 1 FROM desk_event AS e
                   WHERE e.case_id = t.case_id AND e.task_id = t.task_id AND e.to_state = 'REACHED') AS is_reached,
       EXISTS (SELECT 1 FROM desk_event AS e
                   WHERE e.case_id = t.case_id AND e.task_id = t.task_id AND e.to_state = 'VERIFIED') AS is_proven,
       EXISTS (SELECT 1 FROM desk_event AS e WHERE e.case_id = t.case_id AND e.task_id = t.task_id
                                               AND e.to_state = 'FAILED_IDV') AS is_unproven
    FROM task AS t
    JOIN task_desk AS k ON k.task_id = t.task_id;

-- Each claim to get a payment back.
CREATE VIEW kpi_dispute AS
SELECT d.event_id,
       d.number,
       d.case_id,
       d.state,
       d.amount_minor,
       d.refund_minor,
       d.currency,
       d.filed_us,
       d.changed_us,
       d.due_us,
       d.state NOT IN ('PAID', 'CREDIT_REVERSED', 'CLOSED') AS is_open,
       d.state NOT IN ('PAID', 'CREDIT_REVERSED', 'CLOSED')
           AND d.due_us < (SELECT max(at_us) FROM desk_event) AS is_late,
       CASE WHEN d.state = 'PAID' THEN (d.changed_us - d.filed_us) / 1e6 END AS to_paid_s
    FROM dispute AS d;
