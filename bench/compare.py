#!/usr/bin/env python3
"""One table: jaga beside three naive rules on the same labelled logs.

usage: compare.py EVALUATOR.py FOLDER...

Each folder holds events.csv, truth.csv, thefts.csv and the holds of each detector: jaga.csv, rule1.csv,
rule2.csv, rule3.csv. All judging is the evaluator's. Against each rule jaga's threshold is the one that
makes no more false holds than the rule did on these logs; it is chosen with hindsight, as the rule's
own shape was by whoever wrote it.
"""
import argparse
import importlib.util
import sys

RATES = (2, 10, 30, 100)
RULES = ((1, "new device, new payee, over half the balance"),
         (2, "more than 3 failed logins, then a transfer"),
         (3, "over 5 times the 30-day maximum"))


def load(path):
    spec = importlib.util.spec_from_file_location("evaluate", path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def options():
    """The evaluator's defaults."""
    return argparse.Namespace(grace_hours=1, merge_hours=24, compromised_days=7, tz_hours=7, hold_delay=(0.0,),
                              budgets=(5, 10, 20, 50), bootstrap=1000, seed=1)


def line(name, rate, table):
    ci = table["ci95"]
    cells = []
    for column in ("recall", "value_saved", "value_saved_inline"):
        x, span = table[column], ci.get(column)
        cells.append("      -" if x is None else "%5.1f%%%s" % (100 * x, " [%5.1f ..%5.1f]" % tuple(100 * v for v in span) if span else ""))
    print(("%-52s %9.2f  %-23s %-23s %-23s" % ((name, rate) + tuple(cells))).rstrip())


def at_most(ev, logs, months, rate, opt):
    """jaga's decisions above the lowest threshold that makes at most `rate` false holds: the holds and the judgement."""
    ev.TARGETS = (rate * (1 + 1e-12),)
    above = ev.sweep(logs, months, opt)[0]["score_above"]
    chosen = [[h for h in g.holds if above is None or h.score > above] for g in logs]
    judged = [ev.judge(g, holds, opt) for g, holds in zip(logs, chosen)]
    return judged, ev.score_table(judged, months, opt)


def rule_table(ev, logs, months, opt):
    judged = [ev.judge(g, g.other, opt) for g in logs]
    return judged, ev.score_table(judged, months, opt)


def points(value):
    return "%+.1f%s" % (100 * (value["difference"] or 0), " [%+.1f ..%+.1f]" % tuple(100 * x for x in value["ci95"]) if value["ci95"] else "")


FALSE = "false_holds_per_10k_account_months"


def main():
    ev, folders = load(sys.argv[1]), sys.argv[2:]
    opt = options()
    is_better = True
    for number, words in RULES:
        logs = [ev.load_log(*("%s/%s.csv" % (f, n) for n in ("events", "truth", "thefts", "jaga", "rule%d" % number))) for f in folders]
        months = sum(g.months for g in logs)
        if number == 1:
            episodes = sum(bool(e.thefts) for g in logs for e in g.attacks)
            print("%d logs, %.0f account-months, %d thefts with a loss, of the kinds %s\n" % (
                len(logs), months, episodes, ", ".join(sorted({e.kind for g in logs for e in g.attacks}))))
            print("%-52s %9s  %-23s %-23s %-23s" % ("", "false per", "recall", "value saved", "saved, if the hold comes"))
            print("%-52s %9s  %-23s %-23s %-23s" % ("", "10,000 am", "", "", "before its own event"))
            shipped = ev.score_table([ev.judge(g, [h for h in g.holds if h.kind == "hold"], opt) for g in logs], months, opt)
            line("jaga, as it decides", shipped[FALSE], shipped)
            for rate in RATES:
                _, table = at_most(ev, logs, months, rate, opt)
                line("jaga, at most %d" % rate, table[FALSE], table)
        theirs, rule = rule_table(ev, logs, months, opt)
        mine, table = at_most(ev, logs, months, rule[FALSE], opt)
        print()
        line("rule %d: %s" % (number, words), rule[FALSE], rule)
        line("jaga, with no more false holds than rule %d" % number, table[FALSE], table)
        difference = ev.paired(mine, theirs, opt)
        print("  difference on the same thefts, in points: recall %s, value saved %s" % (
            points(difference["recall"]), points(difference["value_saved"])))
        is_better &= all((table[k] or 0) > (rule[k] or 0) for k in ("recall", "value_saved"))
    print()
    print("jaga is better at every point: more thefts found and more money saved than each rule, at no more false holds."
          if is_better else "jaga is not better at every point.")


if __name__ == "__main__":
    main()
