// SPDX-License-Identifier: GPL-3.0-or-later
//
// A plotted figure as SVG, without a drawing library: panels below each other, each with labelled axes and any number
// of series that can be told apart in grey, by their marks and dashes. Dark text on white, so that it prints.
#pragma once

#include <QByteArray>

#include <optional>
#include <vector>

namespace sim {

struct FigurePoint {
    double x = 0;
    double y = 0;
    std::optional<double> low; // ends of a whisker
    std::optional<double> high;
};

struct FigureSeries {
    QByteArray name; // UTF-8, as all texts here; in the legend, and the class of its group in the SVG
    std::vector<FigurePoint> points;
};

struct FigureTick {
    double x = 0;
    QByteArray label;
};

struct FigurePanel {
    QByteArray xTitle;
    QByteArray yTitle;
    bool xIsLog = false; // then every x is above 0
    std::vector<FigureTick> xTicks;
    std::vector<FigureSeries> series; // the same ones in every panel
};

struct Figure {
    QByteArray title;
    QByteArray caption;
    std::vector<FigurePanel> panels;
};

// A complete document. Series of one name look alike in all panels; the y axis begins at 0.
QByteArray toSvg(const Figure &figure);

} // namespace sim
