// SPDX-License-Identifier: GPL-3.0-or-later
//
// Places are tried from the arrow outwards, the nearest first; there are few texts and few marks, so this is cheap.

#include "ring/message_labels.h"

#include <QFontMetricsF>

#include <algorithm>
#include <cmath>
#include <numbers>

namespace monitor {

namespace {

constexpr int directions = 16;
constexpr int distances = 9;
constexpr int wordsWidthMax = 64; // in letters; what is longer is cut

// What texts must not cover.
std::vector<QRectF> occupied(const Scene &scene, const RingStyle &style)
{
    std::vector<QRectF> boxes;
    const auto add = [&](const QPointF &place, qreal radius) {
        boxes.emplace_back(place.x() - radius, place.y() - radius, 2 * radius, 2 * radius);
    };
    for (const NodeMark &mark : scene.nodes)
        add(mark.place, scene.nodeRadius + 2 * style.scale);
    for (const KeyMark &mark : scene.keys)
        add(mark.place, scene.keyRadius + style.scale);
    for (const SceneLabel &mark : scene.scaleMarks)
        boxes.push_back(mark.box);
    for (const SceneLabel &label : scene.labels)
        boxes.push_back(label.box);
    return boxes;
}

bool isFree(const QRectF &box, const std::vector<QRectF> &taken)
{
    return std::none_of(taken.begin(), taken.end(), [&](const QRectF &other) { return other.intersects(box); });
}

// Inside of everything that stands along the ring.
bool isInside(const QRectF &box, const Scene &scene)
{
    const qreal free = scene.circle.radius - std::max(scene.replicaInset, scene.nodeRadius);
    const auto reaches = [&](const QPointF &corner) { return QLineF(corner, scene.circle.centre).length() <= free; };
    return reaches(box.topLeft()) && reaches(box.topRight()) && reaches(box.bottomLeft()) && reaches(box.bottomRight());
}

// Null if there is none.
QRectF freePlace(const QPointF &dart, const QSizeF &size, const Scene &scene, const std::vector<QRectF> &taken)
{
    QRectF best;
    qreal bestDistance = 0;
    for (int step = 1; step <= distances; ++step) {
        for (int i = 0; i < directions; ++i) {
            const qreal angle = 2 * std::numbers::pi * i / directions;
            const qreal across = std::cos(angle) * (size.width() / 2 + size.height() * step);
            const qreal down = std::sin(angle) * size.height() * (1 + step);
            QRectF box(QPointF(), size);
            box.moveCenter(dart + QPointF(across, down));
            const qreal distance = QLineF(box.center(), dart).length();
            if ((best.isNull() || distance < bestDistance) && isInside(box, scene) && isFree(box, taken)) {
                best = box;
                bestDistance = distance;
            }
        }
    }
    return best;
}

} // namespace

QPainterPath messageWay(const MessageView &message, const Scene &scene, const RingStyle &style,
                        const chord::IdSpace &space)
{
    const qreal gap = scene.nodeRadius + 2 * style.scale;
    return chordPath(scene.circle, space.position(message.from.id), space.position(message.to.id), gap, gap);
}

std::vector<MessageView> shownMessages(const RingSnapshot &ring, const std::optional<chord::Id> &selected)
{
    if (ring.nodes.size() <= size_t(messageNodesMax))
        return ring.messages;
    std::vector<MessageView> shown;
    std::copy_if(ring.messages.begin(), ring.messages.end(), std::back_inserter(shown),
                 [&](const MessageView &message) { return message.from.id == selected || message.to.id == selected; });
    return shown;
}

std::vector<SceneLabel> placeMessageTexts(const std::vector<MessageView> &messages, const Scene &scene,
                                          const RingStyle &style, const chord::IdSpace &space)
{
    std::vector<SceneLabel> labels;
    if (messages.empty() || messages.size() > size_t(messageTextsMax))
        return labels;
    const QFontMetricsF metrics(style.smallFont);
    std::vector<QRectF> taken = occupied(scene, style);
    for (const MessageView &message : messages) {
        if (message.from.id == message.to.id)
            continue;
        const QPainterPath way = messageWay(message, scene, style, space);
        SceneLabel label;
        label.isNode = false;
        label.anchor = way.pointAtPercent(std::clamp(message.progress, 0.0, 1.0));
        label.text = metrics.elidedText(message.text, Qt::ElideRight, wordsWidthMax * metrics.averageCharWidth());
        const QSizeF size(metrics.horizontalAdvance(label.text) + metrics.height() * 0.5, metrics.height());
        label.box = freePlace(label.anchor, size, scene, taken);
        if (label.box.isNull())
            continue;
        taken.push_back(label.box);
        labels.push_back(label);
    }
    return labels;
}

} // namespace monitor
