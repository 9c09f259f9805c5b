"""allauth's pages for signing in by e-mail code. Passwords are for staff, and those have the admin's own pages."""

from allauth.account import views
from django.urls import path
from django.views.generic import RedirectView

#: Names allauth leads to from places that we do not use; they end where a person can go on.
to_own_page = RedirectView.as_view(pattern_name="record:my_submissions")
to_login = RedirectView.as_view(pattern_name="account_login")

urlpatterns = [
    path("login/", views.login, name="account_login"),
    path("login/code/", views.request_login_code, name="account_request_login_code"),
    path("login/code/confirm/", views.confirm_login_code, name="account_confirm_login_code"),
    path("logout/", views.logout, name="account_logout"),
    path("signup/", views.signup, name="account_signup"),
    path("confirm-email/", views.email_verification_sent, name="account_email_verification_sent"),
    path("inactive/", views.account_inactive, name="account_inactive"),
    path("email/", to_own_page, name="account_email"),
    path("password/change/", to_own_page, name="account_change_password"),
    path("password/reset/", to_login, name="account_reset_password"),
    path("reauthenticate/", to_login, name="account_reauthenticate"),
]
