# SPDX-License-Identifier: Apache-2.0
"""Pages of dispatch: fetch by right, call a service, hand a typed context to the template."""
