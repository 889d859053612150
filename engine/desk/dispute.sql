-- Disputes (dispute.c).

-- name: get_dispute
SELECT d.event_id, d.state, d.currency, d.amount_minor,
       coalesce((SELECT sum(r.returned_minor) FROM recall AS r
                     WHERE r.case_id = d.case_id AND r.orig_txn_id = d.event_id), 0),
       d.paid_minor, d.credit_minor, d.decided_us, d.answer_us, d.changed_us, c.short_number
    FROM dispute AS d JOIN theft_case AS c ON c.case_id = d.case_id
    WHERE d.number = ?1;

-- name: next_over
-- The time for objections is over; a rejection with a credit that still stands is not the end.
SELECT number FROM dispute
    WHERE state IN ('PAID', 'CREDIT_REVERSED', 'DECIDED_REJECT') AND credit_minor IS NULL
      AND decided_us + ?2 < ?1
    ORDER BY number LIMIT 1;

-- name: count_late
SELECT count(*) FROM dispute
    WHERE state IN ('FILED', 'ACKED', 'INFO_NEEDED', 'INVESTIGATING', 'PROVISIONAL') AND answer_us < ?1;
