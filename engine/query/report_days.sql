-- By local day (UTC+7): holds, and of them those that were false alarms and those that were thefts.
SELECT (placed_us + 25200000000) / 86400000000 AS day,
       count(*) AS holds,
       sum(coalesce(label IN ('theft', 'scam'), 0)) AS thefts,
       sum(coalesce(label = 'false_alarm', 0)) AS false_alarms
    FROM kpi_hold
    WHERE placed_us >= :since AND placed_us < :until
    GROUP BY day
    ORDER BY day;
