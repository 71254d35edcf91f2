from django.conf.locale.en import formats

DATE_INPUT_FORMATS = [*formats.DATE_INPUT_FORMATS, "%d.%m.%Y"]
DATETIME_INPUT_FORMATS = ["%Y-%m-%d %H:%M", *formats.DATETIME_INPUT_FORMATS, "%d.%m.%Y %H:%M"]
