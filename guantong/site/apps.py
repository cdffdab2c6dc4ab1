# SPDX-License-Identifier: Apache-2.0
"""Start of the whole: fill the catalogues from the one list, set the business clock of this database."""

from django.apps import AppConfig


class SiteConfig(AppConfig):
    """The roof."""

    name = "guantong.site"
    label = "site"

    def ready(self) -> None:
        """Fill the catalogues; an unknown name anywhere stops the process here."""
        from guantong.dispatch.pages.counts import counts_for_pages
        from guantong.dispatch.states import NOTICE_FLOW, REQUIREMENT_FLOW
        from guantong.kernel import clock
        from guantong.org import queries, rights
        from guantong.org.states import CLASH_FLOW
        from guantong.privacy.states import REQUEST_FLOW
        from guantong.register import catalogue as registers
        from guantong.reports.states import REPORT_FLOW
        from guantong.search import sources

        from . import catalogue
        from .search import SOURCES

        rights.install(catalogue.RIGHTS)
        registers.install(catalogue.REGISTERS, catalogue.INDICATORS, counts_for_pages)
        sources.install(SOURCES)
        for flow in (CLASH_FLOW, REQUEST_FLOW, NOTICE_FLOW, REQUIREMENT_FLOW, REPORT_FLOW):
            for right in flow.rights:
                rights.named(right)
        clock.set_source(queries.business_moment)
