-- What engine, ledger and desk did about the case, for the timeline. Customers are not told who of the staff
-- acted, what they wrote, nor how sure the engine was. Steps of calls have a table of their own. :about is
-- the audience.
SELECT * FROM (
    SELECT d.ts_us AS "ts:time",
           'decision' AS "class",
           'engine' AS "who",
           replace(d.outcome, '_', ' ') AS "what",
           CASE WHEN :about <> 'customer' THEN printf('%.1f %%', 100 * d.belief) END AS "said",
           d.event_id AS "about",
           0 AS "rank:count:hidden", -- within one moment: what brought it, what people did, commands, answers
           d.record AS "place:count:hidden"
        FROM decision AS d WHERE d.case_id = :case
    UNION ALL
    SELECT o.created_us, 'command',
           CASE json_extract(o.body, '$.issuer') WHEN 'AGENT' THEN 'desk' WHEN 'CASE' THEN 'case' ELSE 'engine' END,
           coalesce(lower(json_extract(o.body, '$.op')), o.kind),
           trim(coalesce(lower(replace(json_extract(o.body, '$.scope'), '_', ' ')), '')
                    || ' ' || coalesce(json_extract(o.body, '$.reason'), '')), o.key, 2, o.id
        FROM outbox AS o
        WHERE o.case_id = :case
           OR (:about <> 'customer'
               AND o.hold_id IN (SELECT r.hold_id FROM receiver_hold AS r WHERE r.case_id = :case))
    UNION ALL
    SELECT o.answered_us, 'answer', 'ledger', o.answer, NULL, o.key, 3, o.id
        FROM outbox AS o
        WHERE o.answered_us IS NOT NULL
          AND (o.case_id = :case
               OR (:about <> 'customer'
                   AND o.hold_id IN (SELECT r.hold_id FROM receiver_hold AS r WHERE r.case_id = :case)))
    UNION ALL
    SELECT e.at_us, 'desk',
           iif(:about = 'customer' AND e.agent IS NOT NULL, 'staff', e.actor || coalesce(' ' || e.agent, '')),
           replace(e.kind, '_', ' '),
           trim(coalesce(iif(e.kind IN ('case', 'disposition', 'code'), lower(replace(e.ref, '_', ' ')), e.ref), '')
                    || coalesce(': ' || lower(replace(e.from_state, '_', ' ')) || ' →', '')
                    || coalesce(' ' || lower(replace(e.to_state, '_', ' ')), '')
                    || CASE WHEN :about <> 'customer' AND e.kind IN ('note', 'ask', 'approve', 'case')
                            THEN coalesce('  “' || e.text || '”', '') ELSE '' END),
           NULL, iif(e.actor = 'ledger', 4, 1), e.seq
        FROM desk_event AS e
        WHERE e.case_id = :case
          AND e.kind NOT IN ('look', 'hold', 'label', 'task', 'language')
          AND (:about <> 'customer' OR e.kind NOT IN ('note', 'flag', 'ask', 'approve'))
    UNION ALL
    SELECT e.at_us, 'recall',
           iif(:about = 'customer' AND e.agent IS NOT NULL, 'staff', coalesce('agent ' || e.agent, 'timer')),
           'recall',
           lower(e.event) || ': ' || lower(replace(e.from_state, '_', ' ')) || ' → '
               || lower(replace(e.to_state, '_', ' '))
               || iif(:about = 'customer', '', coalesce('  ' || e.code, '')),
           iif(:about = 'customer', NULL, r.orig_txn_id), 1, e.seq
        FROM recall_event AS e JOIN recall AS r ON r.recall_id = e.recall_id
        WHERE r.case_id = :case)
    ORDER BY 1, 7, 8;
