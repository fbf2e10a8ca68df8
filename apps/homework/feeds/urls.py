from django.urls import path

from apps.homework.feeds import views

urlpatterns = [
    path("famille/agenda/", views.family_feed, name="family_feed"),
    path("famille/agenda/fermer/", views.family_feed_close, name="family_feed_close"),
    path("eleve/agenda/", views.student_feed, name="student_feed"),
    path("eleve/agenda/fermer/", views.student_feed_close, name="student_feed_close"),
    path("agenda/<str:secret>.ics", views.feed_calendar, name="feed_calendar"),
]
