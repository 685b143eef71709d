#!/usr/bin/env python3
"""Computes expected.json from the fixtures in this folder.

Standard library only, and no code of the project: the workbooks are unzipped
and their XML is read here, and for each file it is written down by hand which
cell holds what. Run it in this folder after the fixtures were made anew.
"""
import csv
import json
import re
import xml.etree.ElementTree as ET
import zipfile
from fractions import Fraction

NS = {"m": "http://schemas.openxmlformats.org/spreadsheetml/2006/main"}


def book(path):
    """The sheets of a workbook: name -> {(column, row): text}."""
    with zipfile.ZipFile(path) as z:
        shared = []
        if "xl/sharedStrings.xml" in z.namelist():
            for si in ET.fromstring(z.read("xl/sharedStrings.xml")).findall("m:si", NS):
                shared.append("".join(t.text or "" for t in si.iter("{%s}t" % NS["m"])))
        names = [s.get("name") for s in ET.fromstring(z.read("xl/workbook.xml")).find("m:sheets", NS)]
        out = {}
        for i, name in enumerate(names):
            cells = {}
            for c in ET.fromstring(z.read(f"xl/worksheets/sheet{i + 1}.xml")).iter("{%s}c" % NS["m"]):
                v = c.find("m:v", NS)
                if v is None or v.text is None:
                    continue
                col, row = re.fullmatch(r"([A-Z]+)(\d+)", c.get("r")).groups()
                n = 0
                for ch in col:
                    n = 26 * n + ord(ch) - 64
                cells[n, int(row)] = shared[int(v.text)] if c.get("t") == "s" else v.text
            out[name] = cells
    return out


def value(x):
    return [0.0, 0.0, float(x)]


def counts(x, n):
    return [float(x), float(n), float(Fraction(x) / Fraction(n))]


def two_row_header():
    """Months over three KPIs; people in rows 5 to 12, the last column and row are sums."""
    s, out = book("2025年两行表头.xlsx")["Sheet1"], {}
    for row in range(5, 13):
        who, team = s[3, row], s[4, row]
        for m in range(6):
            at = 5 + 3 * m
            if (at, row) not in s:
                continue
            out[f"{team}|{who}|conversion_rate|2025-{m + 1:02d}"] = counts(s[at, row], s[at + 1, row])
            out[f"{team}|{who}|nps|2025-{m + 1:02d}"] = value(s[at + 2, row])
    return out


def stacked():
    """A title, a header and five people for each of April to June; beside it the satisfaction of the same ids."""
    s, out = book("堆叠.xlsx")["月报"], {}
    for m in range(3):
        top = 1 + 10 * m
        for row in range(top + 2, top + 7):
            month = f"2025-{m + 4:02d}"
            out[f"{s[3, row]}|{s[1, row]}|defect_rate|{month}"] = counts(s[4, row], s[5, row])
            out[f"{s[3, row]}|{s[1, row]}|rework_hours|{month}"] = value(s[6, row])
            out[f"all|{s[8, row]}|csat|{month}"] = value(s[9, row])
    return out


def sheet_per_person():
    """Money in ten thousands, a time cell in days, a text of hours and minutes; both durations in minutes."""
    out = {}
    for who, s in book("2025年个人.xlsx").items():
        if who == "填表说明":
            continue
        for m in range(6):
            row, month = m + 2, f"2025-{m + 1:02d}"
            out[f"all|{who}|sales_value|{month}"] = value(Fraction(s[2, row]) * 10000)
            out[f"all|{who}|first_response_time|{month}"] = value(round(float(s[3, row]) * 86400) / 60)
            h, mins = s[4, row].split(":")
            out[f"all|{who}|handling_time|{month}"] = value(60 * int(h) + int(mins))
    return out


def target_blocks():
    """Six rows a person; the second of each three holds what was reached."""
    s, out = book("2025年目标实际.xlsx")["考核"], {}
    for person in range(6):
        top = 3 + 6 * person
        for k, kpi in enumerate(["test_coverage", "feedback_360"]):
            row = top + 3 * k + 1
            assert s[4, row] == "实际"
            for q in range(4):
                out[f"all|{s[2, top]}|{kpi}|2025-Q{q + 1}"] = value(s[5 + q, row])
    return out


def people_across():
    """KPIs in rows 2 to 5, people in columns C to F; the first two are percents."""
    s, out = book("转置2025年6月.xlsx")["Sheet1"], {}
    for row, kpi in enumerate(["csat", "on_time_delivery_rate", "nps", "rework_hours"], start=2):
        for col in range(3, 7):
            if (col, row) in s:
                v = Fraction(s[col, row]) / (100 if row < 4 else 1)
                out[f"all|{s[col, 1]}|{kpi}|2025-06"] = value(v)
    return out


def values():
    """One row a person with a duration, money in thousands, yes or no, an open percent and an accounting number."""
    out = {}
    with open("values_2025-06.csv", encoding="utf-8", newline="") as f:
        for row in list(csv.reader(f))[1:]:
            who = "V" + row[0][1:]
            m, sec = row[2].split(":")
            out[f"all|{who}|handling_time|2025-06"] = value(Fraction(60 * int(m) + int(sec), 60))
            out[f"all|{who}|sales_value|2025-06"] = value(Fraction(row[3].replace(",", "")) * 1000)
            out[f"all|{who}|exam_pass_rate|2025-06"] = counts(1 if row[4] in ("是", "Y", "TRUE", "√") else 0, 1)
            out[f"all|{who}|complaint_rate|2025-06"] = value(Fraction(row[5].rstrip("%")) / 100)
            nps = {"(25)": -25, "１５": 15, "+7": 7, "-3": -3, "12-": -12}.get(row[6].strip())
            if nps is not None:
                out[f"all|{who}|nps|2025-06"] = value(nps)
    return out


expected = {
    "2025年两行表头.xlsx": two_row_header(),
    "堆叠.xlsx": stacked(),
    "2025年个人.xlsx": sheet_per_person(),
    "2025年目标实际.xlsx": target_blocks(),
    "转置2025年6月.xlsx": people_across(),
    "values_2025-06.csv": values(),
}
with open("expected.json", "w", encoding="utf-8") as f:
    json.dump(expected, f, ensure_ascii=False, indent=0, sort_keys=True)
    f.write("\n")
