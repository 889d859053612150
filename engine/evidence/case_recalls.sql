-- What was asked back from others. A customer is not told from whom, nor by which payment of
-- others it got there; a partner reads of its own, :account.
SELECT r.number AS "recall:count",
       iif(:about = 'customer', NULL, r.orig_txn_id) AS "event_id",
       iif(:about = 'customer', NULL, r.orig_us) AS "paid_at:time",
       iif(:about = 'customer', NULL, r.payee) AS "payee",
       r.payee_kind AS "kind",
       iif(:about = 'customer', NULL, nullif(r.institution, '')) AS "institution",
       iif(:about = 'customer', NULL, r.orig_minor) AS "amount:money",
       r.amount_minor AS "recalled:money",
       r.reason AS "reason",
       lower(replace(r.state, '_', ' ')) AS "state",
       r.sent_us AS "sent:time",
       r.reference AS "reference",
       r.answer_us AS "answer_by:time",
       nullif(r.returned_minor, 0) AS "returned:money",
       r.refusal AS "refusal",
       r.currency AS "currency:currency"
    FROM recall AS r
    WHERE r.case_id = :case
      AND (:about <> 'partner' OR :account IN (r.institution, r.payee))
    ORDER BY r.number;
