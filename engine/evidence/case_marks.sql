-- What the customer said of each payment.
SELECT m.event_id AS "event_id",
       lower(replace(m.mark, '_', ' ')) AS "mark",
       m.amount_minor AS "amount:money",
       m.at_us AS "ts:time",
       m.currency AS "currency:currency"
    FROM mark AS m WHERE m.case_id = :case
    ORDER BY m.at_us, m.event_id;
