-- What a bank or wallet is sent: one line for each recall, the names of camt.056.
SELECT r.recall_id AS "cxl_id",
       c.short_number AS "case",
       r.orig_txn_id AS "orig_tx_id",
       r.orig_us AS "orig_ts:time",
       r.orig_minor AS "orig_amount:money",
       r.amount_minor - r.returned_minor AS "cxl_amount:money",
       r.currency AS "currency:currency",
       r.payer AS "debtor",
       r.payee AS "creditor",
       r.institution AS "creditor_agent",
       r.reason AS "cxl_rsn_inf",
       r.reference AS "reference",
       r.reminders AS "reminders:count"
    FROM recall AS r
    JOIN theft_case AS c ON c.case_id = r.case_id
    WHERE r.state IN ('DRAFT', 'SENT', 'ACKED', 'HELD_AT_RECEIVER', 'RETURNED_PART')
      AND (:case IS NULL OR c.short_number = :case OR c.case_id = :case)
    ORDER BY r.number
    LIMIT :limit;
