# SPDX-License-Identifier: MIT
"""Medians over rounds, and the tables they are printed in."""
import statistics

median = statistics.median


def spread(values, digits):
    """Median [lowest, highest]: of 5 rounds they enclose the median 94 times in 100, of 7, 98."""
    low, high = min(values), max(values)
    return f"{median(values):.{digits}f} [{low:.{digits}f}, {high:.{digits}f}]"


def ratios(over, under):
    """Round by round: both met the same machine."""
    return [a / b for a, b in zip(over, under)]


def table(title, header):
    print(f"\n## {title}\n\n| " + " | ".join(header) + " |\n|" + "---|" * len(header), flush=True)


def row(*cells):
    print("| " + " | ".join(map(str, cells)) + " |", flush=True)


def verdict(value, limit):
    return "met" if value <= limit else "missed"
