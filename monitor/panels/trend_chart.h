// SPDX-License-Identifier: GPL-3.0-or-later
//
// One number over the last minutes, as a line with an axis. What is below the mouse is told in words.
#pragma once

#include <QWidget>

#include <deque>
#include <functional>
#include <vector>

namespace monitor {

class TrendChart : public QWidget {
    Q_OBJECT
public:
    static constexpr size_t samplesMax = 150;
    using Text = std::function<QString(double)>;

    // textOf: a value with its unit.
    TrendChart(const QString &title, const Text &textOf, QWidget *parent = nullptr);

    void add(qint64 atMs, double value);
    void clear();
    // What is there, in words; empty: nothing is.
    QString textAt(const QPointF &place) const;
    // Of a sample, the oldest first.
    QPointF placeOf(size_t sample) const;

    QSize sizeHint() const override { return {220, 120}; }

protected:
    void paintEvent(QPaintEvent *event) override;
    void mouseMoveEvent(QMouseEvent *event) override;

private:
    struct Sample {
        qint64 atMs;
        double value;
    };
    std::vector<double> ticks() const;
    QRectF plotBox() const;

    QString m_title;
    Text m_textOf;
    std::deque<Sample> m_samples;
};

} // namespace monitor
