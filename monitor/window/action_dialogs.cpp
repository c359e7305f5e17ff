// SPDX-License-Identifier: GPL-3.0-or-later
//
// Modal: nothing else can be done meanwhile, but the ring goes on.

#include "window/action_dialogs.h"

#include "model/names.h"

#include <QCoreApplication>
#include <QInputDialog>

namespace monitor {

namespace {

struct ActionDialogs {
    Q_DECLARE_TR_FUNCTIONS(monitor::ActionDialogs)
};

} // namespace

std::optional<QString> askIdentifier(QWidget *parent)
{
    bool isAccepted = false;
    const QString typed =
        QInputDialog::getText(parent, ActionDialogs::tr("Join at an identifier"),
                              ActionDialogs::tr("Identifier of the new node (a number, or hexadecimal digits):"),
                              QLineEdit::Normal, {}, &isAccepted);
    return isAccepted ? std::optional(typed) : std::nullopt;
}

std::optional<chord::Id> identifierFromText(const RingSnapshot &ring, const QString &typed)
{
    if (ring.idBits > paperIdBitsMax)
        return chord::IdSpace(ring.idBits).fromHex(typed.toLatin1());
    bool isNumber = false;
    const quint64 number = typed.toULongLong(&isNumber);
    return isNumber && number < (1ull << ring.idBits) ? std::optional(chord::Id(number)) : std::nullopt;
}

std::optional<QByteArray> askOtherEnd(const RingSnapshot &ring, const QByteArray &node, QWidget *parent)
{
    const Names names(ring);
    QString nodeName;
    QStringList otherNames;
    QByteArrayList addresses;
    for (const NodeView &other : ring.nodes) {
        if (other.self.address == node) {
            nodeName = names.node(other.self);
            continue;
        }
        otherNames << names.node(other.self);
        addresses << other.self.address;
    }
    bool isAccepted = false;
    const QString chosen = QInputDialog::getItem(
        parent, ActionDialogs::tr("Cut a link"),
        ActionDialogs::tr("Cut the link between %1 and this node:").arg(nodeName), otherNames, 0, false, &isAccepted);
    return isAccepted ? std::optional(addresses.value(otherNames.indexOf(chosen))) : std::nullopt;
}

} // namespace monitor
