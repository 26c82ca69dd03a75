"""Which version of a model a rating is of, by its name: "GPT-4.5 Preview (2025-02-27)", "DeepSeek-R1 (0528)"."""

import re
from collections.abc import Mapping

_DAY = re.compile(r"\b(20[2-9]\d)-?(0[1-9]|1[0-2])-?([0-3]\d)\b")
_MONTH = re.compile(r"\b(0[1-9]|1[0-2])-(20[2-9]\d)\b")
_SHORT_MONTH = re.compile(r"\(.*?\b(2[3-9])(0[1-9]|1[0-2])\)")
_NO_YEAR = re.compile(r"\(.*?\b(0[1-9]|1[0-2])-?([0-3]\d)\)")


def version_of(name: str) -> Mapping[str, str]:
    """Return the properties that say which version a name is of; none where it names no version.

    Examples
    --------
    >>> version_of("ChatGPT-4o Latest (20250326)"), version_of("Command R (08-2024)")
    ({'released_on': '2025-03-26'}, {'released_on': '2024-08'})
    >>> version_of("Mistral Large (2411)"), version_of("DeepSeek-R1 (0528)"), version_of("GPT-5 (High)")
    ({'released_on': '2024-11'}, {'version': '05-28'}, {})
    """
    if day := _DAY.search(name):
        return {"released_on": "-".join(day.groups())}
    if month := _MONTH.search(name):
        return {"released_on": f"{month[2]}-{month[1]}"}
    if month := _SHORT_MONTH.search(name):
        return {"released_on": f"20{month[1]}-{month[2]}"}
    if (day := _NO_YEAR.search(name)) and day.groups() != ("02", "29"):  # of which most years have none
        return {"version": f"{day[1]}-{day[2]}"}
    return {}
