-- Recalls: what is asked back, and what came of it. loss = returned + refunded + rejected once settled.
SELECT r.number AS "recall:count",
       c.short_number AS "case",
       r.state AS "state",
       r.orig_us AS "ts:time",
       r.orig_txn_id AS "event_id",
       r.payee AS "payee",
       r.payee_kind AS "kind",
       r.institution AS "institution",
       r.amount_minor AS "recalled:money",
       r.returned_minor AS "returned:money",
       r.refunded_minor AS "refunded:money",
       r.rejected_minor AS "rejected:money",
       r.remind_us AS "remind:time",
       r.answer_us AS "answer_by:time",
       r.refusal AS "refusal",
       r.currency AS "currency:currency"
    FROM recall AS r
    JOIN theft_case AS c ON c.case_id = r.case_id
    WHERE (:account IS NULL OR r.payer = :account)
      AND (:case IS NULL OR c.short_number = :case OR c.case_id = :case)
    ORDER BY r.number
    LIMIT :limit;
