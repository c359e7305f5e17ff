// SPDX-License-Identifier: GPL-3.0-or-later
//
// Geometry in pixels of a fixed size; viewers scale it.

#include "sim/paper/figure_svg.h"

#include <QString>

#include <algorithm>
#include <array>
#include <cmath>

namespace sim {

namespace {

constexpr double width = 720;
constexpr double panelHeight = 330;
constexpr double headHeight = 84; // title, caption, legend
constexpr double left = 70;
constexpr double right = width - 24;
constexpr double plotTop = 14;
constexpr double plotBottom = panelHeight - 58;
constexpr double markSize = 4.5;
constexpr double seriesShift = 5; // pixels between the whiskers of neighbouring series
constexpr int yTicksMax = 7;

struct Look {
    const char *colour;
    const char *dashes;
    bool filled;
    int corners; // of its mark; 0: a circle
};
// Different in lightness, dashes and marks: hue says nothing that these do not.
constexpr std::array<Look, 4> looks{{{"#000000", "6 4", false, 0},
                                     {"#1f4e79", "none", true, 4},
                                     {"#6b6b6b", "2 3", false, 3},
                                     {"#8a8a8a", "10 3 2 3", true, 3}}};

QByteArray escaped(const QByteArray &text)
{
    return QString::fromUtf8(text).toHtmlEscaped().toUtf8();
}

QByteArray number(double value)
{
    return QByteArray::number(value, 'f', 2);
}

// The class of a group: letters, digits and dashes.
QByteArray className(const QByteArray &name)
{
    QByteArray word = name.toLower();
    std::replace_if(
        word.begin(), word.end(), [](char c) { return !(c >= 'a' && c <= 'z') && !(c >= '0' && c <= '9'); }, '-');
    return word;
}

QByteArray text(double x, double y, const char *anchor, const QByteArray &content, const char *more = "")
{
    return "<text x=\"" + number(x) + "\" y=\"" + number(y) + "\" text-anchor=\"" + anchor + "\" " + more + '>'
        + escaped(content) + "</text>\n";
}

QByteArray line(double x1, double y1, double x2, double y2, const char *colour)
{
    return "<line x1=\"" + number(x1) + "\" y1=\"" + number(y1) + "\" x2=\"" + number(x2) + "\" y2=\"" + number(y2)
        + "\" stroke=\"" + colour + "\"/>\n";
}

QByteArray mark(double x, double y, const Look &look)
{
    const QByteArray paint = QByteArray("stroke=\"") + look.colour + "\" fill=\""
        + (look.filled ? look.colour : "#ffffff") + "\" class=\"point\"/>\n";
    if (look.corners == 0)
        return "<circle cx=\"" + number(x) + "\" cy=\"" + number(y) + "\" r=\"" + number(markSize) + "\" " + paint;
    QByteArray points;
    for (int i = 0; i < look.corners; ++i) {
        const double angle = 2 * M_PI * (i + (look.corners == 4 ? 0.5 : 0)) / look.corners;
        points += number(x + markSize * std::sin(angle)) + ',' + number(y - markSize * std::cos(angle)) + ' ';
    }
    return "<polygon points=\"" + points.trimmed() + "\" " + paint;
}

// Where values lie in a panel.
class Axes {
public:
    explicit Axes(const FigurePanel &panel)
        : m_isLog(panel.xIsLog)
    {
        double lowest = 1e300;
        double highest = -1e300;
        double top = 0;
        for (const FigureSeries &series : panel.series) {
            for (const FigurePoint &point : series.points) {
                lowest = std::min(lowest, scaled(point.x));
                highest = std::max(highest, scaled(point.x));
                top = std::max({top, point.y, point.high.value_or(0)});
            }
        }
        if (lowest > highest)
            lowest = highest = 0;
        const double margin = highest > lowest ? (highest - lowest) * 0.06 : 1;
        m_xLow = lowest - margin;
        m_xHigh = highest + margin;
        m_yStep = stepFor(top);
        m_yHigh = std::max(m_yStep, std::ceil(top / m_yStep - 1e-9) * m_yStep);
    }

    double x(double value) const { return left + (scaled(value) - m_xLow) / (m_xHigh - m_xLow) * (right - left); }
    double y(double value) const { return plotBottom - value / m_yHigh * (plotBottom - plotTop); }
    double yHigh() const { return m_yHigh; }
    double yStep() const { return m_yStep; }

private:
    double scaled(double x) const { return m_isLog ? std::log2(x) : x; }
    // 1, 2 or 5 times a power of ten.
    static double stepFor(double top)
    {
        if (top <= 0)
            return 1;
        double step = std::pow(10, std::floor(std::log10(top / yTicksMax)));
        for (const double factor : {2.0, 2.5, 2.0}) {
            if (top / step > yTicksMax)
                step *= factor;
        }
        return step;
    }

    bool m_isLog;
    double m_xLow = 0;
    double m_xHigh = 1;
    double m_yHigh = 1;
    double m_yStep = 1;
};

QByteArray frame(const FigurePanel &panel, const Axes &axes)
{
    QByteArray out;
    for (int i = 0; i * axes.yStep() <= axes.yHigh() + axes.yStep() / 2; ++i) {
        const double value = i * axes.yStep();
        out += line(left, axes.y(value), right, axes.y(value), "#dddddd");
        out += text(left - 8, axes.y(value) + 4, "end", QByteArray::number(value, 'g', 6));
    }
    for (const FigureTick &tick : panel.xTicks) {
        out += line(axes.x(tick.x), plotBottom, axes.x(tick.x), plotBottom + 5, "#222222");
        out += text(axes.x(tick.x), plotBottom + 19, "middle", tick.label);
    }
    out += line(left, plotBottom, right, plotBottom, "#222222") + line(left, plotTop, left, plotBottom, "#222222");
    out += text((left + right) / 2, plotBottom + 40, "middle", panel.xTitle, "class=\"axis\"");
    const QByteArray turned = "class=\"axis\" transform=\"rotate(-90 18 " + number((plotTop + plotBottom) / 2) + ")\"";
    out += text(18, (plotTop + plotBottom) / 2, "middle", panel.yTitle, turned.constData());
    return out;
}

QByteArray drawn(const FigureSeries &series, const Look &look, double shift, const Axes &axes)
{
    QByteArray path;
    QByteArray marks;
    for (const FigurePoint &point : series.points) {
        const double x = axes.x(point.x) + shift;
        path += (path.isEmpty() ? "M" : "L") + number(x) + ' ' + number(axes.y(point.y)) + ' ';
        if (point.low && point.high) {
            for (const double end : {*point.low, *point.high})
                marks += line(x - 3, axes.y(end), x + 3, axes.y(end), look.colour);
            marks += line(x, axes.y(*point.low), x, axes.y(*point.high), look.colour);
        }
        marks += mark(x, axes.y(point.y), look);
    }
    return "<g class=\"series " + className(series.name) + "\">\n<title>" + escaped(series.name)
        + "</title>\n<path d=\"" + path.trimmed() + "\" fill=\"none\" stroke=\"" + look.colour
        + "\" stroke-width=\"1.5\" stroke-dasharray=\"" + look.dashes + "\"/>\n" + marks + "</g>\n";
}

QByteArray legend(const std::vector<FigureSeries> &series)
{
    QByteArray out = "<g class=\"legend\">\n";
    double x = left;
    for (size_t i = 0; i < series.size(); ++i) {
        const Look &look = looks[i % looks.size()];
        out += "<path d=\"M" + number(x) + " 66 h34\" fill=\"none\" stroke=\"" + look.colour
            + "\" stroke-width=\"1.5\" stroke-dasharray=\"" + look.dashes + "\"/>\n" + mark(x + 17, 66, look)
            + text(x + 42, 70, "start", series[i].name);
        x += 70 + 8 * double(series[i].name.size());
    }
    return out + "</g>\n";
}

} // namespace

QByteArray toSvg(const Figure &figure)
{
    const QByteArray size =
        number(width) + "\" height=\"" + number(headHeight + panelHeight * double(figure.panels.size()));
    QByteArray out = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<svg xmlns=\"http://www.w3.org/2000/svg\" width=\""
        + size + "\" font-family=\"sans-serif\" font-size=\"12\" fill=\"#111111\">\n<title>" + escaped(figure.title)
        + "</title>\n<rect width=\"100%\" height=\"100%\" fill=\"#ffffff\"/>\n"
        + text(left, 24, "start", figure.title, "font-size=\"16\" font-weight=\"bold\"")
        + text(left, 44, "start", figure.caption);
    if (!figure.panels.empty())
        out += legend(figure.panels.front().series);
    double top = headHeight;
    for (const FigurePanel &panel : figure.panels) {
        const Axes axes(panel);
        out += "<g class=\"panel\" transform=\"translate(0 " + number(top) + ")\">\n" + frame(panel, axes);
        for (size_t i = 0; i < panel.series.size(); ++i) {
            const double shift = seriesShift * (double(i) - double(panel.series.size() - 1) / 2);
            out += drawn(panel.series[i], looks[i % looks.size()], shift, axes);
        }
        out += "</g>\n";
        top += panelHeight;
    }
    return out + "</svg>\n";
}

} // namespace sim
