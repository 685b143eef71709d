"""Writes two months' figures with late corrections, a pipeline exported twice
with changed rows, and expected.csv: what a database says they are (SQLite's
INSERT OR REPLACE). Seeded. Nothing of gapstep is used here.
"""
import csv
import random
import sqlite3

rng = random.Random(20250711)


def write(name, head, rows):
    with open(name, "w", encoding="utf-8", newline="") as f:
        csv.writer(f, lineterminator="\n").writerows([head] + rows)


db = sqlite3.connect(":memory:")
db.execute("CREATE TABLE figures (team, employee, period, won, visits, PRIMARY KEY (employee, period))")
db.execute("CREATE TABLE deals (id PRIMARY KEY, employee, team, closed, stage)")

head = ["工号", "部门", "月份", "成交数", "拜访数"]
base, late = [], []
for n in range(1, 16):
    for month in ("2025-05", "2025-06"):
        row = [f"E{n:02d}", "AB"[n % 2], month, rng.randint(0, 20), rng.randint(20, 60)]
        base.append(row)
        if rng.random() < 0.3:  # corrected, or handed in again as it was
            late.append(row[:3] + [row[3] + rng.randint(0, 2), row[4]])
late.append(["E16", "A", "2025-06", 4, 31])  # nobody had handed it in
write("figures.csv", head, base)
write("figures_late.csv", head, late)
for e, team, period, won, visits in base + late:
    db.execute("INSERT OR REPLACE INTO figures VALUES (?,?,?,?,?)", (team, e, period, won, visits))

head = ["deal_id", "agent", "team", "closed", "stage", "exported"]
first, second = [], []
for n in range(1, 121):
    row = [f"D{n:03d}", f"S{rng.randint(1, 8)}", "XY"[n % 2], f"2025-0{rng.randint(5, 6)}-{rng.randint(1, 28):02d}", rng.choice(["Won", "Lost", "Open"])]
    if n <= 90:
        first.append(row + ["2025-06-30"])
    if n > 50:
        second.append(row[:4] + [rng.choice(["Won", "Lost"]) if row[4] == "Open" else "Open" if rng.random() < 0.1 else row[4], "2025-07-10"])
write("deals_june.csv", head, first)
write("deals_july.csv", head, second)
for row in first + second:
    db.execute("INSERT OR REPLACE INTO deals VALUES (?,?,?,?,?)", [row[0], row[1], row[2], row[3], row[4]])

query = """
SELECT team, employee, 'conversion_rate', period, won, visits FROM figures
UNION ALL
SELECT team, employee, 'win_rate', substr(closed, 1, 7), sum(stage = 'Won'), count(*) FROM deals WHERE stage IN ('Won', 'Lost') GROUP BY 1, 2, 4
ORDER BY 1, 3, 2, 4"""
with open("expected.csv", "w", encoding="utf-8", newline="") as f:
    for team, employee, kpi, period, num, den in db.execute(query):
        csv.writer(f, lineterminator="\n").writerow([team, employee, kpi, period, num, den, repr(num / den)])
