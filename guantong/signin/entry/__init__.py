# SPDX-License-Identifier: Apache-2.0
"""Coming in: where the library of the door meets the house, and the try at an invitation."""
