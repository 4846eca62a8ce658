"""The operator's key is the operator's alone."""

from __future__ import annotations

from pathlib import Path

import pytest

from thinkfamily.packets import OperatorKey, load_or_make_key, read_public_key
from thinkfamily.packets.keys import is_signed
from thinkfamily.packets.problems import PacketError


def test_it_is_made_once_and_read_after(tmp_path: Path) -> None:
    made, is_new = load_or_make_key(tmp_path / "new" / "operator.key")
    again, is_newer = load_or_make_key(tmp_path / "new" / "operator.key")
    assert (is_new, is_newer) == (True, False)
    assert again.public == made.public == read_public_key(tmp_path / "new" / "operator.key.pub")
    assert (tmp_path / "new" / "operator.key").stat().st_mode & 0o777 == 0o600
    assert is_signed(b"said", made.sign(b"said"), again.public)
    assert not is_signed(b"other", made.sign(b"said"), again.public)


def test_its_secrets_are_its_own_and_of_one_use(tmp_path: Path) -> None:
    one, other = OperatorKey.generate(), OperatorKey.generate()
    assert one.secret_for("handles") == one.secret_for("handles")
    assert len({one.secret_for("handles"), one.secret_for("else"), other.secret_for("handles")}) == 3
    assert repr(one) == f"OperatorKey({one.key_id})"


@pytest.mark.parametrize(
    ("content", "mode", "says"),
    [
        (None, 0o644, "others can read"),
        (b"no key", 0o600, "no Ed25519 private key"),
        (b"x" * 20_000, 0o600, "no Ed25519 private key"),
    ],
)
def test_a_file_that_will_not_do_is_refused(tmp_path: Path, content: bytes | None, mode: int, says: str) -> None:
    path = tmp_path / "operator.key"
    load_or_make_key(path)
    if content is not None:
        path.write_bytes(content)
    path.chmod(mode)
    with pytest.raises(PacketError, match=says):
        load_or_make_key(path)


def test_it_is_not_made_where_an_earlier_one_is_needed(tmp_path: Path) -> None:
    with pytest.raises(PacketError, match="no key there"):
        load_or_make_key(tmp_path / "operator.key", make=False)
    assert list(tmp_path.iterdir()) == []


def test_a_private_key_is_not_taken_for_a_public_one(tmp_path: Path) -> None:
    load_or_make_key(tmp_path / "operator.key")
    with pytest.raises(PacketError, match="no public key"):
        read_public_key(tmp_path / "operator.key")
