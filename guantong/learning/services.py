# SPDX-License-Identifier: Apache-2.0
"""Verbs that write the learning room's records."""

from guantong.org.services.plain import Verbs

STUDY_SESSION = Verbs("learning.session", "held_on")
LECTURE = Verbs("learning.lecture", "held_on")
TRAINING_CLASS = Verbs("learning.class", "ends_on")
TEACHING_MATERIAL = Verbs("learning.material", "finished_on")
MASTERY_CHECK = Verbs("learning.check", "held_on")
MEDIA_PIECE = Verbs("learning.media", "published_on")
