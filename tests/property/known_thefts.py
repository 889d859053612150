"""Traces the labelled thefts of a public log and compares with its labels.

usage: known_thefts.py JAGA paysim FILE | JAGA amlsim NODES TRANSACTIONS
Says on standard output what was found; fails with the first difference."""
import csv
import decimal
import json
import subprocess
import sys

jaga, name, *files = sys.argv[1:]
cents = decimal.Decimal("0.01")


def scan(log, *options):
    subprocess.run([jaga, "scan", log, "--db", "t.db", *options], check=True, capture_output=True)


def trace(event, method):
    said = subprocess.run([jaga, "trace", event, "--db", "t.db", "--json", "--method", method],
                          check=True, capture_output=True, text=True).stdout
    told = json.loads(said)
    for by in told["methods"]:
        money = {key: decimal.Decimal(text) for key, text in by.items() if key != "method"}
        assert money["stolen"] + money["spoiled"] == \
            money["at_rest"] + money["gone"] + money["scattered"], (event, by)
        assert money["can_be_held"] <= money["at_rest"], (event, by)
    return told


def read(path):
    with open(path, newline="") as file:
        return list(csv.DictReader(file))


def paysim(path):
    """A theft is a transfer, then the cash-out of the same sum by its receiver, both labelled."""
    rows = read(path)
    scan(path, "--map", "paysim")
    thefts = [(a, b) for a, b in zip(rows, rows[1:])
              if a["isFraud"] == b["isFraud"] == "1" and a["action"] == "TRANSFER"
              and b["action"] == "CASH_OUT" and a["nameDest"] == b["nameOrig"]]
    assert thefts, "no theft in these rows"
    for stolen, cashed in thefts[:40]:
        told = trace(stolen["tx_id"], "fifo")
        amount = decimal.Decimal(stolen["amount"]).quantize(cents)
        first, last = told["hops"][:2]
        assert first["event_id"] == stolen["tx_id"] and decimal.Decimal(first["stolen"]) == amount
        assert last["event_id"] == cashed["tx_id"] and last["after"] == 0, (stolen, last)
        assert decimal.Decimal(last["gone"]) == amount, (stolen, last)
        assert told["places"][last["place"]]["kind"] == "cash"
    print(f"{len(thefts[:40])} thefts followed through their mule to the cash-out, to the cent")


def amlsim_log(nodes, moves):
    """A step becomes a minute. Balances are what the sample says they were, and the moves since.
    Returns the numbers of the moves that left nothing, by account."""
    emptied = {}
    balance = {row["nodeid"]: decimal.Decimal(row["init_balance"]) for row in nodes}
    with open("amlsim.csv", "w", newline="") as file:
        out = csv.writer(file)
        out.writerow("event_id ts type status account amount currency balance counterparty "
                     "counterparty_kind ref".split())
        for number, row in enumerate(moves):
            at = 1767200400 + 60 * int(row["time"])
            source, target = row["sourceNodeId"], row["targetNodeId"]
            amount = decimal.Decimal(row["value"]).quantize(cents)
            balance[source] -= amount
            if balance[source] <= 0:
                emptied.setdefault(source, []).append(number)
            out.writerow([f"T{number}", at, "transfer", "ok", f"N{source}", amount, "USD",
                          balance[source], f"N{target}", "wallet", ""])
            balance[target] += amount
            out.writerow([f"R{number}", at, "receive", "ok", f"N{target}", amount, "USD",
                          balance[target], f"N{source}", "wallet", f"T{number}"])
    return emptied


def rings(nodes, moves, emptied):
    """Ways of labelled moves: each account passes on at its step, and kept something until then of
    what came to it before."""
    step = {row["nodeid"]: int(row["fraudStep"]) for row in nodes}
    onward = {}
    for number, row in enumerate(moves):
        source, target = row["sourceNodeId"], row["targetNodeId"]
        if row["src_fraud"] == row["dst_fraud"] == "1" and source != target \
                and int(row["time"]) == step[source]:
            onward.setdefault(source, (number, target))
    for source, (number, target) in onward.items():
        way = [(number, source, target)]
        while target in onward and step[target] > int(moves[way[-1][0]]["time"]) and len(way) < 6:
            came = number
            number, after = onward[target]
            if any(came < at < number for at in emptied.get(target, [])):
                break
            way.append((number, target, after))
            target = after
        if len(way) >= 2:
            yield way


def amlsim(nodes_path, moves_path):
    nodes, moves = read(nodes_path), read(moves_path)
    emptied = amlsim_log(nodes, moves)
    scan("amlsim.csv")
    ways = sorted(rings(nodes, moves, emptied), key=lambda way: (-len(way), way))[:12]
    assert ways, "no ring"
    for way in ways:
        told = trace(f"T{way[0][0]}", "poison")
        met = {told["places"][hop["place"]]["name"] for hop in told["hops"]}
        events = {hop["event_id"] for hop in told["hops"]}
        for number, source, target in way:
            assert f"T{number}" in events and f"N{target}" in met, (way, number, len(events))
    print(f"{len(ways)} rings followed through {sum(map(len, ways))} labelled moves")


{"paysim": paysim, "amlsim": amlsim}[name](*files)
