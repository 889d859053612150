-- Accounts with decisions, for those who count what accounts share.
SELECT account, count(*), sum(outcome = 'hold') FROM decision GROUP BY account;
