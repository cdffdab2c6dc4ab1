# SPDX-License-Identifier: Apache-2.0
"""The bench of dispatch: issuing to a province, matrices, lights that follow a record, a deadline's last minute."""
