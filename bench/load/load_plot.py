"""Latency over offered load as an SVG. Runs in the sandbox: DATA in, /tmp/out/sandbox-load.svg out."""

import json
import os

import matplotlib

matplotlib.use("svg")
import matplotlib.pyplot as plt

data = json.loads(os.environ["DATA"])
# The same picture from the same numbers; text stays text.
plt.rcParams.update({"svg.hashsalt": "errand", "svg.fonttype": "none", "font.size": 11})

COLOURS = ["#c2410c", "#1d4ed8", "#15803d"]
STYLES = {"p50": "-", "p95": "--", "p99": ":"}

figure, axes = plt.subplots(figsize=(10, 5.6), facecolor="white")
for (name, points), colour in zip(data["subjects"].items(), COLOURS):
    for percentile, style in STYLES.items():
        axes.plot(
            [point["per_second"] for point in points],
            [point[percentile] for point in points],
            style,
            color=colour,
            marker="o",
            markersize=4,
            linewidth=2 if percentile == "p50" else 1.4,
            label=f"{name}, {percentile}",
        )
axes.set_yscale("log")
axes.set_xlim(left=0)
axes.set_xlabel("offered load (runs a second, Poisson arrivals)")
axes.set_ylabel("latency from arrival to end (ms, logarithmic)")
axes.yaxis.set_major_formatter(matplotlib.ticker.FuncFormatter(lambda value, _: f"{value:,.0f}"))
axes.yaxis.set_minor_formatter(matplotlib.ticker.NullFormatter())
axes.grid(True, which="major", color="#d4d4d8", linewidth=0.8)
axes.grid(True, which="minor", axis="y", color="#efeff1", linewidth=0.6)
axes.set_axisbelow(True)
for side in ("top", "right"):
    axes.spines[side].set_visible(False)
axes.set_title(data["title"], loc="left", fontsize=13, pad=12)
# Beside the curves: wherever they run on another machine, it hides none.
axes.legend(frameon=False, fontsize=10, loc="upper left", bbox_to_anchor=(1.01, 1))
figure.text(0.01, 0.01, data["caption"], fontsize=9, color="#52525b")
figure.tight_layout(rect=(0, 0.035, 1, 1))

figure.savefig("/tmp/out/sandbox-load.svg", facecolor="white", metadata={"Date": None, "Creator": None})
print("drawn")
