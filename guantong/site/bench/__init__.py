# SPDX-License-Identifier: Apache-2.0
"""What the benches of the whole house share: a database of their own, a synthetic federation in it, a stopwatch."""
