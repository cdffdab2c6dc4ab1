# SPDX-License-Identifier: Apache-2.0
"""The one visible list of registers, indicators, rights and periodic jobs. Nothing registers itself."""

from guantong.dispatch import jobs as dispatch_jobs
from guantong.dispatch.rights import RIGHTS as DISPATCH_RIGHTS
from guantong.learning.indicators import INDICATORS as LEARNING_INDICATORS
from guantong.learning.registers import REGISTERS as LEARNING_REGISTERS
from guantong.org.rights import RIGHTS as ORG_RIGHTS
from guantong.reports.indicators import INDICATORS as REPORTS_INDICATORS
from guantong.reports.rights import RIGHTS as REPORTS_RIGHTS
from guantong.trace.jobs import Periodic

REGISTERS = (*LEARNING_REGISTERS,)

INDICATORS = (*LEARNING_INDICATORS, *REPORTS_INDICATORS)

RIGHTS = (
    *ORG_RIGHTS,
    *DISPATCH_RIGHTS,
    *REPORTS_RIGHTS,
    *(right for register in REGISTERS for right in register.rights()),
)

PERIODIC = (Periodic(dispatch_jobs.nightly_lights, every="day", hour=1),)
