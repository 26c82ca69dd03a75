"""How much of an answer is given, and as what: the parameters that every measure takes besides its question."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated, Any, Literal

from fastapi import Depends, Query, Request

from api.formats import negotiated, prefers_whole
from graph.measures.question import listed


@dataclass(frozen=True)
class Form:
    """What a caller wants of an answer.

    Attributes
    ----------
    name : str
        ``json``, or what a table is written as.
    fields : tuple of str
        Parts of the JSON answer; all when empty.
    whole : bool
        Every row, however many.
    limited : bool
        The question says itself how many rows it wants.
    table : str or None
        Which table a file has; the first that has rows when None.
    """

    name: str
    fields: tuple[str, ...]
    whole: bool
    limited: bool
    table: str | None

    def __str__(self) -> str:
        return f"{self.name} whole" if self.whole else self.name


def form_of(offered: Mapping[str, str], tables: Sequence[str]) -> Callable[..., Form]:
    """Return the dependency that reads a form.

    Parameters
    ----------
    offered : mapping of str to str
        Media types by the names that ``?format=`` takes.
    tables : sequence of str
        Of the measure.
    """

    def read(
        request: Request,
        format: Annotated[str, Depends(negotiated(offered))],
        fields: Annotated[
            str,
            Query(description="parts of the JSON answer to give, with commas, besides `meta`; all when left out"),
        ] = "",
        whole: Annotated[
            bool,
            Query(
                description="every row, however many, as a file has them: no default of `limit` holds; else a JSON "
                "answer without `limit` has as many rows as fit into the setting answer_bytes, and `meta` says how "
                "many there are"
            ),
        ] = False,
    ) -> Form:
        limited = "limit" in request.query_params
        return Form(format, listed(fields), whole or prefers_whole(request), limited, None)

    if len(tables) < 2:
        return read

    one_of: Any = Literal[tuple(tables)] | None

    def read_with_table(
        form: Annotated[Form, Depends(read)],
        table: Annotated[
            one_of, Query(description="which part a file has; the first that has rows when left out")
        ] = None,
    ) -> Form:
        return Form(form.name, form.fields, form.whole, form.limited, table)

    return read_with_table
