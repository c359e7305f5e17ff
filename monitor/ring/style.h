// SPDX-License-Identifier: GPL-3.0-or-later
//
// How thick, how large and in which colours the ring is drawn, in one place: on a desk, on a projector (presenter mode:
// type of 14 points and more, lines of 3 pixels and more), light and dark.
#pragma once

#include "model/ring_snapshot.h"

#include <QColor>
#include <QFont>
#include <QMap>
#include <QPalette>

namespace monitor {

inline constexpr int presenterPointsMin = 14;
inline constexpr qreal presenterLineMin = 3; // logical pixels

struct RingStyle {
    bool isPresenter = false;
    bool isDark = false;
    qreal scale = 1; // of marks and distances
    qreal thin = 1.2; // line widths, logical pixels
    qreal thick = 2.6;
    QFont font;
    QFont smallFont; // of labels where they are many
    QColor background;
    QColor ink; // outlines, text, correct pointers
    QColor faint; // the ring's own line, leader lines
    QColor alarm; // wrong pointers, dead nodes: always together with a shape or a sign
    QColor highlight; // selection, lookups

    // height: of the picture, which decides how large the marks of a presentation are.
    static RingStyle of(const QPalette &palette, const QFont &font, bool isPresenter, int height = 0);
};

// The colours of Okabe and Ito that can be told apart with any colour vision, without black, which is for outlines.
inline constexpr int ownerColourCount = 7;
QColor ownerColour(int index);
// Of what is wrong or destroys, readable on the palette's background.
QColor alarmColour(const QPalette &palette);
// From few (0) to many (1): light yellow to dark red, in the order of lightness (ColorBrewer's YlOrRd).
QColor scaleColour(double part);
// Black or white, whichever is easier to read on it.
QColor inkOn(const QColor &colour);

// Which node has which colour. A node keeps its own while others come and go, and neighbours differ.
class ColourBook {
public:
    // Gives colours to nodes that have none yet.
    void meet(const RingSnapshot &ring);
    QColor colourOf(const QByteArray &address) const;
    // By address, as of NodeLoad::parts(): nodes have colours of this scale then; empty: their own. False: as before.
    bool setScale(const QMap<QByteArray, double> &parts);

private:
    int pick(const RingSnapshot &ring, int node) const;

    QMap<QByteArray, int> m_colours;
    QMap<QByteArray, double> m_scale;
};

} // namespace monitor
