-- What came of each claim, with its dates.
SELECT d.event_id AS "event_id",
       lower(replace(d.state, '_', ' ')) AS "state",
       d.amount_minor AS "amount:money",
       d.credit_minor AS "credit:money",
       d.refund_minor AS "refund:money",
       nullif(d.paid_minor, 0) AS "paid:money",
       d.filed_us AS "filed:time",
       d.answer_us AS "answer_by:time",
       d.decided_us AS "decided:time",
       iif(:about = 'customer', NULL, d.reason) AS "reason",
       d.currency AS "currency:currency"
    FROM dispute AS d WHERE d.case_id = :case
    ORDER BY d.number;
