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
    for lab in LABS:
        link(lab, "RUNS_ON", CLOUDS)
    for model in MODELS:
        link(model, "DEVELOPED_BY", LABS, least=1, most=1)
        link(model, "TRAINED_ON", CHIPS)
        link(model, "SERVED_BY", CLOUDS)
    closed = draw(st.booleans())
    return "\n".join(" ".join(line) + (" - closed" if closed else "") for line in lines)
