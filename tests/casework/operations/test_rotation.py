"""New keys for second factors and fingerprints: everybody still signs in and is still recognised, also after a rotation was killed."""

from __future__ import annotations

import dataclasses
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value, yield_hotp_counters_from_time
from cryptography.fernet import Fernet, InvalidToken
from django.apps import apps
from django.core.cache import cache

from tests.casework import factories as make
from tests.casework.consideration import desk
from tests.casework.referrals.asked import asked
from thinkfamily.casework.access.actions.conflict import declare_relative
from thinkfamily.casework.access.actions.home_street import declare_home_street
from thinkfamily.casework.access.models import Conflict, HomeStreet, RelativeDeclared
from thinkfamily.casework.access.relatives import find_conflicts
from thinkfamily.casework.access.streets import street_fingerprint
from thinkfamily.casework.families.models import IdentifierFingerprint
from thinkfamily.casework.families.search_index import identifier_fingerprint, index_people
from thinkfamily.casework.secrets.cipher import put_on_top
from thinkfamily.casework.secrets.fingerprints import person_fingerprint
from thinkfamily.casework.site.operations import rotation

pytestmark = pytest.mark.django_db(databases=["default", "candidates"])
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
BORN = date(1990, 2, 3)


@pytest.fixture(autouse=True)
def folder(settings: Any, tmp_path: Path) -> Path:
    """A site's folder of the test's own."""
    made = tmp_path / "site"
    made.mkdir()
    settings.INSTANCE = dataclasses.replace(settings.INSTANCE, folder=made)
    return made


def keys(folder: Path, name: str) -> list[str]:
    """The keys of one file."""
    return (folder / "keys" / name).read_text().split()


def die(rows: int) -> None:
    """Be killed."""
    raise KeyboardInterrupt


def signs_in(worker: Any) -> bool:
    """Whether the code that this worker's app shows now is taken."""
    factor = Authenticator.objects.get(user=worker, type=Authenticator.Type.TOTP)
    cache.clear()  # where it is kept that a code was used
    code = format_hotp_value(hotp_value(SECRET, next(yield_hotp_counters_from_time())))
    return bool(TOTP(factor).validate_code(code))


def worker_with_factors() -> tuple[Any, list[str]]:
    """A worker with an app, recovery codes (one of them used) and a passkey; and the codes that are left."""
    worker = make.worker("adult_lead")
    Authenticator.objects.filter(user=worker).update(data={"secret": get_adapter().encrypt(SECRET)})
    codes = RecoveryCodes.activate(worker)
    codes.validate_code(codes.get_unused_codes()[0])
    Authenticator.objects.create(
        user=worker, type=Authenticator.Type.WEBAUTHN, data={"credential": "gAAAAAB, but none"}
    )
    return worker, codes.get_unused_codes()


def test_second_factors_have_the_new_key_and_the_old_one_opens_none(folder: Path) -> None:
    worker, codes = worker_with_factors()
    (old,) = keys(folder, "factors.key")
    assert rotation.rotate_factors(folder) == 2
    (new,) = keys(folder, "factors.key")
    assert new != old
    assert signs_in(worker)
    left = RecoveryCodes(Authenticator.objects.get(user=worker, type=Authenticator.Type.RECOVERY_CODES))
    assert left.get_unused_codes() == codes
    secret = Authenticator.objects.get(user=worker, type=Authenticator.Type.TOTP).data["secret"]
    with pytest.raises(InvalidToken):
        Fernet(old).decrypt(secret)
    passkey = Authenticator.objects.get(user=worker, type=Authenticator.Type.WEBAUTHN)
    assert passkey.data == {"credential": "gAAAAAB, but none"}


def test_a_rotation_of_factors_that_was_killed_lets_everybody_in_and_is_ended_by_the_next(folder: Path) -> None:
    one, _ = worker_with_factors()
    other, _ = worker_with_factors()
    with pytest.raises(KeyboardInterrupt):
        rotation.rotate_factors(folder, advance=die)
    assert len(keys(folder, "factors.key")) == 2
    assert signs_in(one)
    assert signs_in(other)
    begun = keys(folder, "factors.key")[0]
    assert set(rotation.rotate_all(folder)) == {"factors"}, "only what was begun"
    assert keys(folder, "factors.key") == [begun]
    assert signs_in(one)
    assert signs_in(other)


def filled(tmp_path: Path) -> Any:
    """Something in every column of fingerprints that people fill."""
    person = make.person("Ada", "Mockobury", BORN, nhs_number="9990000018")
    make.family(person)
    index_people([person.pk])
    near = make.worker("adult_lead")
    declare_home_street(by=near, street="1 Fable Row", postcode="ZZ1 1ZZ")
    asked(by=make.worker("adult_lead"))
    (tmp_path / "packets").mkdir(exist_ok=True)
    desk.brought(tmp_path / "packets", desk.families(1))
    return person


def holds(tmp_path: Path, person: Any) -> None:
    """Whoever was recognised still is, and whoever is declared from now on too."""
    made = identifier_fingerprint("nhs_number", "999 000 0018")
    assert IdentifierFingerprint.objects.filter(kind="nhs_number", fingerprint=made, person=person).exists()
    assert HomeStreet.objects.get().fingerprint == street_fingerprint("1 Fable Row", "ZZ1 1ZZ")
    close = make.worker("adult_lead")
    declare_relative(by=close, kind="relative", first_name="Ada", last_name="Mockobury", born=BORN)
    find_conflicts()
    assert Conflict.objects.filter(worker=close).exists()
    RelativeDeclared.objects.all().delete()
    Conflict.objects.all().delete()


def test_whoever_was_recognised_still_is_after_each_new_key_of_fingerprints(folder: Path, tmp_path: Path) -> None:
    person = filled(tmp_path)
    was = person_fingerprint("Ada", "Mockobury", BORN)
    for number in (2, 3):
        assert rotation.rotate_fingerprints(folder) >= 4
        assert len(keys(folder, "fingerprint.key")) == number
        assert not rotation.is_half_done(folder, "fingerprints")
        holds(tmp_path, person)
    now = person_fingerprint("Ada", "Mockobury", BORN)
    assert now != was
    assert len(str(now)) == 64
    assert put_on_top(str(was), keys(folder, "fingerprint.key")) == now, "one that lay in a backup can be brought along"


def test_a_relative_declared_before_is_kept_from_who_comes_after(folder: Path, tmp_path: Path) -> None:
    close = make.worker("adult_lead")
    declare_relative(by=close, kind="relative", first_name="Ada", last_name="Mockobury", born=BORN)
    rotation.rotate_all(folder)
    person = make.person("Ada", "Mockobury", BORN)
    family = make.family(person)
    index_people([person.pk])
    assert Conflict.objects.filter(worker=close, family=family).exists()


def test_a_rotation_of_fingerprints_that_was_killed_is_ended_with_its_own_key(folder: Path, tmp_path: Path) -> None:
    person = filled(tmp_path)
    with pytest.raises(KeyboardInterrupt):
        rotation.rotate_fingerprints(folder, advance=die)
    assert rotation.is_half_done(folder, "fingerprints")
    begun = keys(folder, "fingerprint.key")
    assert len(begun) == 2
    assert set(rotation.rotate_all(folder)) == {"fingerprints"}
    assert keys(folder, "fingerprint.key") == begun, "it went on with the key it had begun with"
    holds(tmp_path, person)


def test_what_was_made_anew_while_keys_changed_stands_once(folder: Path, tmp_path: Path) -> None:
    person = filled(tmp_path)
    old = IdentifierFingerprint.objects.get(person=person, kind="nhs_number").fingerprint
    rotation.rotate_fingerprints(folder)
    IdentifierFingerprint.objects.create(person=person, kind="nhs_number", fingerprint=old)
    assert set(rotation.rotate_all(folder)) == {"fingerprints"}
    assert IdentifierFingerprint.objects.filter(person=person, kind="nhs_number").count() == 1
    holds(tmp_path, person)


def test_letters_of_generations_come_round_again() -> None:
    every = [f"key {number}" for number in range(45)]
    made = put_on_top("0" * 64, every[:1])
    for number in range(2, 46):
        made = put_on_top(made, every[:number])
        assert len(made) == 64
    assert made == put_on_top("0" * 64, every)


def test_every_column_of_fingerprints_is_listed() -> None:
    listed = {(label.lower(), name) for label, name in rotation.FINGERPRINTS}
    named = {
        (model._meta.label_lower, field.name)
        for model in apps.get_models()
        for field in model._meta.concrete_fields
        if "fingerprint" in field.name or field.name in ("mark", "marks")
    }
    assert named <= listed
    for label, name in rotation.FINGERPRINTS:
        apps.get_model(label)._meta.get_field(name)


def test_all_three_have_new_keys_and_nothing_is_half_done(folder: Path, tmp_path: Path) -> None:
    filled(tmp_path)
    worker, _ = worker_with_factors()
    assert set(rotation.rotate_all(folder)) == {"fields", "factors", "fingerprints"}
    assert not any(rotation.is_half_done(folder, name) for name in ("fields", "factors", "fingerprints"))
    assert signs_in(worker)
