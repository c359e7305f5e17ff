// SPDX-License-Identifier: GPL-3.0-or-later
//
// Each page has a connection of its own: the node that was asked before may have left.

#include "live/key_lister.h"

#include "live/failure_text.h"
#include "live/node_connection.h"
#include "wire/host_port.h"

namespace monitor {

namespace {

constexpr int listTimeoutMs = 15'000; // a page asks several nodes one after the other

} // namespace

void KeyLister::cancel()
{
    if (!m_client)
        return;
    m_client->deleteLater();
    m_client.clear();
}

void KeyLister::ask(const QByteArray &contact, const QString &name, int idBits, const QByteArray &prefix,
                    const QByteArray &after)
{
    cancel();
    const auto address = wire::HostPort::parse(QString::fromUtf8(contact)).value_or(wire::HostPort());
    client::NodeClient *asked = makeNodeClient(address.host, address.port, m_security, this);
    m_client = asked;
    asked->setTimeoutMs(listTimeoutMs);
    asked->ringKeys(prefix, pageKeys, after,
                    [this, asked, name, idBits, prefix](client::Result<api::RingKeysPage> &&result) {
                        if (m_client != asked)
                            return;
                        cancel();
                        KeysPage page;
                        page.prefix = prefix;
                        if (!result) {
                            page.problem = FailureText::whyNotDone(tr("Listing the keys"), name, result.failure);
                            Q_EMIT listed(page);
                            return;
                        }
                        page.next = result.value->next;
                        const chord::IdSpace space(idBits);
                        for (const api::RingKey &key : result.value->keys) {
                            const std::optional<chord::Id> id = space.fromHex(key.id);
                            if (!id)
                                continue;
                            const QByteArrayView etag(key.etag);
                            const auto version =
                                etag.size() > 2 ? chord::Version::fromText(etag.sliced(1).chopped(1)) : std::nullopt;
                            page.keys.push_back({key.key, *id, true, key.bytes, version.value_or(chord::Version())});
                        }
                        Q_EMIT listed(page);
                    });
}

} // namespace monitor
