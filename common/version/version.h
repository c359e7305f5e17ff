// SPDX-License-Identifier: GPL-3.0-or-later
//
// Which program this is, as --version prints it. FUNNELKVS_VERSION is the version alone, which REST and metrics show.
#pragma once

#include <QByteArray>

namespace version {

// "0.2.0 (abc1234)": the version, and the commit that was built; only the version where the commit is not known.
QByteArray text();

} // namespace version
