-- What `jaga trace` asks beside the history.

-- name: is_held
-- Whether a hold stops the money of an account: all that it pays, or an amount.
SELECT EXISTS (SELECT 1 FROM hold
                   WHERE account = ?1 AND state = 'held' AND scope IN ('OUTBOUND', 'FULL', 'AMOUNT')
                     AND expires_us > (SELECT coalesce(max(watermark_us), 0) FROM position));
