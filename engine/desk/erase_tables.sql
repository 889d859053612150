-- What becomes of an account in each table, with triggers off: its name is replaced by one that says nothing
-- (erase_in), and what people wrote about its cases, and where it could be reached, goes.

UPDATE audit SET own = erase_leaves(seq, own, subject, detail), subject = '', detail = ''
    WHERE seq IN (SELECT seq FROM temp.erase_row);

DELETE FROM contact_point WHERE erase_is(account);
DELETE FROM bad_contact WHERE erase_is(account);
DELETE FROM customer WHERE erase_is(account);

UPDATE desk_event SET text = NULL
    WHERE case_id IN (SELECT case_id FROM temp.erase_case)
      AND kind IN ('note', 'ask', 'approve', 'case', 'flag', 'report', 'dial', 'disposition', 'restore', 'dispute');
UPDATE desk_event SET ref = 'erased'
    WHERE case_id IN (SELECT case_id FROM temp.erase_case) AND kind IN ('dial', 'bad_contact');
UPDATE desk_event SET ref = erase_in(ref), text = erase_in(text) WHERE erase_names(ref) OR erase_names(text);
UPDATE task_desk SET contact = NULL WHERE case_id IN (SELECT case_id FROM temp.erase_case);
UPDATE dispute SET reason = NULL WHERE case_id IN (SELECT case_id FROM temp.erase_case);
UPDATE approval SET reason = 'erased', approver_reason = NULL
    WHERE case_id IN (SELECT case_id FROM temp.erase_case);
UPDATE approval SET reason = erase_in(reason), approver_reason = erase_in(approver_reason)
    WHERE erase_names(reason) OR erase_names(approver_reason);
UPDATE desk_agent SET account = NULL WHERE erase_is(account);

UPDATE request_event SET text = NULL
    WHERE request IN (SELECT number FROM request WHERE erase_is(account));
UPDATE request_event SET ref = erase_in(ref), text = erase_in(text) WHERE erase_names(ref) OR erase_names(text);
UPDATE request SET topic = erase_in(topic) WHERE erase_names(topic);
UPDATE request SET account = erase_in(account) WHERE erase_is(account);

UPDATE decision SET account = erase_in(account) WHERE erase_is(account);
UPDATE decision SET counterparty = erase_in(counterparty) WHERE erase_is(counterparty);
UPDATE theft_case SET account = erase_in(account) WHERE erase_is(account);
UPDATE hold SET account = erase_in(account), instrument = iif(instrument IS NULL, NULL, 'erased')
    WHERE erase_is(account);
UPDATE hold SET instrument = 'erased' WHERE erase_is(instrument);
UPDATE hold SET code = erase_in(code) WHERE erase_names(code);
UPDATE task SET account = erase_in(account) WHERE erase_is(account);
UPDATE fence SET account = erase_in(account) WHERE erase_is(account);
-- Of its messages only what questions ask for.
UPDATE outbox
    SET body = json_object('op', json_extract(body, '$.op'), 'issuer', json_extract(body, '$.issuer'),
                           'scope', json_extract(body, '$.scope'), 'reason', json_extract(body, '$.reason')),
        account = erase_in(account)
    WHERE erase_is(account);
UPDATE outbox SET body = erase_in(body) WHERE erase_names(body);
UPDATE label SET account = erase_in(account), source = erase_in(source) WHERE erase_is(account);
UPDATE label SET about = erase_in(about), source = erase_in(source) WHERE erase_names(about) OR erase_names(source);
UPDATE inbox SET line = erase_in(line) WHERE erase_names(line);
UPDATE reject SET cause = erase_in(cause) WHERE erase_names(cause);

UPDATE recall SET payer = erase_in(payer), payee = erase_in(payee) WHERE erase_is(payer) OR erase_is(payee);
UPDATE recall SET reference = erase_in(reference), refusal = erase_in(refusal)
    WHERE erase_names(reference) OR erase_names(refusal);
UPDATE recall_event SET code = erase_in(code) WHERE erase_names(code);
UPDATE suspense SET payee = erase_in(payee) WHERE erase_is(payee);
UPDATE receiver_hold SET account = erase_in(account) WHERE erase_is(account);
UPDATE watch SET account = erase_in(account) WHERE erase_is(account);
UPDATE bundle SET reader = erase_in(reader) WHERE erase_is(reader);
UPDATE erasure SET account = erase_in(account), reason = erase_in(reason)
    WHERE erase_is(account) OR erase_names(reason);
