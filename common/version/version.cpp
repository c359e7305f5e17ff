// SPDX-License-Identifier: GPL-3.0-or-later
//
// The only source that is compiled again when the commit changes.

#include "version/version.h"

#include "commit.h" // made by write_commit.cmake

namespace version {

QByteArray text()
{
    const QByteArray commit = FUNNELKVS_COMMIT;
    const QByteArray number = FUNNELKVS_VERSION;
    return commit.isEmpty() ? number : number + " (" + commit + ')';
}

} // namespace version
