"""Files as bytes, text, JSON and TOML, within bounds; whatever is wrong with one is one fault with its place.

Nothing that an upstream can write makes another error: a wrong encoding, a cut or broken package, a package that
grows without end, deep nesting, figures that are none, half a character.
"""

import gzip
import json
import math
import tomllib
import zlib
from pathlib import Path
from typing import Any, NoReturn

from pydantic import TypeAdapter, ValidationError

from graph.errors import Fault, FileFaultError

MOST_BYTES = 200_000_000
"""Largest file that is read, packed or not; upstream files of today are below three million bytes."""


def read_bytes(path: Path, file: str, most: int = MOST_BYTES) -> bytes:
    """Return the contents of a file; of one whose name ends in ``.gz``, what is packed in it.

    Parameters
    ----------
    path : Path
    file : str
        How faults name it.
    most : int
        Largest number of bytes, counted as they are unpacked.

    Raises
    ------
    FileFaultError
        When it cannot be read, or is larger.
    """
    try:
        with gzip.open(path) if path.suffix == ".gz" else path.open("rb") as stream:
            content = stream.read(most + 1)
    except (OSError, EOFError, zlib.error) as error:
        raise FileFaultError(Fault(file, "", f"the file is broken: {error}")) from error
    if len(content) > most:
        raise FileFaultError(Fault(file, "", f"the file has more than {most:,} bytes; look at it before it is taken"))
    return bytes(content)


def read_text(path: Path, file: str, encoding: str = "utf-8-sig") -> str:
    """Return the text of a file.

    Raises
    ------
    FileFaultError
        With the line that is not written in this character set.
    """
    content = read_bytes(path, file)
    try:
        return content.decode(encoding)
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        told = f"not {encoding.removesuffix('-sig')}: byte 0x{content[error.start]:02x} ({error.reason})"
        raise FileFaultError(Fault(f"{file}:{line}", "", told)) from error


def parse_json(text: str, file: str) -> Any:
    """Return the contents of a JSON text.

    Raises
    ------
    FileFaultError
        With the line where it is broken, nested too deeply, or has a figure or a character that is none.
    """
    try:
        content = json.loads(text, parse_constant=_no_number, parse_float=_finite)
        if "\\ud" in text.casefold():
            json.dumps(content, ensure_ascii=False).encode()  # half a surrogate pair cannot be written down again
    except json.JSONDecodeError as error:
        raise FileFaultError(Fault(f"{file}:{error.lineno}", "", f"the file is broken: {error.msg}")) from error
    except RecursionError as error:
        raise FileFaultError(Fault(file, "", "the file is nested too deeply")) from error
    except ValueError as error:
        raise FileFaultError(Fault(file, "", f"the file is broken: {error}")) from error
    return content


def parse_toml(text: str, file: str) -> Any:
    """Return the contents of a TOML text.

    Raises
    ------
    FileFaultError
        When it is broken or nested too deeply.
    """
    try:
        return tomllib.loads(text)
    except RecursionError as error:
        raise FileFaultError(Fault(file, "", "the file is nested too deeply")) from error
    except ValueError as error:
        raise FileFaultError(Fault(file, "", f"the file is broken: {error}")) from error


def shaped(content: Any, shape: TypeAdapter[Any], where: str) -> Any:
    """Return a document, or part of one, that has the form its loader reads.

    Parameters
    ----------
    content : object
    shape : TypeAdapter
        The form: objects, lists and kinds of value, checked strictly.
    where : str
        File, or file and record.

    Raises
    ------
    FileFaultError
        With the first place that has another form.
    """
    try:
        return shape.validate_python(content, strict=True)
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        field = ".".join(str(part) for part in first["loc"])
        told = f"the form has changed: {first['msg']}, not {_short(first['input'])}"
        raise FileFaultError(Fault(where, field, told)) from error


def _short(value: object) -> str:
    text = repr(value)
    return text if len(text) <= 60 else f"{text[:57]}..."


def _no_number(text: str) -> NoReturn:
    raise ValueError(f"{text} is not a number")


def _finite(text: str) -> float:
    number = float(text)
    return number if math.isfinite(number) else _no_number(text)
