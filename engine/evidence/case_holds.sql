-- What stood between the case's accounts and their money. A customer reads of their own holds only.
SELECT h.hold_id AS "hold",
       h.account AS "account",
       lower(replace(h.scope, '_', ' ')) AS "scope",
       h.reason AS "reason",
       lower(h.issuer) AS "issuer",
       h.amount_minor AS "amount:money",
       h.placed_us AS "asked:time",
       h.acked_us AS "acknowledged:time",
       printf('%.3f s', (h.acked_us - h.placed_us) / 1e6) AS "after",
       h.ended_us AS "ended:time",
       h.state AS "state",
       h.currency AS "currency:currency"
    FROM hold AS h
    WHERE h.case_id = :case
       OR (:about <> 'customer' AND h.hold_id IN (SELECT r.hold_id FROM receiver_hold AS r WHERE r.case_id = :case))
    ORDER BY h.placed_us, h.hold_id;
