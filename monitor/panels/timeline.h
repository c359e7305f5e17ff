// SPDX-License-Identifier: GPL-3.0-or-later
//
// What happened when, as ticks on a line over the status bar, and the time of the picture. In the classroom and in a
// recording it is also the control that moves time.
#pragma once

#include "model/ring_source.h"

#include <QPointer>
#include <QWidget>

#include <vector>

namespace monitor {

class Playback;

class Timeline : public QWidget {
    Q_OBJECT
public:
    explicit Timeline(QWidget *parent = nullptr);

    // Of a live ring there is no playback: the line covers what has been seen.
    void setSource(Mode mode, Playback *playback);
    void addEvent(const RingEvent &event);
    void clear();

    // Where a moment stands, in pixels from the left.
    qreal placeOf(qint64 atMs) const;
    qint64 momentAt(qreal place) const;

    QSize sizeHint() const override;
    QSize minimumSizeHint() const override { return sizeHint(); }

protected:
    void paintEvent(QPaintEvent *event) override;
    void mousePressEvent(QMouseEvent *event) override;
    void mouseMoveEvent(QMouseEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    bool event(QEvent *event) override;

private:
    struct Tick {
        qint64 atMs;
        RingEvent::Kind kind;
        QString text;
    };

    qint64 beginMs() const;
    qint64 endMs() const;
    QString endText() const;
    QRectF lineBox() const;

    Mode m_mode = Mode::Live;
    QPointer<Playback> m_playback;
    std::vector<Tick> m_ticks; // in the order they came
};

} // namespace monitor
