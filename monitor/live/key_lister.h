// SPDX-License-Identifier: GPL-3.0-or-later
//
// Lists the keys of the whole ring by GET /v1/keys, a page at a time. A new request takes the place of one that has not
// been answered.
#pragma once

#include "client/node_client.h"
#include "client/security.h"
#include "model/ring_source.h"

#include <QPointer>

namespace monitor {

class KeyLister : public QObject {
    Q_OBJECT
public:
    static constexpr int pageKeys = 1000;

    using QObject::QObject;

    void setSecurity(const client::Security &security) { m_security = security; }
    // contact: where the node is reached that is asked; name: for sentences.
    void ask(const QByteArray &contact, const QString &name, int idBits, const QByteArray &prefix,
             const QByteArray &after);
    void cancel();

Q_SIGNALS:
    void listed(const monitor::KeysPage &page);

private:
    client::Security m_security;
    QPointer<client::NodeClient> m_client;
};

} // namespace monitor
