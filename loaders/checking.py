"""One source read whole: rows with unmapped names held back, every row accounted for, counts as expected.

Whatever is wrong with its files is a fault with file, row and field; nothing else comes out of here.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

from graph.errors import Fault, FileFaultError, SourceError
from graph.facts.fact import Fact, kind_of_fact
from graph.knowledge_graph import check
from loaders.names import Unmapped
from loaders.reading import Reader
from loaders.redirects import redirects
from loaders.source import SourceSpec

_UNFORESEEN = (ArithmeticError, AttributeError, LookupError, RecursionError, TypeError, ValueError)
"""What a loader raises on a form of file that it does not expect."""


def read_source(spec: SourceSpec, folder: Path, beside: Sequence[Fact] = ()) -> tuple[Reader, list[Fact], list[Fault]]:
    """Read one source from a folder.

    Parameters
    ----------
    spec : SourceSpec
    folder : Path
    beside : sequence of Fact
        Facts that are always there; if given, those of the source must make a graph with them.

    Returns
    -------
    reader : Reader
        With the rows it read, those it held back and those it counted out.
    facts : list[Fact]
    faults : list[Fault]
        Empty when the source is healthy.
    """
    held: dict[str, Unmapped] = {}
    while True:
        reader, facts, faults = _read(spec, folder, held)
        new = {one.where: one for one in reversed(reader.unmapped)}
        faults = [fault for fault in faults if fault.where not in new]
        if not new or faults or not new.keys() <= reader.rows:
            break
        rows = len(reader.rows) + len(held)
        held |= new
        if len(held) > spec.metadata.held_back * rows:
            faults.append(_too_many(len(held), rows, spec))
            break
    if faults or reader.unmapped:
        faults += [one.fault(reader.names) for one in {**held, **new}.values()]
    if not faults:
        faults = [*reader.unaccounted(facts), *_unexpected(spec, facts), *(check([*beside, *facts]) if beside else ())]
    return reader, facts, [Fault(f"{spec.dataset}/{fault.where}", fault.field, fault.message) for fault in faults]


def _read(spec: SourceSpec, folder: Path, held: dict[str, Unmapped]) -> tuple[Reader, list[Fact], list[Fault]]:
    """Read the files once, without the rows that are held back."""
    reader = spec.reader(folder, held)
    try:
        facts = list(spec.load(reader))
        facts += redirects(spec.home, reader, facts)
    except FileFaultError as error:
        return reader, [], [*reader.faults, error.fault]
    except (SourceError, OSError) as error:
        return reader, [], [*reader.faults, Fault(reader.last, "", str(error))]
    except _UNFORESEEN as error:
        told = f"its form has changed, and the loader cannot read it ({type(error).__name__}: {error})"
        return reader, [], [*reader.faults, Fault(reader.last, "", told)]
    return reader, facts, list(reader.faults)


def _too_many(held: int, rows: int, spec: SourceSpec) -> Fault:
    told = (
        f"{held} of {rows} rows have a name that nobody has reviewed, and source.toml lets a share of "
        f"{spec.metadata.held_back:g} be held back; `supplygraph resolve {spec.dataset}` proposes ids"
    )
    return Fault("source.toml", "held_back", told)


def _unexpected(spec: SourceSpec, facts: Sequence[Fact]) -> Iterator[Fault]:
    counts = Counter(kind_of_fact(fact) for fact in facts)
    for kind, expected in spec.metadata.expected.items():
        if not expected.minimum <= counts[kind] <= expected.maximum:
            told = (
                f"{counts[kind]} facts of kind {kind}, expected {expected.minimum} to {expected.maximum}: "
                "the upstream has changed; look at it, then correct source.toml"
            )
            yield Fault("source.toml", f"expected.{kind}", told)
