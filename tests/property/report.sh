#!/bin/sh
# The report's figures against numbers counted by hand and by another program.
set -eu
jaga=$1
cd "${TMPDIR:?}"
fail() { echo "FAIL property/report: $1"; exit 1; }

command -v python3 >/dev/null || { echo "skip property/report: no python3"; exit 0; }
"$jaga" gen --accounts 300 --days 20 --seed 11 --attacks 200 --out d >/dev/null
# Judge the first holds: their labels go behind the log.
"$jaga" scan d/events.csv --db x.db >said
"$jaga" report --db x.db --html r.html >before
python3 - x.db before r.html <<'END' || fail "before any label"
import re, sqlite3, sys, xml.dom.minidom
db = sqlite3.connect(sys.argv[1])
text = open(sys.argv[2], encoding="utf-8").read()
def said(name):
    return re.search(r"^  " + re.escape(name) + r" +(\S+)", text, re.M).group(1).replace(",", "")
holds = db.execute("SELECT count(*) FROM hold WHERE scope IN ('OUTBOUND', 'FULL')").fetchone()[0]
assert holds > 5
assert int(said("holds placed")) == holds, said("holds placed")
assert int(said("cases opened")) == db.execute("SELECT count(*) FROM theft_case").fetchone()[0]
assert int(said("cases without an outcome")) == int(said("cases opened"))
for band, count in db.execute("SELECT band, count(*) FROM task GROUP BY band"):
    assert int(said(f"calls to make, urgency {band}")) == count
page = open(sys.argv[3], encoding="utf-8").read()
xml.dom.minidom.parseString(page.replace("<!DOCTYPE html>", ""))
assert "<svg" in page and "://" not in page.replace("http://www.w3.org", "")
END

python3 - x.db d/events.csv more.csv <<'END' || fail "making labels"
import csv, sqlite3, sys
db = sqlite3.connect(sys.argv[1])
with open(sys.argv[2], encoding="utf-8") as f:
    header = next(csv.reader(f))
rows = db.execute("SELECT c.account, c.case_id, c.opened_us FROM theft_case AS c ORDER BY c.number").fetchall()
end = db.execute("SELECT max(ts_us) FROM decision").fetchone()[0] // 1000000 + 60
import datetime
def stamp(s):
    return datetime.datetime.fromtimestamp(s, datetime.timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ")
with open(sys.argv[3], "w", encoding="utf-8", newline="") as f:
    out = csv.DictWriter(f, header, lineterminator="\n")
    out.writeheader()
    for i, (account, case_id, opened) in enumerate(rows):
        outcome = "false_alarm" if i % 4 == 0 else "theft"
        detail = f"outcome={outcome};confidence=verified"
        if outcome == "theft":
            detail += f";from={stamp(opened // 1000000 - 600 * (i + 1))}"
        out.writerow({"event_id": f"label-{i}", "ts": stamp(end + i), "type": "label", "status": "ok",
                      "account": account, "channel": "hotline", "actor": "staff", "ref": case_id,
                      "detail": detail})
END
"$jaga" scan more.csv --db x.db >said
"$jaga" report --db x.db >after
python3 - x.db after <<'END' || fail "after the labels"
import re, sqlite3, sys
db = sqlite3.connect(sys.argv[1])
text = open(sys.argv[2], encoding="utf-8").read()
def said(name):
    return re.search(r"^  " + re.escape(name) + r" +(\S+)", text, re.M).group(1).replace(",", "")
labels = dict(db.execute("SELECT case_id, outcome FROM label WHERE case_id IS NOT NULL"))
assert len(labels) > 5, labels
assert int(said("judged: theft, verified")) == sum(o == "theft" for o in labels.values())
held = [labels[c] for (c,) in db.execute("SELECT case_id FROM hold WHERE scope IN ('OUTBOUND', 'FULL')") if c in labels]
want = 100 * sum(o == "false_alarm" for o in held) / len(held)
assert abs(float(said("of the holds judged")) - want) < 0.051, (said("of the holds judged"), want)
# First alert of each theft after the time the label names, by hand.
waits = sorted((min(t for (t,) in db.execute("SELECT ts_us FROM decision WHERE case_id = ?", (c,))) - f) / 1e6
               for c, f in db.execute("SELECT case_id, from_us FROM label WHERE outcome = 'theft' AND from_us IS NOT NULL"))
assert waits
median = waits[(len(waits) + 1) // 2 - 1]
shown = re.search(r"first alert after the first loss, median +(\S+) (s|min|h|d)", text)
unit = {"s": 1, "min": 60, "h": 3600, "d": 86400}[shown.group(2)]
assert abs(float(shown.group(1)) * unit - median) <= 0.051 * unit, (shown.groups(), median)
END

# Money: the same sums from the list of cases.
"$jaga" query cases --db x.db --format csv >cases.csv
python3 - cases.csv after <<'END' || fail "money"
import csv, re, sys
from decimal import Decimal
rows = [r for r in csv.DictReader(open(sys.argv[1], encoding="utf-8")) if r["state"] in ("confirmed", "scam")]
text = open(sys.argv[2], encoding="utf-8").read()
def said(name):
    return re.search(r"^  " + re.escape(name) + r" +(\S+)", text, re.M).group(1).replace(",", "")
total = lambda column: sum(Decimal(r[column] or 0) for r in rows)
assert len(rows) > 3 and total("stolen") > 0
assert int(said("stolen, IDR")) == int(total("stolen"))
assert int(said("of it gone from the ledger, IDR")) == int(total("gone"))
kept = 100 * total("exposed") / (total("exposed") + total("stolen"))
assert abs(Decimal(said("kept of what was in reach, IDR")) - kept) < Decimal("0.051")
END

# What came back, what was refunded and what was asked for: of the demonstration case, by its tables row by row.
if command -v sqlite3 >/dev/null; then
    DEMO_OUT=$PWD/demo "$JAGA_SOURCE/scripts/demo-case.sh" "$jaga" >said 2>&1 || fail "the demonstration case"
    case=$(sqlite3 demo/case.db "SELECT short_number FROM theft_case")
    cp -r demo/case.db demo/case.state .
    sari() { "$jaga" "$@" --as sari --session sari-terminal --db case.db >>said 2>&1 || fail "$*"; }
    sari request open question rina topup
    sari request open question rina withdraw
    sari dispute receipt 1
    sari dispute partial 1 500000 'half of it'
    "$jaga" report --db case.db >demo.txt
    python3 - case.db demo.txt <<'END' || fail "recovery, disputes, requests"
import re, sqlite3, sys
db = sqlite3.connect(sys.argv[1])
db.row_factory = sqlite3.Row
text = open(sys.argv[2], encoding="utf-8").read()
def said(name):
    return float(re.search(r"^  " + re.escape(name) + r" +([0-9.,]+)", text, re.M).group(1).replace(",", ""))
recalls = db.execute("SELECT * FROM recall").fetchall()
assert len(recalls) == said("payments asked back") == 1
share = 100 * sum(r["returned_minor"] for r in recalls) / sum(r["amount_minor"] for r in recalls)
assert said("returned of what was asked back, IDR") == said("returned, by bank, IDR") == share == 100
assert said("returned, asked back within an hour, IDR") == 100 and said("sent and not answered") == 0
assert said("receivers held") == len(db.execute("SELECT 1 FROM receiver_hold").fetchall()) == 1
assert said("holds on receivers that were let go") == 100
assert said("opened: question") == 2 and said("asked again for the same within 7 days") == 50
assert said("past the date of their answer") == 0
looks = [r["case_id"] for r in db.execute("SELECT case_id FROM desk_event WHERE kind = 'look'")]
assert said("looks at a case, for each case looked at") == len(looks) / len(set(looks))
assert said("decided: partial") == 100 and said("decided by the date of the answer") == 100
assert said("stolen, IDR") == 1012904
END
fi

"$jaga" report --db x.db --from 2100-01-01 >none
grep -q '^  holds placed  *0' none || fail "a period without events has holds"
if "$jaga" report --db no.db >/dev/null 2>why; then fail "a database that is not there is reported on"; fi
grep -q 'no database' why || fail "what is wrong is not said"
echo "ok property/report"
