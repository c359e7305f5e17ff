// SPDX-License-Identifier: GPL-3.0-or-later
//
// What a node tells the service manager that has started it (systemd's Type=notify): one datagram to the socket named
// in NOTIFY_SOCKET, so no library is needed for it.
#pragma once

#include <QByteArrayView>

namespace server {

// state: "READY=1", "STOPPING=1" (sd_notify(3)). Does nothing where nobody waits for it.
void notifyServiceManager(QByteArrayView state);

} // namespace server
