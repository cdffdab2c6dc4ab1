# SPDX-License-Identifier: Apache-2.0
"""The one visible list of registers, indicators, rights and periodic jobs. Nothing registers itself."""

from guantong.dispatch import jobs as dispatch_jobs
from guantong.dispatch.indicators import INDICATORS as DISPATCH_INDICATORS
from guantong.dispatch.registers import REGISTERS as DISPATCH_REGISTERS
from guantong.dispatch.rights import RIGHTS as DISPATCH_RIGHTS
from guantong.intake import jobs as intake_jobs
from guantong.intake.rights import RIGHTS as INTAKE_RIGHTS
from guantong.learning.indicators import INDICATORS as LEARNING_INDICATORS
from guantong.learning.registers import REGISTERS as LEARNING_REGISTERS
from guantong.org import jobs as org_jobs
from guantong.org.rights import RIGHTS as ORG_RIGHTS
from guantong.privacy.rights import RIGHTS as PRIVACY_RIGHTS
from guantong.register import jobs as register_jobs
from guantong.reports.indicators import INDICATORS as REPORTS_INDICATORS
from guantong.reports.rights import RIGHTS as REPORTS_RIGHTS
from guantong.rollup import jobs as rollup_jobs
from guantong.signin.rights import RIGHTS as SIGNIN_RIGHTS
from guantong.trace import jobs as trace_jobs
from guantong.trace.jobs import Periodic

REGISTERS = (*LEARNING_REGISTERS, *DISPATCH_REGISTERS)

INDICATORS = (*LEARNING_INDICATORS, *DISPATCH_INDICATORS, *REPORTS_INDICATORS)

RIGHTS = (
    *ORG_RIGHTS,
    *INTAKE_RIGHTS,
    *PRIVACY_RIGHTS,
    *SIGNIN_RIGHTS,
    *DISPATCH_RIGHTS,
    *REPORTS_RIGHTS,
    *(right for register in REGISTERS for right in register.rights()),
)

PERIODIC = (
    Periodic(dispatch_jobs.light_issues, every="hour"),
    Periodic(dispatch_jobs.send_reminders, every="hour"),
    Periodic(dispatch_jobs.nightly_lights, every="day", hour=1),
    Periodic(intake_jobs.carry_on_all, every="hour"),
    Periodic(intake_jobs.tidy, every="day", hour=3),
    Periodic(trace_jobs.daily_anchor, every="day"),
    Periodic(rollup_jobs.nightly_recount, every="day", hour=2),
    Periodic(register_jobs.old_drafts, every="day", hour=2),
    Periodic(org_jobs.forget_requests, every="day", hour=2),
)
