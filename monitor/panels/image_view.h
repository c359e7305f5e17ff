// SPDX-License-Identifier: GPL-3.0-or-later
//
// A picture as large as its place allows, never enlarged.
#pragma once

#include <QImage>
#include <QWidget>

namespace monitor {

class ImageView : public QWidget {
    Q_OBJECT
public:
    using QWidget::QWidget;

    void setImage(const QImage &image);

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    QImage m_image;
};

} // namespace monitor
