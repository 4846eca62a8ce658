"""The two stores are apart (S2), and a worker's own relatives are kept from the worker."""

from __future__ import annotations

import ast
from datetime import date
from pathlib import Path

import pytest
from django.apps import apps
from django.core.exceptions import ObjectDoesNotExist
from django.db import DatabaseError, connections
from django.urls import reverse

import thinkfamily
from tests.casework import factories as make
from tests.casework.consideration import desk
from tests.handover_packets import Family, Member
from thinkfamily.casework.access.actions.conflict import declare_relative
from thinkfamily.casework.consideration import actions
from thinkfamily.casework.consideration.models import Candidate, Decision
from thinkfamily.casework.consideration.queries import desk as lists
from thinkfamily.casework.consideration.router import CandidatesApart
from thinkfamily.casework.families.models import Family as File

CASEWORK = Path(thinkfamily.__file__).parent / "casework"
HERE = "consideration"


def test_no_relation_crosses() -> None:
    for model in apps.get_models():
        for field in model._meta.get_fields():
            other = field.related_model
            if other is not None and field.concrete:
                assert (model._meta.app_label == HERE) == (other._meta.app_label == HERE), (
                    f"{model.__name__}.{field.name}"
                )
    assert not CandidatesApart().allow_relation(Candidate(), File())
    assert not CandidatesApart().allow_relation(File(), Candidate())


@pytest.mark.django_db(databases=["default", "candidates"])
def test_neither_store_has_a_table_of_the_other() -> None:
    tables = {alias: set(connections[alias].introspection.table_names()) for alias in ("default", "candidates")}
    assert not {name for name in tables["default"] if name.startswith("consideration_")}
    shared = {"django_migrations"} | {name for name in tables["default"] if name.startswith("audit_")}
    assert not (tables["default"] & tables["candidates"]) - shared
    assert "consideration_candidate" in tables["candidates"]
    assert "families_family" not in tables["candidates"]


@pytest.mark.django_db(databases=["default", "candidates"])
def test_a_join_is_refused() -> None:
    make.family(handle="abc")
    with pytest.raises(ValueError, match="Subqueries aren't allowed across different databases"):
        list(Candidate.objects.filter(handle__in=File.objects.values("handle").using("default")))
    with connections["candidates"].cursor() as cursor, pytest.raises(DatabaseError, match="families_family"):
        cursor.execute("select * from consideration_candidate join families_family using (handle)")


def test_casework_imports_no_engine_and_reads_no_run() -> None:
    for module in sorted(CASEWORK.rglob("*.py")):
        tree = ast.parse(module.read_text(encoding="utf-8"))
        for node in ast.walk(tree):
            names = (
                [alias.name for alias in node.names]
                if isinstance(node, ast.Import)
                else [node.module or ""]
                if isinstance(node, ast.ImportFrom)
                else []
            )
            assert not [name for name in names if name.split(".")[:2] == ["thinkfamily", "engine"]], module
            assert not {"duckdb", "ibis", "splink"} & {name.split(".")[0] for name in names}, module
        text = module.read_text(encoding="utf-8")
        for file in ("handles.parquet", "run.json", "indicator.parquet", "handover_record"):
            assert file not in text, f"{module} names {file}"


@pytest.mark.django_db(databases=["default", "candidates"])
class TestRelatives:
    """A worker who is of a family, or close to it, sees no trace of it at the desk."""

    @pytest.fixture
    def told(self, tmp_path):
        told = [Family([Member("Zoë Anne", "Mock-Bury", date(1990, 1, 2))], ties=(), events=()), *desk.families(1)]
        desk.brought(tmp_path, told)
        return told

    @pytest.fixture
    def near(self):
        worker = make.worker("manager", of=make.team())
        declare_relative(by=worker, first_name="ZOË", last_name="Mock Bury", born=date(1990, 1, 2), kind="relative")
        return worker

    def test_it_is_not_there(self, told, near, client) -> None:
        client.force_login(near)
        assert [each.handle for each in lists.candidates(near)] == [told[1].handle]
        hidden = desk.candidate_of(told[0])
        assert hidden.handle[:8].encode() not in client.get(reverse("desk:queue")).content
        where = reverse("desk:candidate", args=[hidden.pk])
        nowhere = reverse("desk:candidate", args=["00000000-0000-4000-8000-000000000000"])
        assert client.get(where).status_code == 404
        assert client.get(where).content.replace(where.encode(), b"") == client.get(nowhere).content.replace(
            nowhere.encode(), b""
        )
        with pytest.raises(ObjectDoesNotExist):
            actions.decide(hidden.pk, outcome="consider", reasons=desk.WHY, by=near)
        other = make.worker("manager", of=make.team())
        assert len(lists.candidates(other)) == 2

    def test_they_do_not_sign_it_either_and_are_not_told(self, told, near, client) -> None:
        analyst = make.worker("desk_analyst")
        for each in told:
            made = desk.decided(each, "consider", analyst)
        client.force_login(near)
        page = client.get(reverse("desk:batch", args=[made.batch_id]))
        assert desk.candidate_of(told[0]).handle[:8].encode() not in page.content
        batch = desk.signed(made.batch, near)
        actions.promote(batch.pk, by=near)
        assert [each.handle for each in File.objects.all()] == [told[1].handle]
        left = Decision.objects.get(candidate__handle=told[0].handle)
        assert left.batch.signed_at is None, "it waits for somebody else"
        assert lists.batch_for(near, left.batch_id) is None

    def test_a_member_of_a_file_they_are_kept_from_hides_the_candidate(self, told) -> None:
        worker = make.worker("desk_analyst")
        person = make.person("Another", "Name", handle=told[1].members[0].handle)
        make.conflict(worker, make.family(person))
        assert [each.handle for each in lists.candidates(worker)] == [told[0].handle]
