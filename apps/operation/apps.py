from django.apps import AppConfig


class OperationConfig(AppConfig):
    name = "apps.operation"
    verbose_name = "exploitation"
