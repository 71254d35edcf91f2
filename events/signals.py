"""What a host site may listen to.

Every signal is sent after the transaction that caused it has been committed.
"""

from django.dispatch import Signal

#: A letter waits in the outbox. Arguments: ``message_id`` (int).
message_queued = Signal()

#: Facts of an event were published. Arguments: ``event`` (Event), ``changes``
#: (dict: name of the fact -> (old, new)), empty on the first publication.
facts_published = Signal()
