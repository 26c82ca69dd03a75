import shutil

from loaders.registry import SOURCES
from loaders.resolving import propose
from scripts.golden_facts import FIXTURES


def feeds_with(tmp_path, old, new):
    """Give upstream files in which one name has changed."""
    folder = shutil.copytree(FIXTURES / "epoch-models", tmp_path / "epoch-models-hardware")
    path = folder / "notable_ai_models.csv"
    path.write_text(path.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")
    return tmp_path


def test_a_new_spelling_is_proposed_with_its_row_and_where_it_is_known_from(tmp_path):
    feeds = feeds_with(tmp_path, "Microsoft Research", "Microsoft  Research Labs")
    (proposal,) = propose(feeds, ["epoch-models"])
    assert (proposal.kind, proposal.raw) == ("lab", "Microsoft  Research Labs")
    assert proposal.where.startswith("notable_ai_models.csv:")
    assert proposal.candidates[0].id == "lab:microsoft-ai"
    assert proposal.row == "lab,Microsoft  Research Labs,lab:microsoft-ai"
    assert len({one.id for one in proposal.candidates}) == len(proposal.candidates)
    assert all(one.id.startswith("lab:") for one in proposal.candidates), "a lab is never proposed a model"


def test_names_of_other_sources_and_of_the_atlas_count(tmp_path):
    feeds = feeds_with(tmp_path, "Nvidia H100 80G", "H100 (NVIDIA)")
    (proposal,) = propose(feeds, ["epoch-models"])
    assert proposal.candidates[0].id == "chip:nvidia-h100"
    assert proposal.candidates[0].known_from == "atlas"


def test_reviewed_names_need_no_proposal(tmp_path):
    assert propose(feeds_with(tmp_path, "", ""), ["epoch-models"]) == []


def test_a_quoted_row_is_valid_csv(tmp_path):
    feeds = feeds_with(tmp_path, '"MSRA (C, PReLU)"', '"MSRA (D, PReLU)"')
    (proposal,) = propose(feeds, ["epoch-models"])
    assert proposal.row.startswith('model,"MSRA (D, PReLU)",model:')


def test_left_out_sources_are_not_read(tmp_path):
    shutil.copytree(FIXTURES / "eto", tmp_path / "eto-semiconductor")
    assert propose(tmp_path, ["eto"], sources=SOURCES) == []
