#!/usr/bin/env python3
"""Says where `jaga eval --json` and another evaluator differ on the same decisions.

usage: evaluate_compare.py OURS.json THEIRS.json
Intervals are drawn with other random numbers, so they may differ a little; nothing else may.
"""
import json
import sys

FIGURES = ("episodes", "detected", "recall", "recall_before_first_theft", "recall_not_after_first_theft", "stolen", "value_saved",
           "value_saved_inline", "latency_s_median", "latency_s_p90")
COUNTS = ("already_held", "attempts_without_theft", "attempts_held", "true_holds", "false_holds", "mule_holds",
          "false_holds_per_10k_account_months")
SWEEP = ("target", "score_above", "false_holds_per_10k_account_months", "recall", "recall_before_first_theft", "value_saved", "value_saved_inline")
wrong = []


def same(where, a, b, slack=1e-9):
    if (a is None) != (b is None) or (a is not None and abs(a - b) > slack * max(1, abs(a), abs(b))):
        wrong.append("%s: %r, theirs %r" % (where, a, b))


def table(where, a, b, names):
    for name in names:
        same(where + "." + name, a[name], b[name])


def intervals(where, a, b, months):
    """The ends of a bootstrap interval wander by about a tenth of its width with 1000 draws, and by one step
    where the figure comes in steps: a theft, a false hold."""
    steps = {"false_holds_per_10k_account_months": 1e4 / months}
    for name, theirs in b.items():
        ours = a[name]
        if (ours is None) != (theirs is None):
            wrong.append("%s.%s: %r, theirs %r" % (where, name, ours, theirs))
        elif theirs is not None:
            step = steps.get(name, 1 / max(1, a["episodes"]))
            slack = .15 * (theirs[1] - theirs[0]) + 1.001 * step
            if any(not abs(x - y) <= slack for x, y in zip(ours, theirs)):
                wrong.append("%s.%s: %r, theirs %r" % (where, name, ours, theirs))


def main():
    ours, theirs = (json.load(open(p)) for p in sys.argv[1:3])
    months = theirs["account_months"]
    table("log", ours, theirs, ("accounts", "days", "account_months", "mules"))
    table("decisions", ours["decisions"], theirs["decisions"], ("hold", "step_up", "alert"))
    for name in ("hold", "hold_or_step_up"):
        a, b = ours[name], theirs[name]
        table(name, a, b, FIGURES + COUNTS)
        intervals(name, {**a["ci95"], "episodes": a["episodes"]}, b["ci95"], months)
        table(name + ".look_alikes_all", a["look_alikes_all"], b["look_alikes_all"], ("episodes", "held"))
    a, b = ours["hold"], theirs["hold"]
    same("reported", a["reported_holds"], theirs["reported"]["holds"])
    same("only reported", a["only_reported"], theirs["reported"]["episodes_only_reported"])
    if sorted(a["per_kind"]) != sorted(b["per_kind"]):
        wrong.append("kinds: %s, theirs %s" % (sorted(a["per_kind"]), sorted(b["per_kind"])))
    for kind in b["per_kind"]:
        table(kind, a["per_kind"].get(kind, {}), b["per_kind"][kind], FIGURES)
    for twin, theirs_of in b["look_alikes"].items():
        table(twin, a["look_alikes"].get(twin.removeprefix("benign:"), {}), theirs_of, ("episodes", "held"))
    for a, b in zip(ours["sweep"], theirs["sweep"], strict=True):
        table("sweep %d" % b["target"], a, b, SWEEP)
        intervals("sweep %d" % b["target"], {**a["ci95"], "episodes": a["episodes"]}, b["ci95"], months)
    print("\n".join(wrong) if wrong else "equal")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
