// SPDX-License-Identifier: GPL-3.0-or-later
//
// A client takes the default of the process when it is made, and keeps it.

#include "live/node_connection.h"

namespace monitor {

client::NodeClient *makeNodeClient(const QString &host, quint16 port, const client::Security &security, QObject *parent)
{
    client::setDefaultSecurity(security);
    return new client::NodeClient(host, port, parent);
}

} // namespace monitor
