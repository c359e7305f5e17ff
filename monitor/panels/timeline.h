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

    // Of a live ring there is no playback: the line ends now, and its past can be entered.
    void setSource(Mode mode, Playback *playback);
    void addEvent(const RingEvent &event);
    // Those after this time.
    void dropAfter(qint64 atMs);
    void clear();
    // The right end of the line of a live ring.
    void setNow(qint64 nowMs);

    // Where a moment stands, in pixels from the left.
    qreal placeOf(qint64 atMs) const;
    qint64 momentAt(qreal place) const;

Q_SIGNALS:
    void pastRequested(qint64 atMs); // of a live ring

public:
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
    bool isLive() const { return m_mode == Mode::Live && m_beganMs > 0; }
    void goTo(qreal place);
    QRectF lineBox() const;

    Mode m_mode = Mode::Live;
    qint64 m_nowMs = 0;
    qint64 m_paintedNowMs = 0;
    qint64 m_beganMs = 0; // when a live ring was first seen
    QPointer<Playback> m_playback;
    std::vector<Tick> m_ticks; // in the order they came
};

} // namespace monitor
