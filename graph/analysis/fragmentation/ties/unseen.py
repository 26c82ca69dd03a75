"""What each tie does not see, whatever the data: said beside every figure, so that nobody takes it for the whole."""

from collections.abc import Mapping

UNSEEN: Mapping[str, str] = {
    "models base-models": "derivations that nobody declares, distillation above all: a model with "
    "no stated base is supposed to be its own; models that no source but a price "
    "list names",
    "models in-use": "whatever people use of which no source states a share: all but DeepSeek",
    "models adopted": "decisions not reported in a language we read, how many people follow "
    "one, decisions given up quietly",
    "labs compute-providers": "where most labs run, Chinese ones above all, and how much of it on each cloud",
    "labs in-use": "whatever people use of which no source states a share: all but DeepSeek",
    "labs funders": "sizes of stakes, rounds whose investors are not named, state funds",
    "platforms distribution": "use: a model on four platforms weighs a quarter on each; platforms that publish no list",
    "platforms in-use": "everything: no source states a share",
    "clouds regions": "size, so that a region of one hall counts as one of thirty; national "
    "clouds without a public list; halls leased outside any region",
    "clouds serving": "use, contracts of single customers, clouds that publish no list",
    "compute sites frontier-operators": "all but the largest sites that are announced; Chinese ones are "
    "announced least",
    "compute sites operators": "80 to 90 per cent of the world's computing power; who operates Chinese "
    "clusters, which are anonymised upstream",
    "chips frontier-hosted": "chips of sites that do not say, chips brought in against export rules, rented ones",
    "chips hosted": "80 to 90 per cent of the world's computing power; chips of Chinese clusters, anonymised upstream",
    "chips training": "chips of models whose makers do not say: most of them, and more every year",
    "inputs suppliers": "shares among suppliers, which few sources state (hence wide "
    "intervals); volumes; what China makes for itself",
    "security structures memberships": "how much a membership binds; bases, arms and agreements between two; "
    "who leads is a judgement, a row each",
}
"""Layer and tie -> what is missing."""
