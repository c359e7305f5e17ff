// SPDX-License-Identifier: GPL-3.0-or-later
//
// A layout would give the messages the room they want, at the expense of the content.

#include "window/centre_area.h"

#include "window/stage_band.h"

#include <QEvent>
#include <QLayout>

namespace monitor {

namespace {

constexpr int stripFrom = 480; // of the height of the centre; below it the ring needs the room
constexpr int barPadding = 22; // of a message with a button, above and below its line, in logical pixels

} // namespace

CentreArea::CentreArea(QWidget *content, QWidget *messages, QWidget *parent)
    : QWidget(parent)
    , m_content(content)
    , m_messages(messages)
{
    content->setParent(this);
    messages->setParent(this);
    messages->raise();
    messages->installEventFilter(this);
}

void CentreArea::setStrip(bool hasStrip)
{
    if (std::exchange(m_hasStrip, hasStrip) != hasStrip)
        place();
}

void CentreArea::setBand(StageBand *band)
{
    if (m_band)
        m_band->hide();
    m_band = band;
    if (band)
        band->setParent(this);
    place();
}

QSize CentreArea::minimumSizeHint() const
{
    return m_content->minimumSizeHint() + QSize(0, stripHeight());
}

int CentreArea::stripHeight() const
{
    return m_hasStrip && height() >= stripFrom ? fontMetrics().height() + barPadding : 0;
}

void CentreArea::resizeEvent(QResizeEvent *)
{
    place();
}

bool CentreArea::eventFilter(QObject *watched, QEvent *event)
{
    if (event->type() == QEvent::LayoutRequest || event->type() == QEvent::Show)
        place();
    return QWidget::eventFilter(watched, event);
}

void CentreArea::place()
{
    const int bandHeight = m_band ? m_band->heightIn(window()->height()) : 0;
    m_content->setGeometry(rect().adjusted(0, stripHeight(), 0, -bandHeight));
    if (m_band) {
        m_band->setGeometry(0, height() - bandHeight, width(), bandHeight);
        m_band->setVisible(bandHeight > 0);
    }
    QLayout *layout = m_messages->layout();
    const int wanted =
        layout->hasHeightForWidth() ? layout->totalHeightForWidth(width()) : layout->totalSizeHint().height();
    m_messages->setGeometry(0, 0, width(), std::min(wanted, height()));
    m_messages->raise();
}

} // namespace monitor
