// SPDX-License-Identifier: GPL-3.0-or-later
//
// Whole sentences, so that they can be translated and read aloud.

#include "ring/description.h"

#include <QCoreApplication>

namespace monitor {

namespace {

struct DescriptionText {
    Q_DECLARE_TR_FUNCTIONS(monitor::Description)
};

} // namespace

QString conditionText(NodeCondition condition)
{
    switch (condition) {
    case NodeCondition::Alive:
        return DescriptionText::tr("alive");
    case NodeCondition::Joining:
        return DescriptionText::tr("joining");
    case NodeCondition::Leaving:
        return DescriptionText::tr("leaving");
    case NodeCondition::Suspect:
        return DescriptionText::tr("does not answer");
    case NodeCondition::Dead:
        return DescriptionText::tr("dead");
    }
    return {};
}

QString describeNode(const RingSnapshot &ring, int node, const Names &names)
{
    const NodeView &view = ring.nodes[size_t(node)];
    QStringList sentences;
    sentences << DescriptionText::tr("Node %1, %2.").arg(names.node(view.self), conditionText(view.condition));
    if (view.successors.empty())
        sentences << DescriptionText::tr("It knows no other node.");
    else if (view.predecessor)
        sentences << DescriptionText::tr("Successor %1, predecessor %2.")
                         .arg(names.node(view.successors.front()), names.node(*view.predecessor));
    else
        sentences << DescriptionText::tr("Successor %1, predecessor unknown.").arg(names.node(view.successors.front()));
    sentences << DescriptionText::tr("%n keys of its own,", nullptr, int(view.totals.primary)) + QChar::Space
            + DescriptionText::tr("%n copies for others.", nullptr, int(view.totals.replica));
    if (!view.trouble.isEmpty())
        sentences << view.trouble;
    return sentences.join(QChar::Space);
}

QString describeKey(const RingSnapshot &ring, int node, int key, const Names &names)
{
    const NodeView &view = ring.nodes[size_t(node)];
    const KeyView &entry = (*view.keys)[size_t(key)];
    const QString name = names.key(entry.key, entry.id);
    const QString size = sizeText(entry.bytes);
    const QString holder = names.node(view.self);
    return entry.primary ? DescriptionText::tr("Key %1, %2, at its owner %3.").arg(name, size, holder)
                         : DescriptionText::tr("Copy of key %1, %2, at its replica %3.").arg(name, size, holder);
}

} // namespace monitor
