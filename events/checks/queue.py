from typing import Any

from django.core.checks import CheckMessage, Warning, register
from django_tasks import default_task_backend

from .. import conf


@register
def check_queue(app_configs: Any = None, **kwargs: Any) -> list[CheckMessage]:
    """Letters are asked for on a queue; one that is not there leaves all to the heartbeat."""
    queue, queues = conf.get("QUEUE"), default_task_backend.queues
    if not queues or queue in queues:
        return []
    return [
        Warning(
            f"Letters are put on the queue “{queue}”, which the task backend doesn't have.",
            hint="Add it to QUEUES in TASKS, or change QUEUE in TILMELD. Until then only the "
            "heartbeat sends letters.",
            id="tilmeld.W006",
        )
    ]
