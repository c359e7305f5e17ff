// SPDX-License-Identifier: GPL-3.0-or-later
//
// The pictures of the start page, painted in the colours of the palette: a ring of nodes, a lookup that goes round it,
// and a line to a ring elsewhere.
#pragma once

#include <QWidget>

namespace monitor {

class CardPicture : public QWidget {
    Q_OBJECT
public:
    enum class Subject { Run, Learn, Connect };

    explicit CardPicture(Subject subject, QWidget *parent = nullptr);

    QSize sizeHint() const override { return {240, 130}; }

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    void paintLookup(QPainter &painter, const QPointF &centre, qreal radius) const;
    void paintComputer(QPainter &painter, const QPointF &centre, qreal radius) const;

    Subject m_subject;
};

} // namespace monitor
