"""The letter of an invitation, with its images asked for in one query however many there are."""

from collections.abc import Iterator

from django.db.models import prefetch_related_objects
from wagtail.blocks import StreamValue
from wagtail.images.models import AbstractImage

from ..models import EventPage


def letter(page: EventPage) -> StreamValue:
    """Return what the editor wrote, its images with all their ready-made sizes."""
    images = list(filter(None, _images(page.body)))
    if images:
        prefetch_related_objects(images, "renditions")
    return page.body


def _images(body: StreamValue) -> Iterator[AbstractImage | None]:
    for block in body:
        if block.block_type == "image":
            yield block.value["image"]
        elif block.block_type == "people":
            yield from (person["image"] for person in block.value)
        elif block.block_type == "programme":
            speakers = (speaker for item in block.value for speaker in item["speakers"])
            yield from (speaker["image"] for speaker in speakers)
