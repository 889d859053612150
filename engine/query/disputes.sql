-- Disputes: each payment that was not the customer's, and what came of the claim.
SELECT d.number AS "dispute:count",
       c.short_number AS "case",
       d.state AS "state",
       d.event_id AS "event_id",
       d.amount_minor AS "disputed:money",
       coalesce((SELECT sum(r.returned_minor) FROM recall AS r
                     WHERE r.case_id = d.case_id AND r.orig_txn_id = d.event_id), 0) AS "recovered:money",
       d.credit_minor AS "credit:money",
       d.refund_minor AS "decided:money",
       d.paid_minor AS "paid:money",
       d.due_us AS "due:time",
       d.answer_us AS "answer_by:time",
       d.reason AS "reason",
       d.currency AS "currency:currency"
    FROM dispute AS d
    JOIN theft_case AS c ON c.case_id = d.case_id
    WHERE (:account IS NULL OR c.account = :account)
      AND (:case IS NULL OR c.short_number = :case OR c.case_id = :case)
    ORDER BY d.number
    LIMIT :limit;
