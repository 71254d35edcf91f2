"""The dates of ``events.dates``, for templates."""

from django import template

from .. import dates

register = template.Library()

for filter_function in (
    dates.long_date,
    dates.short_date,
    dates.date_without_weekday,
    dates.day_number,
    dates.clock,
    dates.at_clock,
    dates.o_clock,
    dates.when,
    dates.start,
    dates.deadline,
    dates.short_deadline,
    dates.is_whole_day,
    dates.deadline_date,
    dates.deadline_time,
    dates.end,
    dates.opening,
    dates.register_by,
    dates.last_chance,
    dates.weekday,
    dates.month_and_year,
    dates.month,
    dates.iso,
    dates.foreign_zone,
    dates.erased_on,
):
    register.filter(filter_function)
