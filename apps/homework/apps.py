from django.apps import AppConfig


class HomeworkConfig(AppConfig):
    name = "apps.homework"
    verbose_name = "cahier de textes"
