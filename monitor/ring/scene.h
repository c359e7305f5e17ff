// SPDX-License-Identifier: GPL-3.0-or-later
//
// The picture of one snapshot as shapes with places, before anything is painted: made once for a snapshot, a size and a
// selection, then painted to the screen's cached layer, to PNG or to SVG alike, and asked what is under the mouse.
//
// From inside to outside: chords (fingers, other successors, lookups), replicas hollow, predecessors dotted, the ring
// itself in the colours of its owners with the nodes on it, successors as thick arrows, keys, labels.
#pragma once

#include "model/names.h"
#include "model/selection.h"
#include "ring/geometry.h"
#include "ring/key_census.h"
#include "ring/style.h"

#include <QPainterPath>
#include <QString>

#include <optional>
#include <vector>

namespace monitor {

inline constexpr int keyDotsMax = 5000; // more keys (copies counted) are gathered in bars
inline constexpr qreal labelMargin = 1; // left and right of a label's text, logical pixels before scaling
inline constexpr int keyLabelsMax = 40; // more keys have no labels of their own, only tool tips

struct NodeMark {
    QPointF place;
    qreal turn = 0;
    QColor colour;
    NodeCondition condition = NodeCondition::Alive;
    bool isSelected = false;
    bool isIsolated = false;
};

struct KeyMark {
    int node = 0; // that lists it
    int key = 0; // its index there
    QPointF place;
    qreal turn = 0;
    QColor colour;
    bool isPrimary = true;
    bool isFaded = false; // another node is selected
    bool isSelected = false;
};

struct Arrow {
    QPainterPath line;
    QPolygonF head;
    QString label; // of a finger: its number in the paper's counting; empty where there is no room for it
    QPointF labelPlace;
    bool isStrong = false; // of a key: to the leader of its range
};

// Between two nodes that cannot communicate.
struct CutMark {
    QPainterPath line;
    QPointF cross; // over its middle
};

struct WrongPointer {
    QPainterPath line;
    QPolygonF head;
    QPointF sign; // of the "!"
};

struct ColouredPath {
    QPainterPath path;
    QColor colour;
};

// Painted as a straight line with flat ends, which costs a tenth of a path: for what there are hundreds of.
struct Stripe {
    QLineF line;
    QColor colour;
};

struct SceneLabel {
    QString text;
    QRectF box;
    QPointF anchor; // what it names
    bool isNode = true;
    bool isStrong = false; // selected, or in trouble
};

struct Scene {
    Circle circle;
    qreal nodeRadius = 0;
    qreal keyRadius = 0;
    qreal bandWidth = 0;
    qreal replicaInset = 0; // where the innermost marks of replicas end, from the circle inwards
    // The ranges, each in the colour of its leader, or of the node at its end where leaders are not known.
    std::vector<ColouredPath> band;
    std::vector<Stripe> narrowBand; // those so short that their bend is not visible, clockwise
    QPainterPath blankBand; // ranges that are not served now, and parts of the ring that no node has reported
    std::vector<QLineF> hatching; // over those that have no quorum
    std::vector<SceneLabel> scaleMarks; // identifiers at the quarters of the ring
    QPainterPath successors; // all right ones
    std::vector<QPolygonF> successorHeads; // none where there are too many nodes
    QPainterPath predecessors;
    std::vector<WrongPointer> wrongPointers;
    std::vector<Arrow> laterSuccessors; // of the selected node
    std::vector<Arrow> fingers; // of the selected node
    std::vector<Arrow> keyLinks; // of the selected key: to the leader of its range first, then to the other voters
    std::vector<CutMark> cuts;
    std::vector<NodeMark> nodes; // as in the snapshot
    std::vector<KeyMark> keys; // empty when there are bars
    std::vector<Stripe> ownerBars; // those of a colour together; the same holds for the replicas'
    std::vector<Stripe> replicaBars;
    qreal ownerBarWidth = 0;
    qreal replicaBarWidth = 0;
    std::vector<SceneLabel> labels;

    bool hasBars() const { return !ownerBars.empty() || !replicaBars.empty(); }
    // The node or key mark under a point, within a finger's breadth; -1 if none is.
    int nodeAt(const QPointF &point) const;
    int keyAt(const QPointF &point) const;
};

Scene buildScene(const RingSnapshot &ring, const QRectF &area, const RingStyle &style, const ColourBook &colours,
                 const Selection &selection, KeyCensus &census);

} // namespace monitor
