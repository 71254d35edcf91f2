"""A file as an answer: which are taken, under what name, and what is said of the others."""

import pytest
from bs4 import BeautifulSoup
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import QueryDict
from django.utils.datastructures import MultiValueDict

from events.forms import Condition, Question, build_form
from tests.support.documents import DOCX, EXE, JPG, ODT, PDF, PNG, zipped

CV = Question("qcv", "Your CV", "file")
MAYBE = Question("qcv", "Your CV", "file", required=False)
GUEST = "name=Cleo&email=cleo@example.org"
SENT_BEFORE = {"name": "old.pdf", "sha256": "0" * 64}
KINDS = "Choose a file of one of these kinds: PDF, PNG, JPG, DOCX or ODT."
EMPTY = "There is nothing in this file. Choose another as the answer to “Your CV”."
DAMAGED = (
    "This file is damaged, or something else than its name says. Save it once more and choose it "
    "again."
)


def sent(name="cv.pdf", content=PDF, question=CV, query="", **options):
    chosen = {} if name is None else {"qcv": [SimpleUploadedFile("x", content)]}
    for uploads in chosen.values():
        uploads[0]._name = name  # as a program may send it, past Django's own cleaning
    data = QueryDict(f"{GUEST}&{query}")
    return build_form([question], data=data, uploads=MultiValueDict(chosen), **options)


def answer(form):
    assert form.is_valid(), form.errors
    return form.entry().answers.get("qcv")


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("cv.pdf", PDF),
        ("CV.PDF", PDF),
        ("me.png", PNG),
        ("me.jpg", JPG),
        ("me.jpeg", JPG),
        ("cv.docx", DOCX),
        ("cv.odt", ODT),
    ],
)
def test_the_usual_kinds_are_taken(name, content):
    form = sent(name, content)
    assert answer(form)["name"] == name.replace("PDF", "pdf")
    assert list(form.entry().files) == ["qcv"]


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("cv.exe", EXE, KINDS),
        ("cv.pdf.exe", PDF, KINDS),
        ("cv", PDF, KINDS),
        (".pdf\u202eexe", PDF, KINDS),
        ("cv.svg", b"<svg/>", KINDS),
        ("cv.html", b"<script>", KINDS),
        ("cv.pdf", EXE, DAMAGED),
        ("cv.pdf", PNG, DAMAGED),
        ("cv.png", JPG, DAMAGED),
        ("cv.docx", ODT, DAMAGED),
        ("cv.docx", zipped(xl__workbook_xml=b""), DAMAGED),
        ("cv.docx", b"PK\x03\x04" + bytes(99), DAMAGED),
        ("cv.docx", DOCX[:-9], DAMAGED),
        ("cv.odt", DOCX, DAMAGED),
        ("cv.pdf", b"", EMPTY),
        (None, b"", "Choose a file as the answer to “Your CV”."),
    ],
)
def test_others_are_refused_with_a_sentence(name, content, sentence):
    form = sent(name, content)
    assert form.errors == {"qcv": [sentence]}


def test_one_byte_too_many_is_too_many(settings):
    settings.TILMELD = {"FILE_MEGABYTES": 1}
    filled = PDF.ljust(1024 * 1024, b" ")
    assert answer(sent(content=filled))
    too_large = sent(content=filled + b" ")
    assert too_large.errors == {"qcv": ["This file is too large. Choose one of at most 1 MB."]}


def test_a_host_may_take_fewer_kinds(settings):
    settings.TILMELD = {"FILE_TYPES": ["pdf"]}
    refused = sent("me.png", PNG)
    assert refused.errors == {"qcv": ["Choose a file of one of these kinds: PDF."]}


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("../../etc/passwd.pdf", "passwd.pdf"),
        ("C:\\Users\\cleo\\cv.pdf", "cv.pdf"),
        ("a\u202ecod.pdf", "acod.pdf"),
        ("a\r\nSet-Cookie: x.pdf", "a Set-Cookie: x.pdf"),
        ("a\x00b.pdf", "ab.pdf"),
        (".pdf", "pdf.pdf"),
        ("æøå 履歴書 🎉.pdf", "æøå 履歴書 🎉.pdf"),
        ("x" * 500 + ".pdf", "x" * 116 + ".pdf"),
        ('"><script>.pdf', '"><script>.pdf'),
    ],
)
def test_names_are_cleaned(name, kept):
    assert answer(sent(name))["name"] == kept


def test_the_same_file_is_the_same_answer():
    assert answer(sent()) == answer(sent())
    assert answer(sent()) != answer(sent(content=PDF + b" "))


def test_text_in_its_place_is_no_file():
    assert answer(sent(None, question=MAYBE, query="qcv=cv.pdf")) is None


def test_nothing_chosen_keeps_what_was_sent_before():
    form = sent(None, initial={"qcv": SENT_BEFORE})
    assert answer(form) == SENT_BEFORE
    assert form.entry().files == {}


def test_another_replaces_it():
    form = sent("new.pdf", initial={"qcv": SENT_BEFORE})
    assert answer(form)["name"] == "new.pdf"


def test_it_can_be_removed_where_it_is_not_required():
    before = {"qcv": SENT_BEFORE}
    removed = sent(None, question=MAYBE, query="qcv-remove=on", initial=before)
    assert answer(removed) is None
    still_there = sent(None, query="qcv-remove=on", initial=before)
    assert answer(still_there) == SENT_BEFORE


def test_a_closed_field_keeps_it():
    form = sent(None, initial={"qcv": SENT_BEFORE})
    form.fields["qcv"].disabled = True
    assert answer(form) == SENT_BEFORE


def test_it_is_forgotten_where_it_is_not_asked_for():
    tick = Question("qt", "I apply", "checkbox", required=False)
    cv = Question("qcv", "Your CV", "file", shown_when=Condition("qt", answer=True))
    data = QueryDict(GUEST)
    files = MultiValueDict({"qcv": [SimpleUploadedFile("cv.exe", EXE)]})
    form = build_form([tick, cv], data=data, uploads=files)
    assert form.is_valid()
    assert form.entry().files == {}


def test_one_sees_what_was_sent_and_can_tick_it_away():
    form = build_form([MAYBE], initial={"qcv": {"name": "<b>.pdf", "sha256": ""}})
    page = BeautifulSoup(str(form), "html.parser")
    assert "We have “<b>.pdf”. Choose another file to replace it." in page.get_text()
    assert page.find("input", {"name": "qcv-remove"})
    assert "PDF, PNG, JPG, DOCX or ODT, at most 5 MB." in page.get_text()
    assert page.find(id="id_qcv")["accept"] == ".pdf,.png,.jpg,.jpeg,.docx,.odt"
    assert "-remove" not in str(build_form([CV], initial={"qcv": SENT_BEFORE}))


def test_only_a_form_with_files_is_sent_in_parts():
    assert build_form([CV]).is_multipart()
    assert not build_form([Question("q", "Topic", "singleline")]).is_multipart()


def test_a_form_that_comes_back_asks_for_the_file_again():
    form = sent()
    assert form.is_valid()
    form.ask_for_files_again()
    assert form.errors == {"qcv": ["Choose the file again. It was not kept."]}
