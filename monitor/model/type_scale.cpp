// SPDX-License-Identifier: GPL-3.0-or-later
//
// Ratios instead of sizes: the font of the desktop decides.

#include "model/type_scale.h"

#include <QFontDatabase>

#include <algorithm>

namespace monitor {

namespace {

constexpr qreal titleRatio = 1.35;
constexpr qreal captionRatio = 0.88;
constexpr qreal captionPointsMin = 7.5;

QString fixedFamily()
{
    static const QString family = QFontDatabase::systemFont(QFontDatabase::FixedFont).family();
    return family;
}

} // namespace

QFont titleFont(const QFont &body)
{
    QFont font = headingFont(body);
    font.setPointSizeF(body.pointSizeF() * titleRatio);
    return font;
}

QFont headingFont(const QFont &body)
{
    QFont font = body;
    font.setBold(true);
    return font;
}

QFont captionFont(const QFont &body)
{
    QFont font = body;
    font.setPointSizeF(std::max(captionPointsMin, body.pointSizeF() * captionRatio));
    return font;
}

QFont monospacedFont(const QFont &body)
{
    QFont font = body;
    font.setFamily(fixedFamily());
    font.setStyleHint(QFont::Monospace);
    font.setFixedPitch(true);
    return font;
}

QString monospacedHtml(const QString &html)
{
    return QStringLiteral("<span style=\"font-family:'%1',monospace\">%2</span>").arg(fixedFamily(), html);
}

} // namespace monitor
