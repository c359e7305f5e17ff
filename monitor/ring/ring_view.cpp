// SPDX-License-Identifier: GPL-3.0-or-later
//
// The scene is made lazily, when it is painted or asked for: several changes before the next paint cost one rebuild.

#include "ring/ring_view.h"

#include "model/names.h"
#include "model/snapshot_comparison.h"
#include "ring/accessible_ring.h"
#include "ring/description.h"
#include "ring/key_marks.h"
#include "ring/legend.h"
#include "ring/message_labels.h"
#include "ring/paint.h"

#include <QHelpEvent>
#include <QKeyEvent>
#include <QPainter>
#include <QToolTip>

#include <algorithm>

namespace monitor {

namespace {

constexpr int frameMs = 16;
constexpr qreal legendFreeWidth = 480; // beside the legend, at least; logical pixels
constexpr qreal margin = 10; // around everything, logical pixels
constexpr qreal stageMargin = 4; // where every pixel counts

} // namespace

RingView::RingView(QWidget *parent)
    : QWidget(parent)
    , m_snapshot(std::make_shared<RingSnapshot>())
{
    installAccessibleRing();
    setFocusPolicy(Qt::StrongFocus);
    setAttribute(Qt::WA_OpaquePaintEvent);
    setAccessibleName(tr("Ring"));
    restyle();
}

void RingView::setSnapshot(SnapshotPtr snapshot)
{
    const SnapshotPtr before = std::exchange(m_snapshot, std::move(snapshot));
    // Messages appear and disappear: from the first one on, the legend explains them.
    const bool hasMessages = !m_snapshot->nodes.empty() && (m_hasMessages || !m_snapshot->messages.empty());
    if (std::exchange(m_hasMessages, hasMessages) != hasMessages)
        invalidate();
    m_load.observe(*m_snapshot);
    const bool isRecoloured = m_colours.setScale(m_load.parts(*m_snapshot, m_colouring));
    if (isRecoloured || !isSameDrawing(*before, *m_snapshot)) {
        m_colours.meet(*m_snapshot);
        setAccessibleDescription(tr("A ring of %n nodes.", nullptr, int(m_snapshot->nodes.size())));
        invalidate();
    } else if (!areSameMessages(*before, *m_snapshot)) {
        update();
    }
}

void RingView::setSelection(const Selection &selection)
{
    if (m_selection == selection)
        return;
    m_selection = selection;
    invalidate();
    announceSelection(this);
}

void RingView::setPresenter(bool isPresenter)
{
    m_isPresenter = isPresenter;
    restyle();
}

void RingView::setLegendVisible(bool isVisible)
{
    m_hasLegend = isVisible;
    invalidate();
}

void RingView::setColouring(Colouring colouring)
{
    m_colouring = colouring;
    m_colours.setScale(m_load.parts(*m_snapshot, m_colouring));
    invalidate();
}

void RingView::showLookup(const LookupTrace &trace)
{
    m_lookup = LookupOverlay(trace);
    m_lookupClock.start();
    if (m_lookup.durationMs() > 0)
        m_timer.start(frameMs, this);
    update();
}

void RingView::clearLookup()
{
    if (m_lookup.isEmpty())
        return;
    m_lookup = {};
    m_timer.stop();
    update();
}

void RingView::setEmphasis(const Emphasis &emphasis)
{
    m_emphasis = emphasis;
    update();
}

void RingView::renderPicture(QPainter &painter, const QSizeF &size)
{
    const Scene scene = buildScene(*m_snapshot, ringArea(size), m_style, m_colours, m_selection, m_census);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.fillRect(QRectF(QPointF(), size), m_style.background);
    paintLayer(painter, scene);
    const chord::IdSpace space(m_snapshot->idBits);
    paintEmphasis(painter, m_emphasis, scene, m_style, space);
    m_lookup.paint(painter, scene, m_style, space, m_lookup.durationMs());
}

const Scene &RingView::scene()
{
    if (!m_isSceneValid) {
        m_scene = buildScene(*m_snapshot, ringArea(size()), m_style, m_colours, m_selection, m_census);
        m_isSceneValid = true;
    }
    return m_scene;
}

QString RingView::nodeText(int node) const
{
    return describeNode(*m_snapshot, node, Names(*m_snapshot));
}

bool RingView::event(QEvent *event)
{
    if (event->type() == QEvent::ToolTip) {
        const auto *help = static_cast<QHelpEvent *>(event);
        QToolTip::showText(help->globalPos(), plainTip(tipAt(help->pos())), this);
        return true;
    }
    return QWidget::event(event);
}

void RingView::paintEvent(QPaintEvent *)
{
    if (m_layer.isNull()) {
        const qreal ratio = devicePixelRatioF();
        m_layer = QPixmap(size() * ratio);
        m_layer.setDevicePixelRatio(ratio);
        m_layer.fill(m_style.background);
        QPainter layer(&m_layer);
        layer.setRenderHint(QPainter::Antialiasing);
        paintLayer(layer, scene());
    }
    QPainter painter(this);
    painter.drawPixmap(0, 0, m_layer);
    painter.setRenderHint(QPainter::Antialiasing);
    const chord::IdSpace space(m_snapshot->idBits);
    paintEmphasis(painter, m_emphasis, m_scene, m_style, space);
    paintMessages(painter, shownMessages(*m_snapshot, m_selection.node), m_scene, m_style, space);
    if (!m_lookup.isEmpty())
        m_lookup.paint(painter, m_scene, m_style, space, m_lookupClock.elapsed());
    if (hasFocus() && !m_selection.node && !m_selection.key) {
        painter.setPen(linePen(m_style.faint, 1, Qt::DotLine));
        painter.setBrush(Qt::NoBrush);
        painter.drawRect(QRectF(rect()).adjusted(1.5, 1.5, -1.5, -1.5));
    }
}

void RingView::paintLayer(QPainter &painter, const Scene &scene) const
{
    if (!legendBox().isEmpty())
        paintLegend(painter, QPointF(margin, margin), m_style, legendContent());
    paintScene(painter, scene, m_style);
}

LegendContent RingView::legendContent() const
{
    const RingSnapshot &ring = *m_snapshot;
    LegendContent content;
    content.hasBars = countKeys(ring) > keyDotsMax;
    content.hasMessages = m_hasMessages;
    content.hasManyNodes = ring.nodes.size() > size_t(messageNodesMax);
    content.hasUnserved =
        std::any_of(ring.ranges.begin(), ring.ranges.end(), [](const RangeStatus &range) { return !range.isServed(); });
    content.hasKeyLinks = m_selection.key.has_value();
    content.colouring = m_colouring;
    content.hasCuts = !ring.cuts.empty()
        || std::any_of(ring.nodes.begin(), ring.nodes.end(), [](const NodeView &node) { return node.isolated; });
    return content;
}

QRectF RingView::ringArea(const QSizeF &size) const
{
    QRectF area(QPointF(), size);
    const qreal edge = m_isPresenter ? stageMargin : margin;
    area.adjust(edge, edge, -edge, -edge);
    if (legendBox().isEmpty())
        return area;
    // The legend stands on the left; the ring keeps to the middle as long as there is room on both sides. Labels make
    // it wider than it is high.
    const qreal legend = legendBox().width() + margin;
    const qreal ring = area.height() + 6 * QFontMetricsF(m_style.smallFont).height();
    return area.adjusted(legend, 0, -std::clamp(area.width() - legend - ring, 0.0, legend), 0);
}

QRectF RingView::legendBox() const
{
    if (!m_hasLegend || m_isPresenter || m_snapshot->nodes.empty())
        return {};
    const QSizeF legend = legendSize(m_style, legendContent());
    // In a small window the ring needs the room.
    const bool hasRoom = width() - legend.width() >= legendFreeWidth && height() >= legend.height() + 2 * margin;
    return hasRoom ? QRectF(QPointF(margin, margin), legend) : QRectF();
}

void RingView::resizeEvent(QResizeEvent *)
{
    if (m_isPresenter)
        restyle();
    invalidate();
}

void RingView::changeEvent(QEvent *event)
{
    if (event->type() == QEvent::PaletteChange || event->type() == QEvent::FontChange
        || event->type() == QEvent::LanguageChange)
        restyle();
    QWidget::changeEvent(event);
}

void RingView::timerEvent(QTimerEvent *event)
{
    if (event->timerId() != m_timer.timerId()) {
        QWidget::timerEvent(event);
        return;
    }
    if (m_lookupClock.elapsed() >= m_lookup.durationMs())
        m_timer.stop();
    update();
}

void RingView::mousePressEvent(QMouseEvent *event)
{
    if (event->button() == Qt::LeftButton)
        chooseAt(event->position());
}

void RingView::mouseDoubleClickEvent(QMouseEvent *event)
{
    if (event->button() == Qt::LeftButton && (m_selection.node || m_selection.key))
        Q_EMIT inspectRequested();
}

void RingView::contextMenuEvent(QContextMenuEvent *event)
{
    if (event->reason() == QContextMenuEvent::Mouse)
        chooseAt(event->pos());
    if (m_selection.node || m_selection.key)
        Q_EMIT menuRequested(event->globalPos());
}

void RingView::keyPressEvent(QKeyEvent *event)
{
    switch (event->key()) {
    case Qt::Key_Right:
    case Qt::Key_Down:
        walk(1);
        break;
    case Qt::Key_Left:
    case Qt::Key_Up:
        walk(-1);
        break;
    case Qt::Key_Home:
        if (!m_snapshot->nodes.empty())
            selectNode(0);
        break;
    case Qt::Key_Return:
    case Qt::Key_Enter:
        Q_EMIT inspectRequested();
        break;
    case Qt::Key_Escape:
        clearLookup();
        choose({});
        break;
    default:
        QWidget::keyPressEvent(event);
    }
}

void RingView::invalidate()
{
    m_isSceneValid = false;
    m_layer = QPixmap();
    update();
}

void RingView::restyle()
{
    m_style = RingStyle::of(palette(), font(), m_isPresenter, height());
    invalidate();
}

void RingView::choose(const Selection &selection)
{
    if (m_selection == selection)
        return;
    setSelection(selection);
    Q_EMIT selectionChanged(m_selection);
}

void RingView::chooseAt(const QPointF &point)
{
    const Scene &shown = scene();
    const int node = shown.nodeAt(point);
    const int key = shown.keyAt(point);
    const bool keyIsNearer = key >= 0
        && (node < 0
            || QLineF(point, shown.keys[size_t(key)].place).length()
                < QLineF(point, shown.nodes[size_t(node)].place).length());
    if (keyIsNearer) {
        const KeyMark &mark = shown.keys[size_t(key)];
        choose({{}, (*m_snapshot->nodes[size_t(mark.node)].keys)[size_t(mark.key)].key});
    } else if (node >= 0) {
        selectNode(node);
    } else {
        choose({});
    }
}

void RingView::walk(int step)
{
    const int count = int(m_snapshot->nodes.size());
    if (count == 0)
        return;
    const int current = m_selection.node ? m_snapshot->indexOf(*m_selection.node) : -1;
    selectNode(current < 0 ? (step > 0 ? 0 : count - 1) : (current + step + count) % count);
}

void RingView::selectNode(int node)
{
    choose({m_snapshot->nodes[size_t(node)].self.id, {}});
}

QString RingView::tipAt(const QPointF &point)
{
    const Scene &shown = scene();
    const Names names(*m_snapshot);
    const int node = shown.nodeAt(point);
    if (node >= 0)
        return describeNode(*m_snapshot, node, names);
    const int key = shown.keyAt(point);
    if (key >= 0) {
        const KeyMark &mark = shown.keys[size_t(key)];
        return describeKey(*m_snapshot, mark.node, mark.key, names);
    }
    return {};
}

} // namespace monitor
