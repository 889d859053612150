-- The database as people read it, for the sqlite3 shell and for reports: times as ISO 8601 text with
-- the offset of Western Indonesia, money in whole units of its currency (1250000.5), beliefs as
-- probabilities, names of signals instead of keys. Programs that must not lose a sen read the tables.

CREATE VIEW v_decision AS
SELECT d.record,
       strftime('%Y-%m-%d %H:%M:%S', d.ts_us / 1000000, 'unixepoch', '+7 hours') || '+07:00' AS at,
       d.account,
       d.event_id,
       d.type,
       d.amount_minor * 1.0 / coalesce(u.units, 100) AS amount,
       d.currency,
       d.counterparty,
       d.outcome,
       d.belief AS probability,
       d.belief_bits AS bits,
       (SELECT group_concat(signal, ';') FROM
           (SELECT signal FROM evidence AS e WHERE e.record = d.record ORDER BY rank)) AS signals,
       d.note,
       c.short_number AS case_number,
       d.expected_loss_minor * 1.0 / coalesce(u.units, 100) AS expected_loss
    FROM decision AS d
    LEFT JOIN currency AS u ON u.code = d.currency
    LEFT JOIN theft_case AS c ON c.case_id = d.case_id;

-- Decisions that disturbed nobody.
CREATE VIEW v_alert AS
SELECT * FROM v_decision WHERE outcome = 'alert';

CREATE VIEW v_hold AS
SELECT c.short_number AS case_number,
       h.account,
       strftime('%Y-%m-%d %H:%M:%S', h.placed_us / 1000000, 'unixepoch', '+7 hours') || '+07:00' AS placed,
       strftime('%Y-%m-%d %H:%M:%S', h.expires_us / 1000000, 'unixepoch', '+7 hours') || '+07:00' AS expires,
       h.life_s / 3600.0 AS hours,
       h.scope,
       h.issuer,
       h.reason,
       d.type,
       d.amount,
       d.currency,
       d.counterparty,
       d.probability,
       d.signals,
       CASE WHEN h.state IN ('wanted', 'held') AND h.expires_us <= p.watermark_us THEN 'lapsed'
            ELSE h.state END AS state,
       strftime('%Y-%m-%d %H:%M:%S', h.acked_us / 1000000, 'unixepoch', '+7 hours') || '+07:00' AS acknowledged,
       h.code,
       h.intent,
       d.event_id,
       h.hold_id,
       h.place_id AS command_key
    FROM hold AS h
    LEFT JOIN v_decision AS d ON d.record = h.record
    LEFT JOIN theft_case AS c ON c.case_id = h.case_id
    LEFT JOIN position AS p;

CREATE VIEW v_case AS
SELECT c.short_number AS case_number,
       c.account,
       strftime('%Y-%m-%d %H:%M:%S', c.opened_us / 1000000, 'unixepoch', '+7 hours') || '+07:00' AS opened,
       strftime('%Y-%m-%d %H:%M:%S', c.incident_start_us / 1000000, 'unixepoch', '+7 hours') || '+07:00' AS began,
       (c.opened_us - c.incident_start_us) / 60000000.0 AS minutes_to_hold,
       (SELECT n.state FROM case_now AS n WHERE n.case_id = c.case_id) AS state,
       c.reason,
       c.exposed_minor * 1.0 / coalesce(u.units, 100) AS exposed,
       c.currency,
       d.probability,
       d.signals,
       (SELECT count(*) FROM hold AS h WHERE h.case_id = c.case_id) AS holds,
       (SELECT count(*) FROM decision AS o WHERE o.case_id = c.case_id) AS decisions,
       c.event_id,
       c.case_id
    FROM theft_case AS c
    LEFT JOIN v_decision AS d ON d.record = c.record
    LEFT JOIN currency AS u ON u.code = c.currency;

CREATE VIEW v_task AS
SELECT t.short_number AS case_number,
       t.account,
       t.priority,
       t.band,
       strftime('%Y-%m-%d %H:%M:%S', t.created_us / 1000000, 'unixepoch', '+7 hours') || '+07:00' AS created,
       strftime('%Y-%m-%d %H:%M:%S', t.due_us / 1000000, 'unixepoch', '+7 hours') || '+07:00' AS due,
       t.state,
       c.reason,
       c.probability,
       c.exposed,
       c.currency,
       t.task_id
    FROM task AS t
    JOIN v_case AS c ON c.case_id = t.case_id;

-- One row for each signal behind a decision.
CREATE VIEW v_signal AS
SELECT e.signal,
       d.at,
       d.account,
       d.outcome,
       d.probability,
       e.rank,
       e.is_fresh,
       e.strength,
       e.bits,
       e.value,
       e.normal,
       d.event_id,
       d.case_number,
       e.record
    FROM evidence AS e
    JOIN v_decision AS d ON d.record = e.record;

-- What was or will be said to the outside; `delivered` is the wall clock.
CREATE VIEW v_message AS
SELECT o.id,
       o.kind,
       o.account,
       c.short_number AS case_number,
       strftime('%Y-%m-%d %H:%M:%S', o.created_us / 1000000, 'unixepoch', '+7 hours') || '+07:00' AS created,
       o.state,
       strftime('%Y-%m-%d %H:%M:%S', o.sent_us / 1000000, 'unixepoch', '+7 hours') || '+07:00' AS delivered,
       o.attempt,
       o.answer,
       strftime('%Y-%m-%d %H:%M:%S', o.answered_us / 1000000, 'unixepoch', '+7 hours') || '+07:00' AS answered,
       o.account_cmd_seq,
       o.key,
       o.body
    FROM outbox AS o
    LEFT JOIN theft_case AS c ON c.case_id = o.case_id;

-- Everybody about whom anything was decided.
CREATE VIEW v_account AS
SELECT d.account,
       count(*) AS decisions,
       sum(d.outcome = 'alert') AS alerts,
       sum(d.outcome = 'step_up') AS step_ups,
       sum(d.outcome = 'hold') AS holds,
       count(DISTINCT d.case_id) AS cases,
       max(d.belief) AS highest_probability,
       strftime('%Y-%m-%d %H:%M:%S', min(d.ts_us) / 1000000, 'unixepoch', '+7 hours') || '+07:00' AS first,
       strftime('%Y-%m-%d %H:%M:%S', max(d.ts_us) / 1000000, 'unixepoch', '+7 hours') || '+07:00' AS last
    FROM decision AS d
    GROUP BY d.account;

-- `started` is the wall clock, `first` and `last` are event time.
CREATE VIEW v_run AS
SELECT r.number,
       r.kind,
       r.state,
       strftime('%Y-%m-%d %H:%M:%S', r.started_us / 1000000, 'unixepoch', '+7 hours') || '+07:00' AS started,
       (SELECT count(*) FROM run_source AS s WHERE s.number = r.number) AS files,
       r.rows, r.events, r.rejects, r.alerts, r.step_ups, r.holds, r.cases,
       strftime('%Y-%m-%d %H:%M:%S', r.first_us / 1000000, 'unixepoch', '+7 hours') || '+07:00' AS first,
       strftime('%Y-%m-%d %H:%M:%S', r.last_us / 1000000, 'unixepoch', '+7 hours') || '+07:00' AS last,
       r.made_by
    FROM run AS r;

-- What people found out about alarms, and about thefts that raised none (case_number is NULL).
CREATE VIEW v_label AS
SELECT l.account,
       c.short_number AS case_number,
       l.outcome,
       l.confidence,
       l.source,
       strftime('%Y-%m-%d %H:%M:%S', l.labelled_us / 1000000, 'unixepoch', '+7 hours') || '+07:00' AS labelled,
       strftime('%Y-%m-%d %H:%M:%S', l.from_us / 1000000, 'unixepoch', '+7 hours') || '+07:00' AS since,
       strftime('%Y-%m-%d %H:%M:%S', l.to_us / 1000000, 'unixepoch', '+7 hours') || '+07:00' AS until,
       l.transactions,
       l.revision,
       l.event_id
    FROM label AS l
    LEFT JOIN theft_case AS c ON c.case_id = l.case_id;
