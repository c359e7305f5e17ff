// SPDX-License-Identifier: GPL-3.0-or-later
//
// The palette: M. Okabe, K. Ito, "Color Universal Design", 2008.

#include "ring/style.h"

#include <algorithm>
#include <array>
#include <utility>

namespace monitor {

namespace {

// In an order in which neighbours differ in lightness as well, for grey printers and bad projectors.
constexpr std::array<QRgb, ownerColourCount> ownerColours{
    0xffe69f00, // orange
    0xff0072b2, // blue
    0xfff0e442, // yellow
    0xffd55e00, // vermillion
    0xff56b4e9, // sky blue
    0xff009e73, // bluish green
    0xffcc79a7, // reddish purple
};

constexpr qreal presenterHeight = 660; // logical pixels, at which marks have the size of those on a desk
constexpr qreal presenterScaleMin = 0.9;
constexpr qreal presenterScaleMax = 1.5;
constexpr int neighbourhood = 3; // nodes to either side that should have other colours

QColor blended(const QColor &a, const QColor &b, qreal part)
{
    return QColor::fromRgbF(float(a.redF() * (1 - part) + b.redF() * part),
                            float(a.greenF() * (1 - part) + b.greenF() * part),
                            float(a.blueF() * (1 - part) + b.blueF() * part));
}

} // namespace

RingStyle RingStyle::of(const QPalette &palette, const QFont &font, bool isPresenter, int height)
{
    RingStyle style;
    style.isPresenter = isPresenter;
    style.background = palette.color(QPalette::Base);
    style.ink = palette.color(QPalette::Text);
    style.isDark = style.background.lightness() < 128;
    style.faint = blended(style.ink, style.background, 0.6);
    style.alarm = alarmColour(palette);
    style.highlight = style.isDark ? QColor(0xff, 0xff, 0xff) : QColor(0x10, 0x10, 0x10);
    style.font = font;
    style.smallFont = font;
    if (isPresenter) {
        style.scale = std::clamp(height / presenterHeight, presenterScaleMin, presenterScaleMax);
        style.thin = presenterLineMin;
        style.thick = 1.6 * presenterLineMin;
        style.font.setPointSizeF(std::max<qreal>(presenterPointsMin + 2, font.pointSizeF() * 1.5));
        style.smallFont.setPointSizeF(presenterPointsMin);
    } else {
        style.smallFont.setPointSizeF(std::max(7.5, font.pointSizeF() * 0.88));
    }
    return style;
}

QColor ownerColour(int index)
{
    return QColor(ownerColours[size_t(index) % ownerColours.size()]);
}

QColor alarmColour(const QPalette &palette)
{
    return palette.color(QPalette::Base).lightness() < 128 ? QColor(0xff, 0x6b, 0x5e) : QColor(0xb0, 0x1c, 0x10);
}

QColor scaleColour(double part)
{
    constexpr std::array<QRgb, 5> stops{0xffffffb2, 0xfffecc5c, 0xfffd8d3c, 0xfff03b20, 0xffbd0026};
    const double place = std::clamp(part, 0.0, 1.0) * (stops.size() - 1);
    const size_t below = std::min(size_t(place), stops.size() - 2);
    return blended(QColor(stops[below]), QColor(stops[below + 1]), place - double(below));
}

QColor inkOn(const QColor &colour)
{
    // Relative luminance as of WCAG, without the gamma: good enough to choose between two.
    const qreal luminance = 0.30 * colour.redF() + 0.59 * colour.greenF() + 0.11 * colour.blueF();
    return luminance > 0.45 ? QColor(Qt::black) : QColor(Qt::white);
}

void ColourBook::meet(const RingSnapshot &ring)
{
    for (int i = 0; i < int(ring.nodes.size()); ++i) {
        const QByteArray &address = ring.nodes[size_t(i)].self.address;
        if (!m_colours.contains(address))
            m_colours.insert(address, pick(ring, i));
    }
}

QColor ColourBook::colourOf(const QByteArray &address) const
{
    if (!m_scale.isEmpty())
        return scaleColour(m_scale.value(address, 0));
    return ownerColour(m_colours.value(address, 0));
}

bool ColourBook::setScale(const QMap<QByteArray, double> &parts)
{
    return std::exchange(m_scale, parts) != parts;
}

int ColourBook::pick(const RingSnapshot &ring, int node) const
{
    const int count = int(ring.nodes.size());
    std::array<int, ownerColourCount> cost{};
    for (int step = -neighbourhood; step <= neighbourhood; ++step) {
        const int other = (node + step + neighbourhood * count) % count;
        const auto found = m_colours.constFind(ring.nodes[size_t(other)].self.address);
        if (found != m_colours.cend())
            cost[size_t(*found)] += 1 << (2 * (neighbourhood - std::abs(step)));
    }
    // Among equals, turn the palette with the place, so that a new ring shows all colours.
    int best = node % ownerColourCount;
    for (int i = 0; i < ownerColourCount; ++i) {
        const int candidate = (node + i) % ownerColourCount;
        if (cost[size_t(candidate)] < cost[size_t(best)])
            best = candidate;
    }
    return best;
}

} // namespace monitor
