-- What the anti-scam centre's portal asks for. Who the reporter is, jaga does not know: those columns
-- are for the desk to fill in.
SELECT NULL AS "reporter_name",
       NULL AS "reporter_id_number",
       NULL AS "reporter_province",
       NULL AS "reporter_city",
       NULL AS "reporter_address",
       NULL AS "reporter_phone",
       NULL AS "reporter_email",
       c.account AS "reporter_account",
       NULL AS "reported_name",
       NULL AS "reported_contact",
       r.payee AS "reported_account",
       r.institution AS "reported_institution",
       r.payee_kind AS "reported_kind",
       r.orig_us AS "ts:time",
       r.orig_minor AS "amount:money",
       r.currency AS "currency:currency",
       r.orig_txn_id AS "proof_of_transfer",
       c.short_number AS "case",
       NULL AS "police_report"
    FROM recall AS r
    JOIN theft_case AS c ON c.case_id = r.case_id
    WHERE r.state IN ('DRAFT', 'SENT', 'ACKED', 'HELD_AT_RECEIVER', 'RETURNED_PART')
      AND (:case IS NULL OR c.short_number = :case OR c.case_id = :case)
    ORDER BY r.number
    LIMIT :limit;
