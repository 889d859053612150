#!/usr/bin/env python3
"""Write models/holidays_COUNTRY.csv from the package `holidays` (pip install holidays==0.109).
usage: scripts/make_holidays.py FIRST_YEAR LAST_YEAR"""
import sys

import holidays

first, last = int(sys.argv[1]), int(sys.argv[2])
years = range(first, last + 1)
countries = {
    "id": holidays.country_holidays("ID", years=years, language="en_US"),
    "us": holidays.country_holidays("US", years=years, language="en_US"),
    "gb": holidays.country_holidays("GB", subdiv="ENG", years=years, language="en_US"),
    "sg": holidays.country_holidays("SG", years=years, language="en_US"),
    "in": holidays.country_holidays("IN", years=years, language="en_IN"),
    "ph": holidays.country_holidays("PH", years=years, language="en_US"),
    "eu": holidays.financial_holidays("ECB", years=years, language="en_US"),
}
joint = holidays.country_holidays("ID", years=years, categories=("government",), language="en_US")


def kind(country, day, name):
    if "estimated" in name:
        return "estimated"
    if country == "id" and day in joint and day not in countries["id"]:
        return "joint"
    return "public"


for country, days in countries.items():
    rows = dict(days)
    if country == "id":
        for day, name in joint.items():
            rows.setdefault(day, name)
    with open(f"models/holidays_{country}.csv", "w", encoding="utf-8") as out:
        out.write(f"# Holidays {first} to {last} as the Python package holidays {holidays.__version__} gives\n")
        out.write("# them (scripts/make_holidays.py); estimated: moves with the moon and is not decreed yet.\n")
        out.write("date,kind,name\n")
        for day in sorted(rows):
            name = rows[day].replace(" (estimated)", "").replace('"', "'").split(";")[0]
            name = f'"{name}"' if "," in name else name
            out.write(f"{day.isoformat()},{kind(country, day, rows[day])},{name}\n")
