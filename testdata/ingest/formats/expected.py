"""Writes calls.csv, seeded, its likes in other encodings and notations, and
expected.json: what every one of them must give.

The workbooks beside it are what LibreOffice makes of calls.csv:

    soffice --headless --convert-to xlsx calls.csv
    soffice --headless --convert-to "xlsm:Calc MS Excel 2007 VBA XML" calls.csv

calls.csv.gz is gzip -n of it. Nothing of gapstep is used here.
"""
import csv
import json
import random
from fractions import Fraction

rng = random.Random(20250630)
rows = [["工号", "姓名", "团队", "月份", "成交数", "拜访数", "满意度", "投诉率", "处理时长", "销售额"]]
figures = {}
for n in range(1, 13):
    team = "ABC"[n % 3]
    for month in (4, 5, 6):
        visits = rng.randint(20, 90)
        deals = rng.randint(0, visits)
        csat = rng.randint(700, 990)  # tenths of a percent
        complaints = rng.randint(0, 90)  # hundredths of a percent
        seconds = rng.randint(60, 4000)
        sales = rng.randint(1_000, 9_999_999)  # cents
        blank = rng.random() < 0.1
        rows.append([f"E{n:03d}", f"员工{n}", team, f"2025-{month:02d}-15", deals, visits, "" if blank else f"{csat / 10:.1f}%",
                     f"{complaints / 100:.2f}%", f"{seconds // 3600}:{seconds // 60 % 60:02d}:{seconds % 60:02d}", f"{sales / 100:.2f}"])
        key = f"{team} E{n:03d} 2025-{month:02d} "
        figures[key + "conversion_rate"] = [float(Fraction(deals, visits)), deals, visits]
        figures[key + "csat"] = None if blank else [float(Fraction(csat, 1000))]
        figures[key + "complaint_rate"] = [float(Fraction(complaints, 10000))]
        figures[key + "handling_time"] = [float(Fraction(seconds, 60))]
        figures[key + "sales_value"] = [float(Fraction(sales, 100))]
with open("calls.csv", "w", encoding="utf-8", newline="") as f:
    csv.writer(f, lineterminator="\n").writerows(rows)
with open("calls_gbk.csv", "w", encoding="gb18030", newline="") as f:
    csv.writer(f, lineterminator="\r\n").writerows(rows)
with open("calls_utf16.tsv", "w", encoding="utf-16", newline="") as f:
    csv.writer(f, delimiter="\t", lineterminator="\r\n").writerows(rows)
with open("calls.jsonl", "w", encoding="utf-8") as f:
    for row in rows[1:]:
        f.write(json.dumps(dict(zip(rows[0], row)), ensure_ascii=False) + "\n")
with open("calls_semicolon.csv", "w", encoding="utf-8-sig", newline="") as f:  # decimal commas, dd.mm.yyyy
    for i, row in enumerate(rows):
        if i > 0:
            row = [str(c).replace(".", ",") for c in row]
            row[3] = ".".join(reversed(row[3].split("-")))
        csv.writer(f, delimiter=";", lineterminator="\r\n").writerow(row)
with open("expected.json", "w", encoding="utf-8") as f:
    json.dump(figures, f, ensure_ascii=False, indent=0, sort_keys=True)
    f.write("\n")
