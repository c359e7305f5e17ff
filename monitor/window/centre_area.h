// SPDX-License-Identifier: GPL-3.0-or-later
//
// The centre of the window: what fills it, below a strip that is kept free for one message, so that the ring keeps its
// size when messages come and go. Further messages lie over it.
#pragma once

#include <QWidget>

namespace monitor {

class StageBand;

class CentreArea : public QWidget {
    Q_OBJECT
public:
    // Takes both as children.
    CentreArea(QWidget *content, QWidget *messages, QWidget *parent);

    // None on a stage, where every line counts: there, messages lie over the ring.
    void setStrip(bool hasStrip);
    // Below the content, as high as StageBand::heightIn() says. Null: none.
    void setBand(StageBand *band);
    // Its height may have changed.
    void place();

    QSize minimumSizeHint() const override;

protected:
    void resizeEvent(QResizeEvent *event) override;
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    int stripHeight() const;

    QWidget *m_content;
    QWidget *m_messages;
    StageBand *m_band = nullptr;
    bool m_hasStrip = false;
};

} // namespace monitor
