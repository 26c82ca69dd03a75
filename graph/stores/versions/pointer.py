"""The pointer to the version in use: a small file named ``current``."""

from pathlib import Path
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from graph.errors import StoreError
from graph.stores.versions.files import replace

VERSION = r"[0-9a-f]{64}"
WAY_OUT = "`supplygraph versions` lists those at hand, `supplygraph use VERSION` returns to one; or build again"
LONGEST = 10_000
"""Bytes of a pointer that are read: ours has under a hundred."""


class Pointer(BaseModel):
    """What ``current`` holds."""

    model_config = ConfigDict(strict=True)

    version: Annotated[str, Field(pattern=f"^{VERSION}$")]


def read_pointer(folder: Path) -> str | None:
    """Return the version that the pointer names, None before the first build.

    Parameters
    ----------
    folder : Path
        Of the built graph.

    Raises
    ------
    StoreError
        It is damaged, or cannot be read.
    """
    file = folder / "current"
    try:
        with file.open("rb") as opened:
            return Pointer.model_validate_json(opened.read(LONGEST)).version
    except (FileNotFoundError, NotADirectoryError):
        return None
    except ValidationError as error:
        raise StoreError(f"{file} is damaged ({error.errors()[0]['msg']}); {WAY_OUT}") from error
    except OSError as error:
        told = f"remove what is there; {WAY_OUT}" if file.is_dir() else WAY_OUT
        raise StoreError(f"{file} cannot be read ({error.strerror}); {told}") from error


def write_pointer(folder: Path, version: str) -> None:
    """Name the version in use: the switch.

    Parameters
    ----------
    folder : Path
        Of the built graph.
    version : str
        Its file has to be in place already.

    Raises
    ------
    StoreError
        Something else than a file stands there.
    OSError
        It cannot be written.
    """
    file = folder / "current"
    if file.is_dir():
        raise StoreError(f"{file} is a folder, where the pointer to the version in use belongs; remove it")
    replace(file, Pointer(version=version).model_dump_json().encode())
