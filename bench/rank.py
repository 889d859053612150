#!/usr/bin/env python3
"""How well scores rank labelled rows: area under the ROC curve and average precision, ties counted
as ties, and recall among the highest 0.1 % of the honest rows.

    rank.py --labels LOG.csv --columns ID,LABEL --scores SCORES.csv
"""
import argparse
import csv


def main():
    given = argparse.ArgumentParser()
    given.add_argument("--labels", required=True)
    given.add_argument("--columns", required=True)
    given.add_argument("--scores", required=True)
    given = given.parse_args()
    row_id, label = given.columns.split(",")
    with open(given.scores, newline="") as file:
        scores = {row["event_id"]: float(row["score"]) for row in csv.DictReader(file)}
    with open(given.labels, newline="") as file:
        pairs = [(scores[row[row_id]], row[label] == "1") for row in csv.DictReader(file) if row[row_id] in scores]
    pairs.sort(key=lambda pair: -pair[0])
    positives = sum(is_theft for _, is_theft in pairs)
    negatives = len(pairs) - positives
    area = precision = found_at_a_thousandth = 0.0
    true = false = at = 0
    while at < len(pairs):
        end = at
        while end < len(pairs) and pairs[end][0] == pairs[at][0]:
            end += 1
        hits = sum(is_theft for _, is_theft in pairs[at:end])
        misses = end - at - hits
        area += misses * (true + hits / 2)
        true += hits
        false += misses
        precision += hits * true / (true + false)
        if false <= negatives / 1000:
            found_at_a_thousandth = true / positives
        at = end
    print(
        f"  {positives} of {len(pairs)} rows are theft: AUC {area / positives / negatives:.3f}, "
        f"average precision {precision / positives:.3f}, "
        f"recall at 0.1 % false positives {found_at_a_thousandth:.3f}"
    )


main()
