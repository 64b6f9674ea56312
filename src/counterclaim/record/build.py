"""Compiles the record's tables from the files their publishers give.

``python -m counterclaim.record.build FOLDER --retrieved DATE``

The folder holds the raw files under the names of ``docs/record.md``. Nothing is smoothed, filled or corrected: a value
is one the source published, a day without one stays empty, and where two transcriptions differ both values are kept.
"""

from __future__ import annotations

import argparse
import csv
import json
import re
from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path
from typing import Any

Cell = int | None
Table = dict[str, dict[date, Cell]]  # column key -> day -> value

# Ukraine's General Staff: our column key, the name in the first transcription, the name in the second.
GENERAL_STAFF: tuple[tuple[str, str, str | None], ...] = (
    ("personnel", "personnel", "personnel"),
    ("personnel/captured", "POW", None),
    ("tank", "tank", "tanks"),
    ("afv", "APC", "afvs"),
    ("artillery", "field artillery", "artillery"),
    ("mlrs", "MRL", "rocketSystems"),
    ("air-defence", "anti-aircraft warfare", "airDefense"),
    ("aircraft", "aircraft", "fixedWingAircraft"),
    ("helicopter", "helicopter", "rotaryWingAircraft"),
    ("uav", "drone", "uavs"),
    ("missile", "cruise missiles", "missiles"),
    ("ship", "naval ship", "ships"),
    ("submarine", "submarines", "submarines"),
    ("vehicle", "vehicles and fuel tanks", "unarmoredVehicles"),
    ("vehicle:motor vehicles", "military auto", "unarmoredVehicles"),
    ("vehicle:fuel tankers", "fuel tank", None),
    ("special-equipment", "special equipment", "specialEquipment"),
    ("missile:ballistic missile launchers", "mobile SRBM system", None),
    ("ground-robot", "ground robotic systems", None),
)
VEHICLES_MERGED = date(2022, 5, 1)

# Oryx's sections: the object of our vocabulary and the label that keeps two sections of one object apart.
ORYX: Mapping[str, tuple[str, str]] = {
    "All Types": ("equipment", ""),
    "Losses excluding Recon Drones and Trucks": ("equipment", "without reconnaissance drones and trucks"),
    "Losses of Armoured Combat Vehicles": ("afv", "all armoured combat vehicles, tanks among them"),
    "Tanks": ("tank", ""),
    "Armoured Fighting Vehicles": ("afv", "armoured fighting vehicles"),
    "Infantry Fighting Vehicles": ("afv", "infantry fighting vehicles"),
    "Armoured Personnel Carriers": ("afv", "armoured personnel carriers"),
    "Mine-Resistant Ambush Protected": ("afv", "mine-resistant vehicles"),
    "Infantry Mobility Vehicles": ("afv", "infantry mobility vehicles"),
    "Command Posts And Communications Stations": ("equipment", "command posts and communications stations"),
    "Engineering Vehicles And Equipment": ("special-equipment", "engineering vehicles and equipment"),
    "Unmanned Ground Vehicles": ("ground-robot", ""),
    "Self-Propelled Anti-Tank Missile Systems": ("equipment", "self-propelled anti-tank missile systems"),
    "Artillery Support Vehicles And Equipment": ("equipment", "artillery support"),
    "Towed Artillery": ("artillery", "towed artillery"),
    "Self-Propelled Artillery": ("artillery", "self-propelled artillery"),
    "Rocket and Missile Artillery": ("mlrs", "rocket and missile artillery"),
    "Multiple Rocket Launchers": ("mlrs", ""),
    "Anti-Aircraft Guns": ("air-defence", "anti-aircraft guns"),
    "Self-Propelled Anti-Aircraft Guns": ("air-defence", "self-propelled anti-aircraft guns"),
    "Surface-To-Air Missile Systems": ("air-defence", "surface-to-air missile systems"),
    "Radars": ("equipment", "radars"),
    "Radars And Communications Equipment": ("equipment", "radars"),
    "Jammers And Deception Systems": ("equipment", "jammers"),
    "Aircraft": ("aircraft", ""),
    "Helicopters": ("helicopter", ""),
    "Unmanned Combat Aerial Vehicles": ("uav", "combat drones"),
    "Reconnaissance Unmanned Aerial Vehicles": ("uav", "reconnaissance drones"),
    "Naval Ships": ("ship", ""),
    "Naval Ships and Submarines": ("ship", "ships and submarines"),
    "Trucks, Vehicles, and Jeeps": ("vehicle", ""),
    "Trucks, Vehicles, Jeeps, and Trains": ("vehicle", ""),
}
ORYX_STATES = ("type_total", "destroyed", "damaged", "abandoned", "captured")
ORYX_SIDES = {"RU": "Russia", "UA": "Ukraine"}

GAZA: tuple[tuple[str, str], ...] = (
    ("people/killed", "killed_cum"),
    ("people/wounded", "injured_cum"),
    ("child/killed", "killed_children_cum"),
    ("people/killed:women", "killed_women_cum"),
    ("medic/killed", "med_killed_cum"),
    ("journalist/killed", "press_killed_cum"),
    ("people/killed:civil defence workers", "civdef_killed_cum"),
    ("people/killed:people seeking aid", "aid_seeker_killed_cum"),
    ("people/wounded:people seeking aid", "aid_seeker_injured_cum"),
)
WEST_BANK: tuple[tuple[str, str], ...] = (
    ("people/killed", "killed_cum"),
    ("people/wounded", "injured_cum"),
    ("child/killed", "killed_children_cum"),
    ("child/wounded", "injured_children_cum"),
)


def rows_of(path: Path) -> dict[date, dict[str, Any]]:
    """The rows of a JSON list by their date, oldest first."""
    rows = json.loads(path.read_text(encoding="utf-8"))
    key = "date" if "date" in rows[0] else "report_date"
    return {date.fromisoformat(row[key]): row for row in sorted(rows, key=lambda row: str(row[key]))}


def write(path: Path, header: Iterable[tuple[str, str]], table: Table, days: Iterable[date]) -> None:
    """One series as a tab-separated table under ``# key: value`` lines; days without any value are left out."""
    lines = [f"# {key}: {value}" for key, value in header]
    columns = [key for key, cells in table.items() if any(value is not None for value in cells.values())]
    lines.append("\t".join(["date", *columns]))
    for day in sorted(days):
        cells = [table[key].get(day) for key in columns]
        if any(value is not None for value in cells):
            lines.append("\t".join([day.isoformat(), *("" if value is None else str(value) for value in cells)]))
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


def fits(cells: Mapping[date, Cell], day: date, value: int) -> bool:
    """Whether a running total at ``day`` lies between the nearest days before and after."""
    before = [v for d, v in cells.items() if d < day and v is not None][-1:]
    after = [v for d, v in cells.items() if d > day and v is not None][:1]
    return all(v <= value for v in before) and all(v >= value for v in after)


def general_staff(raw: Path, out: Path, retrieved: date) -> None:
    """Two transcriptions of one series: the first is kept, the second fills its gaps, differences are listed."""
    first = rows_of(raw / "ivaniuk-equipment.json")
    for day, row in rows_of(raw / "ivaniuk-personnel.json").items():
        first.setdefault(day, {}).update(row)
    second = rows_of(raw / "orc-losses.json")
    days = sorted(set(first) | set(second))
    table: Table = {}
    disagreements: list[tuple[date, str, int, int, int]] = []
    for key, name, other in GENERAL_STAFF:
        cells: dict[date, Cell] = {day: row.get(name) for day, row in first.items()}
        for day, row in second.items():
            value = row.get(other) if other else None
            unlike = (key == "vehicle") is (day < VEHICLES_MERGED) and other == "unarmoredVehicles"
            if value is None or unlike:
                continue
            own = cells.get(day)
            if own is None and (day not in first or value > 0):
                cells[day] = value
            elif own is not None and own != value:
                disagreements.append((day, key, own, value, own))
        ordered = dict(sorted(cells.items()))
        for at, (day, column, own, value, _) in enumerate(disagreements):
            if column == key and not fits(ordered, day, own) and fits(ordered, day, value):
                cells[day] = value
                disagreements[at] = (day, column, own, value, value)
        table[key] = cells
    more = [day.isoformat() for day, row in first.items() if row.get("personnel*") == "more"]
    last = max(first)
    header = [
        ("id", "ua-general-staff"),
        ("source", "ua-general-staff"),
        ("title", "General Staff of the Armed Forces of Ukraine: Russian losses, daily"),
        ("side", "RU"),
        ("measure", "losses"),
        ("licence", "MIT"),
        ("origin", "PetroIvaniuk/2022-Ukraine-Russia-War-Dataset; lod-db/orc-losses"),
        ("url", "https://github.com/PetroIvaniuk/2022-Ukraine-Russia-War-Dataset"),
        ("url", "https://github.com/lod-db/orc-losses"),
        ("retrieved", retrieved.isoformat()),
        ("kind", "cumulative"),
        (
            "note",
            "A bulletin dated day D states running totals as of the morning of D; both transcriptions date it so.",
        ),
        ("note", "Also published by Ukraine's Ministry of Defence (ua-mod), word for word."),
        ("note", "Personnel are given as 'about'; as 'more than' on " + ", ".join(more) + "."),
        ("note", "Personnel is 'liquidated' (ликвідовано, втрати): killed and out of action are not told apart."),
        ("note", "Until 2022-04-30 motor vehicles and fuel tankers are two columns; from 2022-05-01 one, with both."),
        (
            "note",
            "Ballistic missile launchers are a column of their own until 2022-04-30, then fall under other columns.",
        ),
        ("note", "Prisoners are not given after 2022-04-27; submarines are a column of their own from 2023-09-14."),
        ("note", f"Days after {last.isoformat()} stand in the second transcription only."),
    ]
    write(out / "ua-general-staff.tsv", header, table, days)
    lines = [
        "# first: PetroIvaniuk/2022-Ukraine-Russia-War-Dataset (MIT)",
        "# second: lod-db/orc-losses (MIT)",
        "# kept: the first, unless it breaks the running total and the second does not",
        "date\tcolumn\tfirst\tsecond\tkept",
    ]
    lines += ["\t".join([day.isoformat(), key, *map(str, rest)]) for day, key, *rest in sorted(disagreements)]
    (out / "ua-general-staff.disagreements.tsv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    names = {name: key for key, name, _ in GENERAL_STAFF}
    lines = [
        "# source: PetroIvaniuk/2022-Ukraine-Russia-War-Dataset (MIT)",
        "# meaning: on this day the source changed the running total by this much beyond the day's own losses",
        "date\tcolumn\tby",
    ]
    for row in json.loads((raw / "ivaniuk-equipment-corrections.json").read_text(encoding="utf-8")):
        lines += [f"{row['date']}\t{names[name]}\t{value}" for name, value in row.items() if name in names and value]
    (out / "ua-general-staff.restatements.tsv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    lines = ["# source: lod-db/orc-losses (MIT)", "date\taddress"]
    lines += [f"{day.isoformat()}\t{row['sourceUri']}" for day, row in sorted(second.items()) if row.get("sourceUri")]
    (out / "ua-general-staff.addresses.tsv").write_text("\n".join(lines) + "\n", encoding="utf-8")


def misread(values: list[tuple[date, int]]) -> set[date]:
    """Days on which a count halves and is back at once: the scraper's slips, not the source's."""
    bad: set[date] = set()
    kept: list[int] = []
    for at, (day, value) in enumerate(values):
        later = [v for _, v in values[at + 1 : at + 12]]
        if kept and value < 0.8 * kept[-1] and any(v >= kept[-1] for v in later):
            bad.add(day)
        else:
            kept.append(value)
    return bad


def oryx(raw: Path, out: Path, retrieved: date) -> None:
    """Oryx's counts of one side each, by section and state; a day carries only the sections that changed."""
    with (raw / "oryx-daily-count.csv").open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines))
    for side, country in ORYX_SIDES.items():
        table: Table = {}
        dropped = 0
        for row in rows:
            section = re.split(r" - \d| \[", row["equipment_type"].strip())[0]
            day = date.fromisoformat(row["date_recorded"])
            if row["country"] != country or not int(row["type_total"]):
                continue
            thing, label = ORYX[section]
            for state in ORYX_STATES:
                key = thing + ("" if state == "type_total" else f"/{state}") + (f":{label}" if label else "")
                table.setdefault(key, {})[day] = int(row[state])
        for key in [key for key in table if "/" not in key]:
            for day in misread([(day, value) for day, value in sorted(table[key].items()) if value is not None]):
                dropped += 1
                thing, _, label = key.partition(":")
                for state in ORYX_STATES[1:]:
                    table[f"{thing}/{state}" + (f":{label}" if label else "")].pop(day, None)
                del table[key][day]
        header = [
            ("id", f"oryx-{side.lower()}"),
            ("source", "oryx"),
            ("title", f"Oryx: {country}'s equipment losses, visually confirmed"),
            ("side", side),
            ("measure", "losses"),
            ("licence", "CC BY 4.0"),
            ("origin", "scarnecchia/oryx_data, after Oryx (Stijn Mitzer, Joost Oliemans and others)"),
            ("url", "https://github.com/scarnecchia/oryx_data"),
            ("retrieved", retrieved.isoformat()),
            ("kind", "cumulative"),
            ("note", "A loss without a photograph or video is not counted: the true figure is higher."),
            (
                "note",
                "A section is recorded on the days it changed; the total is destroyed, damaged, abandoned, captured.",
            ),
            ("note", "Sections of one object are counted apart: afv has six, air-defence three."),
            ("note", f"Rows left out because a count fell by a fifth and came back, a slip of the scraper: {dropped}."),
        ]
        write(out / f"oryx-{side.lower()}.tsv", header, table, {day for cells in table.values() for day in cells})


def health(raw: Path, out: Path, retrieved: date) -> None:
    """The health-ministry and UN series of Gaza, the West Bank and Lebanon: published days only."""
    common = [
        ("licence", "public domain"),
        ("origin", "TechForPalestine/palestine-datasets"),
        ("url", "https://github.com/TechForPalestine/palestine-datasets"),
        ("retrieved", retrieved.isoformat()),
        ("kind", "cumulative"),
    ]
    rows = rows_of(raw / "gaza-casualties-daily.json")
    said = {day: row for day, row in rows.items() if row["report_source"] != "missing"}
    table: Table = {key: {day: row.get(name) for day, row in said.items()} for key, name in GAZA}
    header = [
        ("id", "gaza-health-ministry"),
        ("source", "ps-health"),
        ("title", "Ministry of Health in Gaza: killed and injured since 7 October 2023"),
        ("side", "PS"),
        ("measure", "casualties"),
        *common,
        ("note", "Civilians and fighters are not told apart. Some days are the Gaza government media office's."),
        (
            "note",
            "Days without a report are left out, not filled; later totals include deaths approved by a committee.",
        ),
    ]
    write(out / "gaza-health-ministry.tsv", header, table, said)
    rows = rows_of(raw / "west-bank-daily.json")
    said = {day: row for day, row in rows.items() if row["flash_source"] == "un"}
    table = {key: {day: row.get(name) for day, row in said.items()} for key, name in WEST_BANK}
    for key, name in WEST_BANK:
        label = f"{key}:verified by the UN later"
        table[label] = {day: row.get("verified", {}).get(name) for day, row in rows.items()}
    header = [
        ("id", "un-ocha-west-bank"),
        ("source", "un-ocha"),
        ("title", "UN OCHA: Palestinians killed and injured in the West Bank since 7 October 2023"),
        ("side", "PS"),
        ("measure", "casualties"),
        *common,
        ("note", "Flash updates as published; days the compiler carried forward are left out."),
        ("note", "Columns 'verified by the UN later' are OCHA's checked figures for the same days."),
    ]
    write(out / "un-ocha-west-bank.tsv", header, table, rows)
    rows = rows_of(raw / "lebanon-casualties-daily.json")
    names = (("people/killed", "killed_cum"), ("people/wounded", "injured_cum"))
    table = {key: {day: row.get(f"{name}_reported") for day, row in rows.items()} for key, name in names}
    phases: dict[int, date] = {}
    for day, row in rows.items():
        phases.setdefault(row["phase"], day)
    later = [day for phase, day in phases.items() if phase > min(phases)]
    for key, name in names:
        cells = {day: row.get(name) for day, row in rows.items() if row["phase"] > min(phases)}
        table[f"{key}:all phases together"] = cells
    header = [
        ("id", "lb-health-ministry"),
        ("source", "lb-health"),
        ("title", "Lebanon's Ministry of Public Health: killed and injured since October 2023"),
        ("side", "LB"),
        ("measure", "casualties"),
        *common,
        *(("reset", day.isoformat()) for day in later),
        ("note", "The ministry's count restarts at zero with each phase; windows never cross a reset."),
        (
            "note",
            "Columns 'all phases together' are the compiler's sum over phases. The first weeks are UN OCHA's reports.",
        ),
    ]
    write(out / "lb-health-ministry.tsv", header, table, rows)


def main() -> None:
    """Reads the folder given and writes the tables beside this file, or into ``--out``."""
    parser = argparse.ArgumentParser(description=main.__doc__)
    parser.add_argument("folder", type=Path, help="the raw files")
    parser.add_argument("--out", type=Path, default=Path(__file__).parent)
    parser.add_argument(
        "--retrieved", type=date.fromisoformat, required=True, help="the day the raw files were fetched"
    )
    options = parser.parse_args()
    for compile_one in (general_staff, oryx, health):
        compile_one(options.folder, options.out, options.retrieved)


if __name__ == "__main__":
    main()
