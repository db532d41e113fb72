"""The sections of the site as people look for them: what the site map lists, and nothing without a page."""

from __future__ import annotations

from typing import NamedTuple

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from portal.config.templatetags.frame import address_of


class Section(NamedTuple):
    """A heading, and the pages below it by URL name."""

    title: str | Promise
    pages: tuple[tuple[str | Promise, str], ...]

    @property
    def links(self) -> list[tuple[str | Promise, str]]:
        """Labels and addresses of the pages that this installation has."""
        both = [(label, address_of(name)) for label, name in self.pages]
        return [(label, address) for label, address in both if address]


FEEDS = (
    (_("Everything that is published"), "disclosure:feed"),
    (_("Consultations"), "disclosure:consultation_feed"),
    (_("Answers to topic requests"), "requests_app:topic_feed"),
    (_("Results of complaints"), "oversight:result_feed"),
    (_("Supervision orders"), "oversight:order_feed"),
    (_("Annual reports on government information"), "oversight:report_feed"),
    (_("Government gazette"), "disclosure:gazette_feed"),
)
SECTIONS = (
    Section(
        _("What is published"),
        (
            (_("Published information"), "disclosure:item_list"),
            (_("Search"), "disclosure:search"),
            (_("Areas"), "catalog:area_list"),
            (_("Register of normative documents"), "disclosure:normative_list"),
            (_("Service guides"), "disclosure:guide_list"),
            (_("Government gazette"), "disclosure:gazette_list"),
            (_("Powers of the agencies"), "oversight:power_list"),
            (_("Monthly table of powers"), "oversight:power_table"),
            (_("Annual reports on government information"), "oversight:report_list"),
            (_("Agencies"), "disclosure:agency_list"),
            (_("Changes of agencies"), "disclosure:agency_changes"),
            (_("Touch screen"), "disclosure:kiosk"),
        ),
    ),
    Section(
        _("Participate"),
        (
            (_("Ways to take part"), "site:participate"),
            (_("Consultations"), "disclosure:consultation_list"),
            (_("Surveys"), "disclosure:survey_list"),
            (_("Hearings and open meetings"), "disclosure:hearing_list"),
            (_("Democratic reviews"), "oversight:public_review_list"),
            (_("Requests and topics"), "requests_app:request_list"),
            (_("Request information"), "requests_app:request_new"),
            (_("Propose a topic for disclosure"), "requests_app:topic_new"),
            (_("Complain or report"), "oversight:complaint_new"),
            (_("Report an error on a page"), "oversight:page_report_new"),
            (_("Reckon a deadline"), "requests_app:deadline"),
        ),
    ),
    Section(
        _("Follow what I handed in"),
        (
            (_("Follow a request"), "requests_app:request_follow"),
            (_("What became of my opinion?"), "disclosure:opinion_follow"),
            (_("Follow my sign-up"), "disclosure:signup_follow"),
            (_("Follow a complaint"), "oversight:complaint_follow"),
            (_("Follow a report of an error"), "oversight:page_report_follow"),
            (_("Follow a case"), "oversight:power_progress"),
        ),
    ),
    Section(
        _("Supervision"),
        (
            (_("How agencies answer"), "oversight:performance"),
            (_("Results of complaints"), "oversight:complaint_results"),
            (_("Supervision orders"), "oversight:public_order_list"),
            (_("Spot checks"), "oversight:public_check_list"),
            (_("Annual assessments"), "oversight:result_year_list"),
            (_("Bulletins"), "oversight:bulletin_list"),
            (_("Who answers for open government"), "oversight:organisation_public"),
            (_("Anchors of the audit trail"), "audit:anchor_list"),
        ),
    ),
    Section(
        _("Stay informed"),
        (
            (_("Feeds and alerts"), "site:feeds"),
            (_("Alerts by e-mail"), "disclosure:alert_new"),
            (_("Calendar of taking part"), "disclosure:calendar"),
            (_("Interface for programs"), "api:docs"),
            (_("Map of the site for search engines"), "disclosure:site_map"),
        ),
    ),
    Section(
        _("About this site"),
        (
            (_("About this site"), "site:about"),
            (_("Contact"), "site:contact"),
            (_("Accessibility"), "site:accessibility"),
            (_("Privacy"), "site:privacy"),
            (_("Staff"), "accounts:home"),
        ),
    ),
)
