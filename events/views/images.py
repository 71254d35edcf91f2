"""The images of an invitation, asked for in one query however many there are."""

from collections.abc import Iterator

from django.db.models import prefetch_related_objects
from wagtail.images.models import AbstractImage

from ..models import EventPage


def fetch_renditions(page: EventPage) -> None:
    """Fetch the ready-made sizes of all images on the page, or each would cost a query."""
    images = list(_images(page))
    if images:
        prefetch_related_objects(images, "renditions")


def _images(page: EventPage) -> Iterator[AbstractImage]:
    if page.hero_image:
        yield page.hero_image
    for block in page.body:
        if block.block_type == "image" and block.value["image"]:
            yield block.value["image"]
        elif block.block_type == "people":
            yield from (person["image"] for person in block.value if person["image"])
        elif block.block_type == "programme":
            speakers = (speaker for item in block.value for speaker in item["speakers"])
            yield from (speaker["image"] for speaker in speakers if speaker["image"])
