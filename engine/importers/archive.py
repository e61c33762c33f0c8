"""The zip containers of npz and PyTorch files; nothing that they declare is trusted."""

import struct
import zipfile
import zlib
from io import BytesIO

from ..errors import EngineError
from .wording import shown

MOST_ENTRIES = 10_000

_entry_mark, _local_mark = b"PK\1\2", b"PK\3\4"
_local_header = struct.Struct("<4s22xHH")
# What the standard library raises on archives that are broken or of an unknown kind.
_broken = (zipfile.BadZipFile, zlib.error, struct.error, OSError, RuntimeError, ValueError)
_broken_too = (EOFError, OverflowError, IndexError)


class Archive:
    """The entries of a zip file that is in memory.

    Attributes:
        entries: what the archive declares of each entry, by name.
    """

    def __init__(self, data: bytes) -> None:
        """Read the directory.

        Args:
            data: the whole file.

        Raises:
            EngineError: it is truncated or broken, or is built to unpack to more than it should.
        """
        self._data = memoryview(data)
        if data.count(_entry_mark) > MOST_ENTRIES:
            raise EngineError(f"The archive has more than {MOST_ENTRIES} entries, too many.")
        try:
            self._file = zipfile.ZipFile(BytesIO(data))
        except (*_broken, *_broken_too) as error:
            raise EngineError(
                f"The file is a zip archive without its end, or a broken one ({error}): "
                "copy or save it anew."
            ) from error
        infos = self._file.infolist()
        self.entries = {info.filename: info for info in infos}
        if len(self.entries) != len(infos):
            names = [info.filename for info in infos]
            twice = next(name for name in names if names.count(name) > 1)
            raise EngineError(f"The archive has {shown(twice)} twice; expected each entry once.")
        if sum(info.compress_size for info in infos) > len(data):
            raise EngineError("The archive's entries overlap; expected each to have its own bytes.")

    def stored(self, name: str) -> memoryview:
        """The bytes of an entry that is not compressed; no copy.

        Raises:
            EngineError: it is compressed, lies outside of the file or is damaged.
        """
        info = self.entries[name]
        if info.compress_type != zipfile.ZIP_STORED or info.flag_bits & 1:
            raise EngineError(
                f"{shown(name)} is compressed or encrypted; expected it as torch.save writes it."
            )
        header = self._data[info.header_offset :][: _local_header.size]
        if info.header_offset >= 0 and len(header) == _local_header.size:
            mark, name_size, extra_size = _local_header.unpack(header)
            start = info.header_offset + _local_header.size + name_size + extra_size
            content = self._data[start : start + info.file_size]
            # PyTorch can be told to leave the check sum out; it is 0 then.
            whole = len(content) == info.file_size == info.compress_size
            if mark == _local_mark and whole and info.CRC in (0, zlib.crc32(content)):
                return content
        raise EngineError(f"{shown(name)} is damaged in the file: copy or save it anew.")

    def unpacked(self, name: str, most: int) -> bytes:
        """At most ``most`` bytes of an entry, from its start; its check sum is held at its end.

        Raises:
            EngineError: it is damaged or compressed by another method than deflate.
        """
        info = self.entries[name]
        if info.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            raise EngineError(
                f"{shown(name)} is compressed by method {info.compress_type}; "
                "expected deflate or none."
            )
        try:
            with self._file.open(info) as file:
                return file.read(most)
        except (*_broken, *_broken_too) as error:
            raise EngineError(
                f"{shown(name)} is damaged in the file ({error}): copy or save it anew."
            ) from error
