-- What came later is not normal for the account: its latest incident, or the end of the log.
SELECT coalesce((SELECT incident_start_us FROM theft_case WHERE account = ?1
                     ORDER BY number DESC LIMIT 1),
                (SELECT max(watermark_us, 0) + 86400000000 FROM position), 0);
