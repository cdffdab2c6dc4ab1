# SPDX-License-Identifier: Apache-2.0
"""Rights over what people ask concerning their own data; asking itself takes none."""

from django.utils.translation import gettext_lazy as _

from guantong.org.rights import Right

RIGHTS = (Right("privacy.request.decide", _("办理个人信息申请"), ("office", "chair")),)
