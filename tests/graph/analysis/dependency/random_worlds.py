"""A hypothesis strategy of small worlds as lines of text: firms, sites, inputs, chips, labs and models."""

from hypothesis import strategies as st

COUNTRIES = ["country:CHN", "country:USA", "country:TWN", "country:NLD"]
FIRMS = [f"company:f{n}" for n in range(5)]
FABS = [f"facility:p{n}" for n in range(2)]
INPUTS = [f"input:i{n}" for n in range(4)]
CHIPS = [f"chip:c{n}" for n in range(2)]
LABS = ["lab:l0", "lab:l1"]
CLOUDS = ["cloud:k0", "cloud:k1"]
MODELS = ["model:m0", "model:m1"]


@st.composite
def worlds(draw: st.DrawFn) -> str:
    """Draw a world whose inputs may require each other in cycles; every need is a draw of 1 to 3 suppliers."""
    lines: dict[tuple[str, str, str, str], None] = {}

    def link(start: str, kind: str, ends: list[str], need: str = "-", most: int = 3, least: int = 0) -> None:
        for end in draw(st.lists(st.sampled_from(ends), min_size=least, max_size=most, unique=True)):
            if end != start:
                lines[start, kind, end, need] = None

    for place in (*FIRMS, *LABS, *CLOUDS):
        link(place, "BASED_IN", COUNTRIES, most=1, least=1)
    for fab in FABS:
        link(fab, "LOCATED_IN", COUNTRIES, most=1, least=1)
        link(fab, "REQUIRES", INPUTS, most=2)
    for firm in FIRMS[3:]:
        link(firm, "PART_OF", FIRMS[:3], most=2)
        link(firm, "OPERATES", FABS, most=1)
    for own in INPUTS:
        link(own, "SUPPLIED_BY", FIRMS + FABS, least=1)
        link(own, "REQUIRES", INPUTS, most=1)
    for chip in CHIPS:
        link(chip, "DESIGNED_BY", FIRMS, most=1)
        link(chip, "FABRICATED_WITH", INPUTS, most=2)
        link(chip, "REQUIRES", INPUTS, "memory", most=2)
    for cloud in CLOUDS:
        link(cloud, "HOSTS", CHIPS)
        link(cloud, "OPERATES", FABS)
        link(cloud, "PART_OF", FIRMS, most=1)
    for lab in LABS:
        link(lab, "RUNS_ON", CLOUDS)
    for model in MODELS:
        link(model, "DEVELOPED_BY", LABS, least=1, most=1)
        link(model, "TRAINED_ON", CHIPS)
        link(model, "SERVED_BY", CLOUDS)
    closed = draw(st.booleans())
    return "\n".join(" ".join(line) + (" - closed" if closed else "") for line in lines)


@st.composite
def markets(draw: st.DrawFn) -> str:
    """Draw a world whose products have several makers in several countries, with shares, silent and closed needs."""
    lines: list[str] = []

    def choose(ends: list[str], most: int, least: int = 0) -> list[str]:
        return draw(st.lists(st.sampled_from(ends), min_size=least, max_size=most, unique=True))

    def link(start: str, kind: str, ends: list[str], most: int = 1, least: int = 0) -> None:
        lines.extend(f"{start} {kind} {end}" for end in choose(ends, most, least) if end != start)

    def need(start: str, kind: str, ends: list[str], name: str = "-", least: int = 0) -> None:
        chosen = [end for end in choose(ends, 3, least) if end != start]
        left, closed = 8, " closed" if draw(st.booleans()) else ""
        for end in chosen:
            part = draw(st.sampled_from([None, None, 1, 2, 4, 5]))
            share = "-" if part is None or part > left else f"{part / 8}"
            left -= part or 0 if share != "-" else 0
            lines.append(f"{start} {kind} {end} {name} {share}{closed}")

    for place in (*FIRMS, *LABS, *CLOUDS):
        link(place, "BASED_IN", COUNTRIES, least=1)
    for fab in FABS:
        link(fab, "LOCATED_IN", COUNTRIES, least=1)
        need(fab, "REQUIRES", INPUTS, "tool")
    for firm in FIRMS[3:]:
        link(firm, "PART_OF", FIRMS[:3], most=2)
        link(firm, "OPERATES", FABS)
    for own in INPUTS:
        need(own, "SUPPLIED_BY", FIRMS + FABS)
        need(own, "REQUIRES", INPUTS, "material")
    for chip in CHIPS:
        link(chip, "DESIGNED_BY", FIRMS)
        link(chip, "FABRICATED_WITH", INPUTS, most=2)
        need(chip, "REQUIRES", INPUTS, "memory")
    for cloud in CLOUDS:
        need(cloud, "HOSTS", CHIPS)
    for lab in LABS:
        need(lab, "RUNS_ON", CLOUDS, least=1)
    return "\n".join(lines)
