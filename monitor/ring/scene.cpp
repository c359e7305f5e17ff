// SPDX-License-Identifier: GPL-3.0-or-later
//
// Sizes are settled first (how much room labels and keys take outside of the ring decides its radius), then everything
// is placed from the inside to the outside.

#include "ring/scene.h"

#include "ring/key_marks.h"
#include "ring/label_layout.h"
#include "ring/pointer_check.h"
#include "ring/scene_labels.h"

#include <QFontMetricsF>

#include <algorithm>
#include <numbers>
#include <utility>

namespace monitor {

using namespace Qt::StringLiterals;

namespace {

constexpr int headsMax = 200; // with more nodes, one arrow a node would be noise
constexpr qreal headPerWidth = 2.6; // length of an arrow head, in multiples of the width of its line
constexpr qreal reach = 12; // of the mouse, logical pixels
constexpr qreal bentFrom = 14; // logical pixels; the bend of a shorter arc is less than a tenth of one
constexpr qreal hatchStep = 6; // logical pixels before scaling
constexpr qreal keyLabelPartMax = 0.07; // of the width of the picture, that is kept free for the label of a key
constexpr qreal stripeOverlap = 0.5; // logical pixels, lest the background show between stripes

qreal nodeRadiusFor(size_t nodes, const RingStyle &style)
{
    const qreal radius = nodes <= 12 ? 11 : nodes <= 32 ? 9 : nodes <= 80 ? 6.5 : nodes <= 250 ? 4.5 : 3;
    return radius * style.scale;
}

// Numbers whose first few are spread evenly over all: bits of the index, reversed. A higher one is more important.
int spreadRank(int index, int count)
{
    int reversed = 0;
    for (int bit = 1; bit < count; bit *= 2) {
        reversed = reversed * 2 + index % 2;
        index /= 2;
    }
    return 1024 - reversed * 1024 / std::max(1, 2 * count);
}

QFont bold(QFont font)
{
    font.setBold(true);
    return font;
}

struct RankedNode {
    int node;
    int rank; // a higher one is more important
};

// A part of the ring, clockwise; all of it where both ends are one.
struct Arc {
    qreal from;
    qreal to;
    qreal length() const { return from == to ? 1 : turnBetween(from, to); }
};

// Arcs in the order of the ring, those that touch made one: a thousand strokes look like one, and take as long as a
// thousand.
std::vector<Arc> joined(const std::vector<Arc> &arcs)
{
    std::vector<Arc> result;
    for (const Arc &arc : arcs) {
        if (!result.empty() && result.back().to == arc.from)
            result.back().to = arc.to;
        else
            result.push_back(arc);
    }
    if (result.size() > 1 && result.back().to == result.front().from) {
        result.front().from = result.back().from;
        result.pop_back();
    }
    return result;
}

class Builder {
public:
    Builder(const RingSnapshot &ring, const QRectF &area, const RingStyle &style, const ColourBook &colours,
            const Selection &selection, KeyCensus &census)
        : m_ring(ring)
        , m_area(area)
        , m_style(style)
        , m_colours(colours)
        , m_selection(selection)
        , m_census(census)
        , m_space(ring.idBits)
        , m_names(ring)
        , m_metrics(style.smallFont)
        , m_boldMetrics(bold(style.smallFont))
    {
    }

    Scene build();

private:
    void settleSizes(int lanes);
    qreal radiusForWords() const;
    QString nodeLabel(const NodeView &node) const;
    QSizeF labelSize(const QString &text) const;
    void placeNodes();
    int placeAllKeys(); // returns how many lanes they take
    void placeBand();
    void placeRange(qreal from, qreal to, const QColor &colour);
    void placeBlank(qreal from, qreal to, bool isHatched);
    void placeCuts();
    void placeScale();
    void placePointers();
    void placeSuccessor(const Arc &arc);
    void placeWrong(int node, const Peer &to, qreal amplitude);
    void placeSelectedNode();
    void placeFingers(const NodeView &node);
    void placeFingerLabels();
    void placeSelectedKey();
    std::vector<RankedNode> nodesWorthALabel() const;
    void placeLabels();

    qreal turn(const chord::Id &id) const { return m_space.position(id); }
    // This number of pixels along the ring.
    qreal alongRing(qreal pixels, qreal outwards = 0) const
    {
        return pixels / (2 * std::numbers::pi * std::max(1.0, m_scene.circle.radius + outwards));
    }
    qreal scaled(qreal pixels) const { return pixels * m_style.scale; }
    Arrow chord(qreal from, qreal to, qreal gapTo, qreal headLength) const;

    const RingSnapshot &m_ring;
    const QRectF m_area;
    const RingStyle &m_style;
    const ColourBook &m_colours;
    const Selection &m_selection;
    KeyCensus &m_census;
    const chord::IdSpace m_space;
    const Names m_names;
    const QFontMetricsF m_metrics; // of the small font
    const QFontMetricsF m_boldMetrics; // of labels of nodes
    qreal m_widestKey = 0; // width of its label
    int m_keyCount = 0;
    bool m_hasBars = false;
    int m_lanes = 0;
    qreal m_successorOffset = 0;
    qreal m_firstLane = 0;
    qreal m_barLength = 0;
    QMap<QRgb, QPainterPath> m_bandByColour;
    qreal m_outerEdge = 0; // where labels begin, from the circle outwards
    std::vector<LabelWish> m_wishes;
    std::vector<SceneLabel> m_wishedLabels; // in step with m_wishes; box to come
    Scene m_scene;
};

Scene Builder::build()
{
    m_widestKey = widestKeyLabel(m_ring, m_names, m_metrics) + 2 * scaled(labelMargin);
    // How many lanes the keys take depends on the radius, and the radius on the lanes: a smaller ring needs more.
    for (int lanes = 1; lanes <= keyLanesMax; lanes = m_lanes + 1) {
        settleSizes(lanes);
        if (placeAllKeys() <= m_lanes)
            break;
    }
    placeNodes();
    placeBand();
    placeScale();
    placePointers();
    placeCuts();
    placeSelectedNode();
    placeSelectedKey();
    placeLabels();
    return std::move(m_scene);
}

void Builder::settleSizes(int lanes)
{
    m_keyCount = countKeys(m_ring);
    m_hasBars = m_keyCount > keyDotsMax;
    m_scene.nodeRadius = nodeRadiusFor(m_ring.nodes.size(), m_style);
    m_scene.keyRadius = keyRadiusFor(m_hasBars ? 1 : m_keyCount, m_style); // over the bars stands one at most
    m_scene.bandWidth = scaled(m_ring.nodes.size() <= 80 ? 8 : 6);
    m_successorOffset = m_scene.nodeRadius + scaled(6);
    m_firstLane = m_successorOffset + scaled(6) + m_scene.keyRadius;
    const qreal smaller = std::min(m_area.width(), m_area.height());
    m_barLength = smaller * 0.07;
    m_lanes = m_keyCount == 0 ? 0 : lanes;
    const qreal keysTake = m_hasBars ? m_barLength : m_lanes * (2 * m_scene.keyRadius + 1);
    m_outerEdge = m_firstLane - m_scene.keyRadius + keysTake + scaled(4);
    const qreal labelWidth = std::max(m_metrics.horizontalAdvance(m_names.isPaperRing() ? u"N128"_s : u"00000"_s),
                                      std::min(m_widestKey, keyLabelPartMax * m_area.width()))
        + scaled(8);
    const qreal labelHeight = m_metrics.height();
    const qreal across = m_area.width() / 2 - m_outerEdge - labelWidth;
    const qreal down = m_area.height() / 2 - m_outerEdge - (m_style.isPresenter ? 1.3 : 1.6) * labelHeight;
    m_scene.circle.centre = m_area.center();
    m_scene.circle.radius = std::max(20.0, std::min({across, down, radiusForWords()}));
}

// How large the ring may be for the labels of nodes that are not simply alive, which are wider and higher: as large as
// the places of these nodes allow, so that a dead node at the top does not make the ring narrow.
qreal Builder::radiusForWords() const
{
    constexpr qreal mayShift = 0.02; // turns that a label may give way by
    qreal radius = std::max(m_area.width(), m_area.height());
    for (const NodeView &node : m_ring.nodes) {
        const QString word = conditionWord(node);
        if (word.isEmpty())
            continue;
        const qreal width = labelSize(nodeLabel(node)).width() + scaled(6);
        qreal sine = 0;
        qreal cosine = 0;
        for (const qreal shift : {-mayShift, 0.0, mayShift}) {
            const QPointF direction = pointAt({{}, 1}, turn(node.self.id) + shift);
            sine = std::max(sine, std::abs(direction.x()));
            cosine = std::max(cosine, std::abs(direction.y()));
        }
        radius = std::min({radius, (m_area.width() / 2 - width) / sine - m_outerEdge,
                           (m_area.height() / 2 - 2 * m_metrics.height()) / cosine - m_outerEdge});
    }
    return radius;
}

// Its name, and below what is with it unless it is simply alive.
QString Builder::nodeLabel(const NodeView &node) const
{
    const QString name = m_names.node(node.self);
    const QString word = conditionWord(node);
    return word.isEmpty() ? name : name + u'\n' + word;
}

QSizeF Builder::labelSize(const QString &text) const
{
    // Where labels are many, they stand as near as their letters allow.
    const qreal height = m_ring.nodes.size() > 32 ? m_metrics.ascent() : m_metrics.height();
    qreal width = 0;
    const QStringList lines = text.split(u'\n');
    for (const QString &line : lines)
        width = std::max(width, m_boldMetrics.horizontalAdvance(line));
    return {width + 2 * scaled(labelMargin), height + qreal(lines.size() - 1) * m_metrics.height()};
}

void Builder::placeNodes()
{
    for (const NodeView &node : m_ring.nodes) {
        NodeMark mark;
        mark.turn = turn(node.self.id);
        mark.place = pointAt(m_scene.circle, mark.turn);
        mark.colour = m_colours.colourOf(node.self.address);
        mark.condition = node.condition;
        mark.isSelected = m_selection.node == node.self.id;
        mark.isIsolated = node.isolated;
        m_scene.nodes.push_back(mark);
    }
}

int Builder::placeAllKeys()
{
    const qreal firstReplicaLane = m_scene.nodeRadius + scaled(8) + m_scene.keyRadius;
    if (m_hasBars) {
        placeKeys(m_scene, m_ring, m_colours, m_selection, KeysToPlace::Selected, m_firstLane, firstReplicaLane);
        placeBars(m_scene, m_ring, m_census, m_colours, m_firstLane - m_scene.keyRadius, m_barLength,
                  firstReplicaLane - m_scene.keyRadius, m_barLength * 0.6);
        return 0;
    }
    return placeKeys(m_scene, m_ring, m_colours, m_selection, KeysToPlace::All, m_firstLane, firstReplicaLane);
}

void Builder::placeBand()
{
    if (!m_ring.ranges.empty()) {
        chord::Id end = m_ring.ranges.back().view.high;
        for (const RangeStatus &range : m_ring.ranges) {
            const RangeView &view = range.view;
            if (view.low != end)
                placeBlank(turn(end), turn(view.low), false);
            end = view.high;
            if (range.isServed())
                placeRange(turn(view.low), turn(view.high), m_colours.colourOf(view.leader->address));
            else
                placeBlank(turn(view.low), turn(view.high), range.isLost());
        }
    } else {
        std::vector<const NodeMark *> owners;
        for (const NodeMark &mark : m_scene.nodes) {
            if (mark.condition == NodeCondition::Alive || mark.condition == NodeCondition::Leaving)
                owners.push_back(&mark);
        }
        for (size_t i = 0; i < owners.size(); ++i)
            placeRange(owners[(i + owners.size() - 1) % owners.size()]->turn, owners[i]->turn, owners[i]->colour);
    }
    for (auto it = m_bandByColour.cbegin(); it != m_bandByColour.cend(); ++it)
        m_scene.band.push_back({it.value(), QColor(it.key())});
}

void Builder::placeRange(qreal from, qreal to, const QColor &colour)
{
    if (from == to || turnBetween(from, to) > alongRing(bentFrom))
        m_bandByColour[colour.rgb()].addPath(arcPath(m_scene.circle, from, to));
    else
        m_scene.narrowBand.push_back(
            {QLineF(pointAt(m_scene.circle, from), pointAt(m_scene.circle, to + alongRing(stripeOverlap))), colour});
}

void Builder::placeBlank(qreal from, qreal to, bool isHatched)
{
    m_scene.blankBand.addPath(arcPath(m_scene.circle, from, to));
    if (!isHatched)
        return;
    const qreal length = Arc{from, to}.length();
    const int count = std::max(1, int(length / alongRing(scaled(hatchStep))));
    const qreal half = m_scene.bandWidth / 2;
    const qreal slant = std::min(alongRing(half), length / 2);
    for (int i = 0; i < count; ++i) {
        const qreal middle = from + length * (i + 0.5) / count;
        m_scene.hatching.push_back(
            QLineF(pointAt(m_scene.circle, middle - slant, -half), pointAt(m_scene.circle, middle + slant, half)));
    }
}

void Builder::placeScale()
{
    const qreal inset = m_scene.replicaInset > 0 ? m_scene.replicaInset : m_scene.nodeRadius + scaled(8);
    for (quint32 quarter = 0; quarter < 4; ++quarter) {
        SceneLabel mark;
        mark.text = m_names.point(m_space.fraction(quarter, 4));
        mark.anchor = pointAt(m_scene.circle, quarter / 4.0, -inset);
        const QSizeF size(m_metrics.horizontalAdvance(mark.text), m_metrics.height());
        mark.box = QRectF(QPointF(), size);
        const QPointF inwards = (m_scene.circle.centre - mark.anchor) / std::max(1.0, m_scene.circle.radius - inset);
        mark.box.moveCenter(
            mark.anchor
            + QPointF(inwards.x() * (size.width() / 2 + scaled(7)), inwards.y() * (size.height() / 2 + scaled(7))));
        m_scene.scaleMarks.push_back(mark);
    }
}

void Builder::placePointers()
{
    const bool hasHeads = m_ring.nodes.size() <= headsMax;
    std::vector<Arc> successors;
    std::vector<Arc> predecessors; // clockwise too
    for (int i = 0; i < int(m_ring.nodes.size()); ++i) {
        const NodeView &node = m_ring.nodes[size_t(i)];
        const qreal here = m_scene.nodes[size_t(i)].turn;
        const PointerState successor = successorState(m_ring, i);
        if (m_ring.nodes.size() == 1 && node.successors.empty() && node.condition != NodeCondition::Dead)
            successors.push_back({here, here}); // alone, it is its own
        else if (successor == PointerState::Right)
            successors.push_back({here, turn(node.successors.front().id)});
        else if (successor == PointerState::Wrong)
            placeWrong(i, node.successors.front(), scaled(5));
        const PointerState predecessor = predecessorState(m_ring, i);
        if (predecessor == PointerState::Right)
            predecessors.push_back({turn(node.predecessor->id), here});
        else if (predecessor == PointerState::Wrong)
            placeWrong(i, *node.predecessor, scaled(2.5));
    }
    const qreal inset = -m_scene.nodeRadius - scaled(4);
    if (!hasHeads) {
        for (const Arc &arc : joined(successors))
            m_scene.successors.addPath(arcPath(m_scene.circle, arc.from, arc.to, m_successorOffset));
        for (const Arc &arc : joined(predecessors))
            m_scene.predecessors.addPath(arcPath(m_scene.circle, arc.from, arc.to, inset));
        return;
    }
    for (const Arc &arc : successors)
        placeSuccessor(arc);
    for (const Arc &arc : predecessors) {
        const qreal margin = std::min(alongRing(m_scene.nodeRadius * 0.5), arc.length() / 4);
        m_scene.predecessors.addPath(arcPath(m_scene.circle, arc.from + margin, arc.to - margin, inset));
    }
}

void Builder::placeSuccessor(const Arc &arc)
{
    // Between close neighbours a head of full size would reach over both.
    const qreal room = arc.length() / alongRing(1, m_successorOffset);
    const qreal wanted = std::max(scaled(m_ring.nodes.size() <= 32 ? 11 : 7), headPerWidth * m_style.thick);
    const qreal headLength = std::min(wanted, std::max(scaled(2.5), 0.5 * room));
    const qreal margin = std::min(alongRing(m_scene.nodeRadius * 0.5 + scaled(2), m_successorOffset), arc.length() / 4);
    const qreal length = arc.length() - 2 * margin;
    const qreal lineLength = std::max(length - alongRing(headLength * 0.7, m_successorOffset), length / 4);
    const qreal from = arc.from + margin;
    m_scene.successors.addPath(arcPath(m_scene.circle, from, from + lineLength, m_successorOffset));
    const qreal tip = wrappedTurn(from + length);
    const qreal tangent = -tip * 360; // clockwise
    m_scene.successorHeads.push_back(arrowHead(pointAt(m_scene.circle, tip, m_successorOffset), tangent, headLength));
}

void Builder::placeWrong(int node, const Peer &to, qreal amplitude)
{
    const QPointF from = m_scene.nodes[size_t(node)].place;
    const QPointF place = pointAt(m_scene.circle, turn(to.id));
    const QLineF line(from, place);
    if (line.length() < 1)
        return;
    const qreal gap = std::min(m_scene.nodeRadius + scaled(2), line.length() / 4);
    const QPointF start = line.pointAt(gap / line.length());
    const QPointF end = line.pointAt(1 - gap / line.length());
    m_scene.wrongPointers.push_back(
        {zigzagPath(start, end, amplitude), arrowHead(end, line.angle(), scaled(11)), line.pointAt(0.5)});
}

Arrow Builder::chord(qreal from, qreal to, qreal gapTo, qreal headLength) const
{
    Arrow arrow;
    const QPainterPath whole = chordPath(m_scene.circle, from, to, m_scene.nodeRadius, gapTo);
    arrow.head = arrowHead(whole.pointAtPercent(1), whole.angleAtPercent(1), headLength);
    arrow.line = chordPath(m_scene.circle, from, to, m_scene.nodeRadius, gapTo + headLength * 0.7);
    return arrow;
}

void Builder::placeSelectedNode()
{
    const int index = m_selection.node ? m_ring.indexOf(*m_selection.node) : -1;
    if (index < 0)
        return;
    const NodeView &node = m_ring.nodes[size_t(index)];
    for (size_t i = 1; i < node.successors.size(); ++i) {
        if (node.successors[i].id == node.self.id)
            continue;
        m_scene.laterSuccessors.push_back(
            chord(turn(node.self.id), turn(node.successors[i].id), m_scene.nodeRadius + scaled(3), scaled(6)));
    }
    placeFingers(node);
}

void Builder::placeFingers(const NodeView &node)
{
    for (size_t i = 0; i < node.fingers.size(); ++i) {
        const FingerView &finger = node.fingers[i];
        if (finger.node.id == node.self.id)
            continue;
        const int next = i + 1 < node.fingers.size() ? node.fingers[i + 1].index : m_ring.idBits;
        const int first = finger.index + 1; // the paper counts from 1
        Arrow arrow = chord(turn(node.self.id), turn(finger.node.id), m_scene.nodeRadius + scaled(3), scaled(8));
        arrow.label = next == first ? QString::number(first) : u"%1–%2"_s.arg(first).arg(next);
        m_scene.fingers.push_back(arrow);
    }
    placeFingerLabels();
}

// The longest first: they have the most room, and the short ones are close to the node. A label that would cover
// another at every position along its finger is left out; the inspector lists all fingers.
void Builder::placeFingerLabels()
{
    std::vector<QRectF> taken;
    for (auto finger = m_scene.fingers.rbegin(); finger != m_scene.fingers.rend(); ++finger) {
        QRectF box(QPointF(),
                   QSizeF(m_metrics.horizontalAdvance(finger->label) + m_metrics.height() * 0.5, m_metrics.height()));
        const QString label = std::exchange(finger->label, {});
        for (const qreal part : {0.62, 0.74, 0.5, 0.86, 0.38}) {
            box.moveCenter(finger->line.pointAtPercent(part));
            if (std::any_of(taken.begin(), taken.end(), [&](const QRectF &other) { return other.intersects(box); }))
                continue;
            finger->label = label;
            finger->labelPlace = box.center();
            taken.push_back(box);
            break;
        }
    }
}

void Builder::placeCuts()
{
    for (const CutLink &cut : m_ring.cuts) {
        const qreal gap = m_scene.nodeRadius + scaled(2);
        const QPainterPath line = chordPath(m_scene.circle, turn(cut.one.id), turn(cut.other.id), gap, gap);
        m_scene.cuts.push_back({line, line.pointAtPercent(0.5)});
    }
}

void Builder::placeSelectedKey()
{
    const auto selected =
        std::find_if(m_scene.keys.begin(), m_scene.keys.end(), [](const KeyMark &mark) { return mark.isSelected; });
    if (selected == m_scene.keys.end())
        return;
    const qreal keyTurn = selected->turn;
    const auto link = [&](const chord::Id &node, bool isStrong) {
        m_scene.keyLinks.push_back(
            chord(keyTurn, turn(node), m_scene.nodeRadius + scaled(3), scaled(isStrong ? 10 : 8)));
        m_scene.keyLinks.back().isStrong = isStrong;
    };
    const chord::Id &id = (*m_ring.nodes[size_t(selected->node)].keys)[size_t(selected->key)].id;
    if (const RangeStatus *range = m_ring.rangeOf(id)) {
        if (range->isServed())
            link(range->view.leader->id, true);
        for (const Peer &voter : range->view.voters) {
            if (!range->isServed() || !range->view.isLedBy(voter.id))
                link(voter.id, false);
        }
        return;
    }
    const auto linkHolders = [&](bool isPrimary) {
        for (const KeyMark &mark : m_scene.keys) {
            if (mark.isSelected && mark.isPrimary == isPrimary)
                link(m_ring.nodes[size_t(mark.node)].self.id, isPrimary);
        }
    };
    linkHolders(true);
    if (!m_scene.keyLinks.empty())
        linkHolders(false);
}

// The most important nodes, as many as can have a label at all: measuring texts takes long.
std::vector<RankedNode> Builder::nodesWorthALabel() const
{
    const int count = int(m_ring.nodes.size());
    std::vector<RankedNode> ranked;
    for (int i = 0; i < count; ++i) {
        const NodeMark &mark = m_scene.nodes[size_t(i)];
        const bool isOdd = mark.isIsolated || mark.condition != NodeCondition::Alive;
        const int base = mark.isSelected ? 8192 : isOdd ? 4096 : 2048;
        ranked.push_back({i, base + spreadRank(i, count)});
    }
    const qreal edge = 2 * std::numbers::pi * (m_scene.circle.radius + m_outerEdge + m_metrics.height());
    const size_t most = size_t(edge / m_metrics.ascent());
    if (ranked.size() > most) {
        std::nth_element(ranked.begin(), ranked.begin() + qsizetype(most), ranked.end(),
                         [](const RankedNode &a, const RankedNode &b) { return a.rank > b.rank; });
        ranked.resize(most);
    }
    return ranked;
}

void Builder::placeLabels()
{
    const auto wish = [&](const QString &text, qreal turn, const QPointF &anchor, int rank, bool isNode,
                          bool isStrong) {
        m_wishes.push_back({turn, labelSize(text), rank});
        m_wishedLabels.push_back({text, {}, anchor, isNode, isStrong});
    };
    for (const RankedNode &ranked : nodesWorthALabel()) {
        const NodeMark &mark = m_scene.nodes[size_t(ranked.node)];
        const NodeView &node = m_ring.nodes[size_t(ranked.node)];
        wish(nodeLabel(node), mark.turn, mark.place, ranked.rank, true,
             mark.isSelected || !conditionWord(node).isEmpty());
    }
    const int primaries = int(
        std::count_if(m_scene.keys.begin(), m_scene.keys.end(), [](const KeyMark &mark) { return mark.isPrimary; }));
    for (const KeyMark &mark : m_scene.keys) {
        if (!mark.isPrimary || (primaries > keyLabelsMax && !mark.isSelected))
            continue;
        const KeyView &key = (*m_ring.nodes[size_t(mark.node)].keys)[size_t(mark.key)];
        wish(m_names.key(key.key, key.id, keyCharactersMax), mark.turn, mark.place, mark.isSelected ? 8192 : 1024,
             false, mark.isSelected);
    }
    const Circle edge{m_scene.circle.centre, m_scene.circle.radius + m_outerEdge};
    for (const PlacedLabel &placed : monitor::placeLabels(m_wishes, edge, scaled(1))) {
        SceneLabel label = m_wishedLabels[size_t(placed.wish)];
        label.box = placed.box;
        m_scene.labels.push_back(label);
    }
    keepLabelsInside(m_scene, m_area);
}

template <typename Mark>
int markAt(const std::vector<Mark> &marks, const QPointF &point, qreal within)
{
    std::vector<QPointF> places;
    places.reserve(marks.size());
    for (const Mark &mark : marks)
        places.push_back(mark.place);
    return nearestPoint(places, point, within);
}

} // namespace

int Scene::nodeAt(const QPointF &point) const
{
    return markAt(nodes, point, std::max(nodeRadius + 2, reach));
}

int Scene::keyAt(const QPointF &point) const
{
    return markAt(keys, point, std::max(keyRadius + 2, reach / 2));
}

Scene buildScene(const RingSnapshot &ring, const QRectF &area, const RingStyle &style, const ColourBook &colours,
                 const Selection &selection, KeyCensus &census)
{
    return Builder(ring, area, style, colours, selection, census).build();
}

} // namespace monitor
