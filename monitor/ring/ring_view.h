// SPDX-License-Identifier: GPL-3.0-or-later
//
// The ring as a widget: a cached layer that is painted when the picture changes, and an overlay of what moves (a
// lookup, messages). Nothing is painted and no timer runs while nothing changes: a snapshot that shows the same picture
// as the one before costs one comparison.
//
// Keys: the arrows walk the ring, Home goes to its first node, Enter asks for the inspector, Escape clears the
// selection.
#pragma once

#include "ring/legend.h"
#include "ring/lookup_overlay.h"
#include "ring/scene.h"

#include <QBasicTimer>
#include <QElapsedTimer>
#include <QPixmap>
#include <QWidget>

namespace monitor {

class RingView : public QWidget {
    Q_OBJECT
public:
    explicit RingView(QWidget *parent = nullptr);

    void setSnapshot(SnapshotPtr snapshot);
    const SnapshotPtr &snapshot() const { return m_snapshot; }
    // Emits nothing: for what the rest of the window has chosen.
    void setSelection(const Selection &selection);
    const Selection &selection() const { return m_selection; }
    void setPresenter(bool isPresenter);
    void setLegendVisible(bool isVisible);
    // What the colours of nodes and their ranges show.
    void setColouring(Colouring colouring);

    // Animates it, and leaves it on the picture.
    void showLookup(const LookupTrace &trace);
    void clearLookup();
    void setEmphasis(const Emphasis &emphasis);
    const LookupOverlay &lookup() const { return m_lookup; }
    bool isAnimating() const { return m_timer.isActive(); }

    // The whole picture with legend and overlay at this size, for export.
    void renderPicture(QPainter &painter, const QSizeF &size);

    // Where things are now.
    const Scene &scene();
    // Empty if it is hidden.
    QRectF legendBox() const;
    const RingStyle &style() const { return m_style; }
    const ColourBook &colours() const { return m_colours; }
    QString nodeText(int node) const;
    void selectNode(int node);

    QSize sizeHint() const override { return {640, 520}; }
    QSize minimumSizeHint() const override { return {320, 280}; }

Q_SIGNALS:
    void selectionChanged(const monitor::Selection &selection); // by the user
    void inspectRequested();
    void menuRequested(const QPoint &globalPlace); // for what is selected

protected:
    bool event(QEvent *event) override;
    void paintEvent(QPaintEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;
    void changeEvent(QEvent *event) override;
    void timerEvent(QTimerEvent *event) override;
    void mousePressEvent(QMouseEvent *event) override;
    void mouseDoubleClickEvent(QMouseEvent *event) override;
    void contextMenuEvent(QContextMenuEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;

private:
    void invalidate();
    void restyle();
    LegendContent legendContent() const;
    QRectF ringArea(const QSizeF &size) const;
    void paintLayer(QPainter &painter, const Scene &scene) const;
    void choose(const Selection &selection);
    void chooseAt(const QPointF &point);
    void walk(int step);
    QString tipAt(const QPointF &point);

    SnapshotPtr m_snapshot;
    Selection m_selection;
    RingStyle m_style;
    ColourBook m_colours;
    NodeLoad m_load;
    Colouring m_colouring = Colouring::ByNode;
    KeyCensus m_census;
    bool m_isPresenter = false;
    bool m_hasLegend = true;
    bool m_hasMessages = false; // have been seen in this ring
    bool m_isSceneValid = false;
    Scene m_scene;
    QPixmap m_layer; // null: to be painted
    Emphasis m_emphasis;
    LookupOverlay m_lookup;
    QElapsedTimer m_lookupClock;
    QBasicTimer m_timer; // runs only while a lookup moves
};

} // namespace monitor
