-- Everything that was concluded, one JSON object per row, all tables ordered by what names a row in
-- the world: event, case, key. Left out is what may differ between two runs that concluded the
-- same: places in the input log, names of sources, run counters, the store's id, the delivery of
-- messages and the codes of calls, which come from a secret of the installation. Numbers that are not whole are printed so that equal bits give equal text.
SELECT "table", "row" FROM (
    SELECT 1 AS part, 'decision' AS "table", d.ts_us AS at, d.event_id AS name, 0 AS rank,
           json_object('event_id', d.event_id, 'account', d.account, 'ts_us', d.ts_us,
                       'type', d.type, 'amount_minor', d.amount_minor, 'currency', d.currency,
                       'counterparty', d.counterparty, 'outcome', d.outcome,
                       'belief', printf('%!.17g', d.belief),
                       'belief_bits', printf('%!.17g', d.belief_bits),
                       'expected_loss_minor', d.expected_loss_minor,
                       'case_id', d.case_id, 'note', d.note) AS "row"
        FROM decision AS d
    UNION ALL
    SELECT 2, 'evidence', d.ts_us, d.event_id, e.rank,
           json_object('event_id', d.event_id, 'rank', e.rank, 'signal', e.signal,
                       'is_fresh', e.is_fresh, 'strength', printf('%!.17g', e.strength),
                       'bits', printf('%!.17g', e.bits),
                       'value', CASE WHEN e.value IS NOT NULL THEN printf('%!.17g', e.value) END,
                       'normal', CASE WHEN e.normal IS NOT NULL THEN printf('%!.17g', e.normal) END)
        FROM evidence AS e JOIN decision AS d ON d.record = e.record
    UNION ALL
    SELECT 2, 'reason', d.ts_us, d.event_id, 100 + r.rank,
           json_object('event_id', d.event_id, 'rank', r.rank, 'ground', r.ground,
                       'signal', r.signal, 'bits', printf('%!.17g', r.bits))
        FROM reason AS r JOIN decision AS d ON d.record = r.record
    UNION ALL
    SELECT 3, 'theft_case', c.opened_us, c.case_id, 0,
           json_object('case_id', c.case_id, 'number', c.number, 'short_number', c.short_number,
                       'account', c.account, 'opened_us', c.opened_us, 'event_id', c.event_id,
                       'state', c.state, 'reason', c.reason,
                       'incident_start_us', c.incident_start_us,
                       'exposed_minor', c.exposed_minor, 'currency', c.currency)
        FROM theft_case AS c
    UNION ALL
    SELECT 4, 'hold', h.placed_us, h.hold_id, 0,
           json_object('hold_id', h.hold_id, 'case_id', h.case_id, 'account', h.account,
                       'intent', h.intent, 'place_id', h.place_id, 'scope', h.scope,
                       'issuer', h.issuer, 'reason', h.reason, 'amount_minor', h.amount_minor,
                       'currency', h.currency, 'instrument', h.instrument, 'placed_us', h.placed_us, 'life_s', h.life_s,
                       'expires_us', h.expires_us, 'on_expiry', h.on_expiry,
                       'state', h.state, 'acked_us', h.acked_us, 'ended_us', h.ended_us,
                       'code', h.code, 'attempts', h.attempts)
        FROM hold AS h
    UNION ALL
    SELECT 5, 'task', t.created_us, t.task_id, 0,
           json_object('task_id', t.task_id, 'case_id', t.case_id, 'kind', t.kind,
                       'short_number', t.short_number, 'account', t.account,
                       'priority', t.priority, 'band', t.band, 'due_us', t.due_us,
                       'created_us', t.created_us, 'state', t.state)
        FROM task AS t
    UNION ALL
    SELECT 6, 'fence', 0, f.account, 0,
           json_object('account', f.account, 'last', f.last)
        FROM fence AS f
    UNION ALL
    SELECT 7, 'outbox', o.created_us, o.key, 0,
           json_object('key', o.key, 'kind', o.kind, 'account', o.account,
                       'hold_id', o.hold_id,
                       'account_cmd_seq', o.account_cmd_seq, 'case_id', o.case_id,
                       'body', o.body, 'created_us', o.created_us, 'attempt', o.attempt,
                       'answer', o.answer, 'answered_us', o.answered_us)
        FROM outbox AS o
    UNION ALL
    SELECT 8, 'label', l.labelled_us, l.event_id, 0,
           json_object('account', l.account, 'about', l.about, 'case_id', l.case_id,
                       'event_id', l.event_id, 'labelled_us', l.labelled_us, 'outcome', l.outcome,
                       'confidence', l.confidence, 'source', l.source, 'from_us', l.from_us,
                       'to_us', l.to_us, 'transactions', l.transactions, 'revision', l.revision)
        FROM label AS l
    UNION ALL
    SELECT 9, 'never_hold', 0, n.account, 0, json_object('account', n.account)
        FROM never_hold AS n
    UNION ALL
    SELECT 10, 'reject', r.line, r.reason, 0,
           json_object('line', r.line, 'reason', r.reason, 'cause', r.cause)
        FROM reject AS r
    UNION ALL
    SELECT 11, 'desk_event', e.at_us, e.case_id, row_number() OVER (PARTITION BY e.case_id ORDER BY e.seq),
           json_object('at_us', e.at_us, 'actor', e.actor, 'agent', a.id, 'case_id', e.case_id,
                       'task_id', e.task_id, 'kind', e.kind, 'ref', e.ref, 'from_state', e.from_state,
                       'to_state', e.to_state, 'number', e.number, 'until_us', e.until_us,
                       'text', iif(e.kind = 'dial', NULL, e.text))
        FROM desk_event AS e LEFT JOIN desk_agent AS a ON a.number = e.agent
    UNION ALL
    SELECT 12, 'case_desk', 0, s.case_id, 0,
           json_object('case_id', s.case_id, 'state', s.state, 'changed_us', s.changed_us,
                       'contained_us', s.contained_us, 'outcome', s.outcome, 'decided_us', s.decided_us,
                       'closed_us', s.closed_us, 'is_unconfirmed', s.is_unconfirmed, 'fails', s.fails)
        FROM case_desk AS s
    UNION ALL
    SELECT 13, 'task_desk', 0, t.task_id, 0,
           json_object('task_id', t.task_id, 'state', t.state, 'changed_us', t.changed_us,
                       'attempts', t.attempts, 'busies', t.busies, 'bounces', t.bounces,
                       'dialled_us', t.dialled_us, 'contact', t.contact, 'disposition', t.disposition,
                       'notes', t.notes, 'is_escalated', t.is_escalated, 'language', t.language)
        FROM task_desk AS t
    UNION ALL
    SELECT 14, 'mark', 0, m.event_id, 0,
           json_object('case_id', m.case_id, 'event_id', m.event_id, 'mark', m.mark,
                       'amount_minor', m.amount_minor, 'currency', m.currency, 'at_us', m.at_us)
        FROM mark AS m
    UNION ALL
    SELECT 15, 'dispute', 0, d.event_id, 0,
           json_object('event_id', d.event_id, 'case_id', d.case_id, 'state', d.state,
                       'amount_minor', d.amount_minor, 'currency', d.currency, 'filed_us', d.filed_us,
                       'due_us', d.due_us, 'answer_us', d.answer_us, 'refund_minor', d.refund_minor,
                       'credit_minor', d.credit_minor, 'paid_minor', d.paid_minor, 'reason', d.reason)
        FROM dispute AS d
    UNION ALL
    SELECT 16, 'timer', t.due_us, t.kind || ' ' || t.ref, 0,
           json_object('kind', t.kind, 'ref', t.ref, 'due_us', t.due_us)
        FROM timer AS t
    UNION ALL
    -- What was asked, answered and denied depends on when it was sent: messages stand in the outbox's rows.
    SELECT 17, 'audit', a.at_us, a.subject, 0,
           json_object('at_us', a.at_us, 'actor', a.actor, 'action', a.action,
                       'subject', a.subject,
                       'detail', iif(a.detail LIKE 'kind=dial;%',
                                     substr(a.detail, 1, instr(a.detail, ';text=') - 1)
                                         || substr(a.detail, instr(a.detail, ';text=') + 10), -- four digits
                                     a.detail))
        FROM audit AS a WHERE a.action NOT IN ('command', 'answer', 'deny')
    UNION ALL
    SELECT 18, 'inbox', i.id, i.event_id, 0,
           json_object('event_id', i.event_id, 'line', i.line, 'is_taken', i.record IS NOT NULL)
        FROM inbox AS i
    UNION ALL
    SELECT 19, 'recall_event', e.at_us, e.recall_id,
           row_number() OVER (PARTITION BY e.recall_id ORDER BY e.seq),
           json_object('at_us', e.at_us, 'agent', a.id, 'recall_id', e.recall_id, 'event', e.event,
                       'from_state', e.from_state, 'to_state', e.to_state, 'amount_minor', e.amount_minor,
                       'code', e.code, 'due_us', e.due_us, 'answer_us', e.answer_us)
        FROM recall_event AS e LEFT JOIN desk_agent AS a ON a.number = e.agent
    UNION ALL
    SELECT 20, 'recall', 0, r.recall_id, 0,
           json_object('case_id', r.case_id, 'orig_txn_id', r.orig_txn_id, 'orig_us', r.orig_us,
                       'payer', r.payer, 'payee', r.payee, 'payee_kind', r.payee_kind,
                       'institution', r.institution, 'orig_minor', r.orig_minor,
                       'amount_minor', r.amount_minor, 'currency', r.currency, 'reason', r.reason,
                       'state', r.state, 'reference', r.reference, 'refusal', r.refusal,
                       'reminders', r.reminders, 'returned_minor', r.returned_minor,
                       'refunded_minor', r.refunded_minor, 'rejected_minor', r.rejected_minor)
        FROM recall AS r
    UNION ALL
    SELECT 21, 'suspense', s.at_us, s.reference, 0,
           json_object('reference', s.reference, 'orig_txn_id', s.orig_txn_id, 'payee', s.payee,
                       'amount_minor', s.amount_minor, 'currency', s.currency)
        FROM suspense AS s
    UNION ALL
    SELECT 22, 'receiver_hold', r.asked_us, r.hold_id, 0,
           json_object('case_id', r.case_id, 'account', r.account, 'amount_minor', r.amount_minor)
        FROM receiver_hold AS r
    UNION ALL
    SELECT 23, 'request_event', e.at_us, CAST(e.request AS TEXT),
           row_number() OVER (PARTITION BY e.request ORDER BY e.seq),
           json_object('at_us', e.at_us, 'actor', e.actor, 'agent', a.id, 'request', e.request,
                       'kind', e.kind, 'ref', e.ref, 'from_state', e.from_state,
                       'to_state', e.to_state, 'due_us', e.due_us, 'answer_us', e.answer_us,
                       'text', e.text)
        FROM request_event AS e LEFT JOIN desk_agent AS a ON a.number = e.agent
    UNION ALL
    SELECT 24, 'request', r.opened_us, CAST(r.number AS TEXT), 0,
           json_object('number', r.number, 'kind', r.kind, 'account', r.account, 'topic', r.topic,
                       'state', r.state, 'changed_us', r.changed_us, 'due_us', r.due_us,
                       'answer_us', r.answer_us, 'is_open', r.is_open)
        FROM request AS r
    UNION ALL
    SELECT 25, 'watch', w.from_us, w.case_id, 0,
           json_object('case_id', w.case_id, 'account', w.account, 'until_us', w.until_us,
                       'ended_us', w.ended_us, 'again_case_id', w.again_case_id, 'again_us', w.again_us)
        FROM watch AS w
    )
    ORDER BY part, at, name, rank, "row";
