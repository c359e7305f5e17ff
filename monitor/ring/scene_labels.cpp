// SPDX-License-Identifier: GPL-3.0-or-later
//
// At most a few dozen keys have labels.

#include "ring/scene_labels.h"

#include <QCoreApplication>
#include <QFontMetricsF>

#include <algorithm>

namespace monitor {

namespace {

constexpr qreal overhang = 8; // that does no harm, logical pixels

bool hasRoom(const Scene &scene, const SceneLabel &label, const QRectF &box)
{
    const bool coversLabel = std::any_of(scene.labels.begin(), scene.labels.end(), [&](const SceneLabel &other) {
        return &other != &label && other.box.intersects(box);
    });
    const qreal reach = scene.nodeRadius;
    return !coversLabel && std::none_of(scene.nodes.begin(), scene.nodes.end(), [&](const NodeMark &mark) {
        return box.adjusted(-reach, -reach, reach, reach).contains(mark.place);
    });
}

} // namespace

QString conditionWord(const NodeView &node)
{
    if (node.isolated)
        return QCoreApplication::translate("monitor::Scene", "isolated");
    switch (node.condition) {
    case NodeCondition::Alive:
        return {};
    case NodeCondition::Joining:
        return QCoreApplication::translate("monitor::Scene", "joining");
    case NodeCondition::Leaving:
        return QCoreApplication::translate("monitor::Scene", "leaving");
    case NodeCondition::Suspect:
        return QCoreApplication::translate("monitor::Scene", "no answer");
    case NodeCondition::Dead:
        return QCoreApplication::translate("monitor::Scene", "dead");
    }
    return {};
}

qreal widestKeyLabel(const RingSnapshot &ring, const Names &names, const QFontMetricsF &metrics)
{
    qreal widest = 0;
    int keys = 0;
    if (names.isPaperRing())
        return widest;
    for (const NodeView &node : ring.nodes) {
        if (!node.keys)
            continue;
        for (const KeyView &key : *node.keys) {
            if (!key.primary)
                continue;
            if (++keys > keyLabelsMax)
                return 0;
            widest = std::max(widest, metrics.horizontalAdvance(names.key(key.key, key.id, keyCharactersMax)));
        }
    }
    return widest;
}

void keepLabelsInside(Scene &scene, const QRectF &area)
{
    for (SceneLabel &label : scene.labels) {
        const qreal left = area.left() - overhang - label.box.left();
        const qreal right = area.right() + overhang - label.box.right();
        if (label.isNode || (left <= 0 && right >= 0))
            continue;
        const QRectF moved = label.box.translated(left > 0 ? left : right, 0);
        if (hasRoom(scene, label, moved))
            label.box = moved;
    }
}

} // namespace monitor
