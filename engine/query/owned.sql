-- Payments that the customer made: the latest word about each, in whichever case it was said. Doubt
-- and denial at the same moment count more than ownership.
SELECT DISTINCT m.event_id FROM mark AS m
    WHERE m.mark = 'MINE'
        AND NOT EXISTS (SELECT 1 FROM mark AS o
                            WHERE o.event_id = m.event_id AND o.mark <> 'MINE' AND o.at_us >= m.at_us);
