// SPDX-License-Identifier: GPL-3.0-or-later
//
// What is transparent shows a pattern of squares.

#include "panels/image_view.h"

#include <QPainter>

namespace monitor {

void ImageView::setImage(const QImage &image)
{
    m_image = image;
    update();
}

void ImageView::paintEvent(QPaintEvent *)
{
    if (m_image.isNull())
        return;
    QSizeF size = m_image.size();
    if (size.width() > width() || size.height() > height())
        size.scale(this->size(), Qt::KeepAspectRatio);
    QRectF place(QPointF(), size);
    place.moveCenter(QRectF(rect()).center());
    QPainter painter(this);
    painter.setRenderHint(QPainter::SmoothPixmapTransform);
    if (m_image.hasAlphaChannel())
        painter.fillRect(place, QBrush(palette().color(QPalette::Mid), Qt::Dense6Pattern));
    painter.drawImage(place, m_image);
}

} // namespace monitor
